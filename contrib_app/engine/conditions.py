"""The conditions of a benefit, as its formulas read them, with what this household has.

Once the benefit is computed, each formula that holds its conditions runs again, alone: all that it
asks for is already known. When it returns, the comparisons in its code with a value of the law are
read again in its own names. Words come from the labels of the law.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

import numpy

from lawcases import Legislation
from lawcases.building import build

RELATIONS = {
    ast.LtE: "at most",
    ast.Lt: "below",
    ast.GtE: "at least",
    ast.Gt: "above",
    ast.Eq: "equal",
    ast.NotEq: "other than",
}
DEEPEST, MOST = 4, 14
COMPLETED = {
    "rsa": (("rsa_base_ressources", "rsa_forfait_logement"), "rsa_socle"),
}
"""Benefits that complete what is counted up to a level, without a comparison in their formulas."""


@dataclass(frozen=True)
class Condition:
    """One condition: what the household has, against what the text asks.

    words, threshold_words: what each side is. relation: None for a yes-or-no condition.
    met: whether the comparison is true, or the yes-or-no answer itself.
    source: the article, or the address of the text, when the law tells it.
    """

    words: str
    value: Any
    relation: str | None
    threshold: Any
    threshold_words: str
    met: bool
    source: str | None


def conditions_of(
    situation: Mapping[str, Any], variable: str, period: str, legislation: Legislation
) -> list[dict[str, Any]]:
    """Return the conditions that the formulas of a benefit read, those not met first."""
    simulation = build(situation, period, legislation)
    simulation.trace = True
    simulation.calculate(variable, period)
    scope = _scope(simulation.tracer.trees, variable, legislation)
    simulation.trace = False
    found: list[Condition] = []
    for name, own_period in scope.items():
        found += _compared(simulation, name, own_period, legislation)
    found += _completed(simulation, variable, period, legislation)
    found += _answers(simulation, scope, variable, legislation)
    unique = {(one.words, one.relation, str(one.threshold)): one for one in found}
    ordered = sorted(unique.values(), key=lambda one: (one.met, one.relation is None))
    return [asdict(one) for one in ordered[:MOST]]


def _compared(simulation: Any, name: str, period: Any, law: Legislation) -> list[Condition]:
    """Run one formula again, and return what it compared with values of the law."""
    variable = law.system.variables[name]
    formula = variable.get_formula(period)
    if formula is None:
        return []
    found: list[Condition] = []

    def read(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "return" and frame.f_code is formula.__code__:
            read_now = [_read(one, frame, law, name) for one in _comparisons(frame.f_code)]
            found.extend(one for one in read_now if one is not None)

    population = simulation.get_variable_population(name)
    arguments = [population, period, law.system.get_parameters_at_instant]
    sys.setprofile(read)
    try:
        formula(*arguments[: formula.__code__.co_argcount])
    except Exception:  # a formula that cannot run twice has nothing to tell
        return []
    finally:
        sys.setprofile(None)
    return found


def _scope(trees: Any, variable: str, law: Legislation) -> dict[str, Any]:
    """Return the variables whose formulas hold conditions of the benefit, with their period.

    Those of the extension that wrote it; for a national benefit, those that bear its name, and the
    yes-or-no ones near it.
    """
    folder = _folder(law.system.variables[variable])
    found: dict[str, Any] = {}
    waiting = [(tree, 0) for tree in trees]
    shared = not law.system.variables[variable].entity.is_person
    while waiting:
        node, depth = waiting.pop(0)
        known = law.system.variables[node.name]
        if shared and known.entity.is_person:
            continue  # one row would speak for several persons
        if "DOM" in str(known.label):
            continue
        near = _folder(known) == folder and (
            folder.startswith("openfisca_mesaides")
            or known.value_type is bool
            or node.name.startswith(variable)
        )
        if depth and (not near or depth > DEEPEST):
            continue
        found.setdefault(node.name, node.period)
        waiting += [(child, depth + 1) for child in node.children]
    return found


def _folder(variable: Any) -> str:
    """Return the package of a variable."""
    return str(type(variable).__module__).rpartition(".")[0] or type(variable).__module__


@dataclass(frozen=True)
class _Comparison:
    """A comparison in the code of a formula: its two sides, and what each name was given."""

    left: ast.expr
    relation: str
    right: ast.expr
    calls: Mapping[str, str]


@lru_cache(maxsize=4096)
def _comparisons(code: CodeType) -> tuple[_Comparison, ...]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, SyntaxError):
        return ()
    calls = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        if name := _asked_variable(node.value):
            calls[node.targets[0].id] = name
    return tuple(
        _Comparison(node.left, RELATIONS[type(node.ops[0])], node.comparators[0], calls)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in RELATIONS
    )


def _asked_variable(node: ast.AST) -> str | None:
    """Return the variable that `entity("variable", period)` asks for."""
    for one in ast.walk(node):
        first = one.args[0] if isinstance(one, ast.Call) and one.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            return first.value
    return None


def _read(
    comparison: _Comparison, frame: FrameType, law: Legislation, owner: str
) -> Condition | None:
    """Read both sides of a comparison in the names of its formula, or None when it is not plain."""
    try:
        left, right = (_value(side, frame) for side in (comparison.left, comparison.right))
    except Exception:  # a name of a generator, a deleted one: not a condition to tell
        return None
    if left is None or right is None or isinstance(left, str) or isinstance(right, str):
        return None
    words, own_source = _words(comparison.left, comparison.calls, frame, law)
    asked, source = _words(comparison.right, comparison.calls, frame, law)
    if not (source or own_source or _is_of_the_law(comparison, frame)):
        return None
    met = {
        "at most": left <= right,
        "below": left < right,
        "at least": left >= right,
        "above": left > right,
        "equal": left == right,
        "other than": left != right,
    }[comparison.relation]
    own = law.system.variables[owner].reference or []
    article = own[0] if isinstance(own, list | tuple) and own else None
    return Condition(words, left, comparison.relation, right, asked, bool(met), source or article)


def _value(side: ast.expr, frame: FrameType) -> Any:
    """Return one number, or None when the side is none: an enum, a date, several households."""
    text = ast.unparse(side)
    if any(isinstance(one, ast.Call) and not _is_asking(one) for one in ast.walk(side)):
        return None
    found = numpy.asarray(eval(text, frame.f_globals, frame.f_locals))  # noqa: S307 - the law's own code
    if found.dtype.kind not in "fiub" or found.size == 0:
        return None
    return found.ravel()[0].item()


def _is_of_the_law(comparison: _Comparison, frame: FrameType) -> bool:
    """Tell whether a side of a comparison is a parameter, or a ceiling that the law computes."""
    texts = f"{ast.unparse(comparison.left)} {ast.unparse(comparison.right)}"
    return any(word in texts for word in ("plafond", "seuil", "limite", "minim", "maxim"))


def _is_asking(call: ast.Call) -> bool:
    """Tell whether a call only reads what the simulation already has."""
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def _words(
    side: ast.expr, calls: Mapping[str, str], frame: FrameType, law: Legislation
) -> tuple[str, str | None]:
    """Return what a side is, in words, and where it comes from when it is a parameter."""
    if isinstance(side, ast.Attribute):
        holder = eval(ast.unparse(side.value), frame.f_globals, frame.f_locals)  # noqa: S307 - the law's own code
        name = getattr(holder, "_name", None)
        if name is not None:
            return _parameter_words(f"{name}.{side.attr}", law)
    asked = _asked_variable(side) or (calls.get(side.id) if isinstance(side, ast.Name) else None)
    if asked in law.system.variables:
        return str(law.system.variables[asked].label or asked), None
    if isinstance(side, ast.Constant):
        return "", None
    names = [one.id for one in ast.walk(side) if isinstance(one, ast.Name)]
    return " ".join(dict.fromkeys(names)).replace("_", " "), None


def _parameter_words(name: str, law: Legislation) -> tuple[str, str | None]:
    """Return the description of a parameter, and the text it comes from."""
    node: Any = law.system.parameters
    for part in name.split("."):
        node = getattr(node, "children", {}).get(part) or node
    text = str(node.description or name.rpartition(".")[2].replace("_", " "))
    values = getattr(node, "values_list", None) or []
    metadata = dict(node.metadata or {}) | dict(values[0].metadata or {} if values else {})
    given = metadata.get("reference")
    if isinstance(given, dict):
        given = next(iter(given.values()), None)
    first = given[0] if isinstance(given, list) and given else given
    if isinstance(first, dict):
        first = first.get("href") or first.get("title")
    return text, str(first) if first else None


def _completed(
    simulation: Any, variable: str, period: str, law: Legislation
) -> Iterator[Condition]:
    """Yield the incomes that a benefit completes, against the level it completes them to."""
    if variable not in COMPLETED or COMPLETED[variable][1] not in law.system.variables:
        return
    counted, level = COMPLETED[variable]
    mine = sum(float(simulation.calculate(name, period)[0]) for name in counted)
    most = float(simulation.calculate(level, period)[0])
    words = ", plus ".join(str(law.system.variables[name].label or name) for name in counted)
    asked = str(law.system.variables[level].label or level)
    yield Condition(words, mine, "at most", most, asked, mine <= most, None)


def _answers(
    simulation: Any, scope: Mapping[str, Any], variable: str, law: Legislation
) -> Iterator[Condition]:
    """Yield the yes-or-no variables of the scope, with the answer of this household."""
    for name, period in scope.items():
        known = law.system.variables[name]
        if known.value_type is not bool or name == variable or known.label in (None, name):
            continue
        values = simulation.get_array(name, period)
        if values is None:
            continue
        given = known.reference or []
        source = given[0] if isinstance(given, list | tuple) and given else None
        yield Condition(
            str(known.label or name), bool(values[0]), None, None, "", bool(values[0]), source
        )
