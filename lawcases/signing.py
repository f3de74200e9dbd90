"""A case → its signature: the conditions of the law that it meets, whatever the amounts.

Two cases with one signature show the same thing: they ask for the same outputs, meet the same
conditions, go the same ways in the formulas, and read the same values of the law. What matters is
what the outputs rest on through variables of their own entity, or of the extensions of the law.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openfisca_core import periods

from lawcases.case import Case
from lawcases.coverage import folder_of
from lawcases.instrumenting import ENTRY, functions_of
from lawcases.legislation import Legislation, VariableFacts
from lawcases.reaching import READ_WHOLE, Reach, Recorder, is_in, recording
from lawcases.running import run_and_keep

Condition = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Signature:
    """What a case shows.

    outputs: variables asked for, and when: in months from the period of the case.
    conditions: variables that are yes, no or a word, when, and their values, sorted.
    ways: place of a comparison, a condition or a choice, its text, and the way that was gone.
    brackets: scales that were used, and the ranks of the brackets where a value fell.
    values: parameters that were read, and their values.
    """

    outputs: frozenset[tuple[str, str]]
    conditions: frozenset[Condition]
    ways: frozenset[tuple[str, str, str]]
    brackets: frozenset[tuple[str, int]]
    values: frozenset[tuple[str, str]]


@dataclass
class Trail:
    """What the outputs of a case rest on: conditions met, formulas called, parameters read."""

    outputs: set[tuple[str, str]] = field(default_factory=set)
    conditions: set[Condition] = field(default_factory=set)
    keys: set[tuple[str, str]] = field(default_factory=set)
    functions: list[Any] = field(default_factory=list)
    values: set[tuple[str, str]] = field(default_factory=set)


def signature(case: Case, law: Legislation) -> Signature | None:
    """Return the signature of a case, or None when it cannot be computed. Two runs."""
    (found,) = signatures([case], law)
    return found


def signatures(cases: Iterable[Case], law: Legislation) -> list[Signature | None]:
    """Return the signature of each case; those that ask for the same outputs cost less together."""
    cases = list(cases)
    trails = [trail_of(case, law) for case in cases]
    functions = {id(f): f for trail in trails if trail for f in trail.functions}
    found: list[Signature | None] = []
    with recording(law, list(functions.values())) as recorder:
        for case, trail in zip(cases, trails, strict=True):
            found.append(None if trail is None else _signed(case, law, trail, recorder))
    return found


def trail_of(case: Case, law: Legislation) -> Trail | None:
    """Return what the outputs of a case rest on, by a traced run; None if it cannot be computed."""
    outcome, simulation = run_and_keep(case, law, trace=True)
    if simulation is None or outcome.error:
        return None
    law = law.for_case(case)
    folders = [folder_of(name) for name in law.extensions]
    trail = Trail()
    formulas: dict[int, Any] = {}
    seen: set[tuple[str, str]] = set()
    for tree in simulation.tracer.trees:
        facts = _facts(tree, law)
        trail.outputs.add((tree.name, _offset(tree.period, case)))
        waiting = [tree]
        while waiting:
            node = waiting.pop()
            if (node.name, str(node.period)) in seen:
                continue
            seen.add((node.name, str(node.period)))
            formula = law.system.variables[node.name].get_formula(node.period)
            if formula is not None:
                formulas[id(formula)] = formula
            trail.values |= {(read.name, repr(read.value)) for read in node.parameters}
            for child in node.children:
                own = _facts(child, law)
                if own.kind in ("bool", "enum"):
                    trail.keys.add((child.name, str(child.period)))
                    trail.conditions.add((child.name, _offset(child.period, case), _words(child)))
                if own.entity == facts.entity or _is_own(child, law, folders):
                    waiting.append(child)
    packages = [*folders, folder_of(law.country)]
    trail.functions = functions_of(formulas.values(), lambda f: _is_of(f, packages))
    return trail


def _signed(case: Case, law: Legislation, trail: Trail, recorder: Recorder) -> Signature:
    recorder.begin()
    run_and_keep(case, law)
    reach = recorder.reach()
    return Signature(
        frozenset(trail.outputs),
        frozenset(trail.conditions),
        frozenset(_ways(reach, trail, recorder)),
        frozenset(_brackets(reach, trail)),
        frozenset(trail.values),
    )


def _ways(reach: Reach, trail: Trail, recorder: Recorder) -> Iterator[tuple[str, str, str]]:
    own = {(f.__code__.co_filename, f.__qualname__) for f in trail.functions}
    for rank, outcome in reach.ways:
        point = recorder.watch.points[rank]
        if point.kind != ENTRY and (point.place.file, point.subject) in own:
            yield str(point.place), point.text, outcome


def _brackets(reach: Reach, trail: Trail) -> Iterator[tuple[str, int]]:
    """Yield the brackets of the scales that the formulas name: OpenFisca does not trace them."""
    names = {name for function in trail.functions for name in function.__code__.co_names}
    for scale, _, rank in reach.brackets:
        if rank != READ_WHOLE and scale.rpartition(".")[2] in names:
            yield scale, rank


def _facts(node: Any, law: Legislation) -> VariableFacts:
    facts = law.variable(node.name)
    assert facts is not None  # it was computed
    return facts


def _is_own(node: Any, law: Legislation, folders: list[Path]) -> bool:
    """Tell whether a variable is written in an extension of the law."""
    formulas = law.system.variables[node.name].formulas.values()
    return any(_is_of(formula, folders) for formula in formulas)


def _is_of(function: Any, folders: list[Path]) -> bool:
    return any(is_in(function.__code__.co_filename, folder) for folder in folders)


def _offset(period: Any, case: Case) -> str:
    """Return when something is, seen from the period of the case, so that dates may differ."""
    if period.unit == "eternity" or case.period is None:
        return str(period)
    start = periods.period(case.period).start
    months = 12 * (period.start.year - start.year) + period.start.month - start.month
    return f"{months:+} {period.unit}:{period.size}"


def _words(node: Any) -> tuple[str, ...]:
    value = node.value
    decoded = value.decode_to_str() if hasattr(value, "decode_to_str") else value
    return tuple(sorted(map(str, decoded.tolist())))
