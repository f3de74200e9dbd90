"""Change the law a little, and see whether a case notices: what survives is not tested.

A mutant is one parameter value moved by a little, or one comparison of one formula turned around
(`<=` into `<`). It is run on the cases that reach it, until one of them changes its verdict.
"""

import ast
import importlib
import multiprocessing
import types
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openfisca_core.parameters import Parameter, ParameterScale

from lawcases.case import Case
from lawcases.errors import Place
from lawcases.legislation import Legislation
from lawcases.mutation_report import Trial
from lawcases.running import run_and_keep, run_case

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
SMALL = 0.01


class Mutant:
    """One small change of the law. `subject` is what changes, `change` how, `place` where."""

    subject: str
    change: str
    place: Place

    def reached_by(self, reach: "Reach") -> bool:
        """Tell whether the computation of a case went through what changes."""
        raise NotImplementedError

    @contextmanager
    def applied(self, law: Legislation) -> Iterator[None]:
        """Change the legislation of this process, and change it back."""
        raise NotImplementedError

    def __str__(self) -> str:
        return f"{self.place}  {self.subject}: {self.change}"


@dataclass(frozen=True)
class Reach:
    """What the computation of a case went through.

    functions: code of the formulas, and of the functions of the same extension that they call.
    parameters: name and instant of each parameter that was read. OpenFisca does not trace scales.
    """

    functions: frozenset[types.CodeType]
    parameters: frozenset[tuple[str, str]]

    def names(self, word: str) -> bool:
        """Tell whether a function that was reached names something so."""
        return any(word in function.co_names for function in self.functions)


class ParameterMutant(Mutant):
    """A parameter whose value, from one date on, is another."""

    def __init__(self, parameter: Any, rank: int, value: Any, scale: str = ""):
        self.scale = scale.rpartition(".")[2]
        self.dated = parameter.values_list[rank]
        self.value = value
        self.names = set(_names_above(parameter.name))
        self.since = self.dated.instant_str
        self.until = parameter.values_list[rank - 1].instant_str if rank else "9999-12-31"
        self.subject = parameter.name
        self.change = f"{self.dated.value!r} → {value!r} from {self.since}"
        self.place = _place(parameter.file_path, _line_of(parameter.file_path, self.since))

    def reached_by(self, reach: Reach) -> bool:
        if self.scale:
            return reach.names(self.scale)
        return any(
            name in self.names and self.since <= instant < self.until
            for name, instant in reach.parameters
        )

    @contextmanager
    def applied(self, law: Legislation) -> Iterator[None]:
        value = self.dated.value
        self.dated.value = self.value
        law.forget_parameters()
        try:
            yield
        finally:
            self.dated.value = value
            law.forget_parameters()


class ComparisonMutant(Mutant):
    """A function of the law with one comparison turned around."""

    def __init__(self, function: types.FunctionType, node: ast.Compare, rank: int, code: Any):
        self.function = function
        self.original = function.__code__
        self.code = code
        was = type(node.ops[rank])
        self.subject = f"{function.__qualname__}, comparison {ast.unparse(node)}"
        self.change = f"{SIGNS[was]} → {SIGNS[TURNED[was]]}"
        self.place = _place(self.original.co_filename, node.lineno)

    def reached_by(self, reach: Reach) -> bool:
        return self.original in reach.functions

    @contextmanager
    def applied(self, law: Legislation) -> Iterator[None]:
        self.function.__code__ = self.code
        try:
            yield
        finally:
            self.function.__code__ = self.original


def mutants_of(law: Legislation, extension: str) -> list[Mutant]:
    """Return every mutant of the parameters and formulas of an extension, by file."""
    folder = _folder_of(extension)
    found: list[Mutant] = [*_parameter_mutants(law, folder), *_comparison_mutants(law, folder)]
    return sorted(found, key=lambda mutant: (mutant.place.file, mutant.place.line))


def reach_of(case: Case, law: Legislation, extension: str) -> Reach | None:
    """Run a case and return what it reaches of an extension; None if it is red already."""
    outcome, simulation = run_and_keep(case, law, trace=True)
    if not outcome.passed:
        return None
    folder = _folder_of(extension)
    functions: set[types.CodeType] = set()
    parameters: set[tuple[str, str]] = set()
    waiting = list(simulation.tracer.trees)
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        formula = law.system.variables[node.name].get_formula(node.period)
        if formula is not None and _is_in(formula, folder):
            functions |= _called_by(formula, folder)
        # A parameter of the country may be read too: it changes nothing here.
        parameters |= {(read.name, str(read.period)) for read in node.parameters}
    return Reach(frozenset(functions), frozenset(parameters))


def try_mutants(
    mutants: Sequence[Mutant],
    cases: Sequence[Case],
    law: Legislation,
    extension: str,
    jobs: int = 1,
) -> Iterator[Trial]:
    """Try mutants on green cases, and yield what became of each, in order.

    jobs: how many processes share the work. Cases that are red without any mutant are left aside.
    """
    reaches = [(case, reach) for case in cases if (reach := reach_of(case, law, extension))]
    work = [(mutant, _most_telling(mutant, reaches)) for mutant in mutants]
    if jobs == 1:
        for mutant, telling in work:
            yield _trial(mutant, len(telling), _killer(mutant, telling, law))
        return
    # Children are forked with the law in memory: what they receive is a rank.
    _Shared.work, _Shared.law = work, law
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        killers = pool.map(_killer_of_rank, range(len(work)), chunksize=8)
        for (mutant, telling), rank in zip(work, killers, strict=True):
            yield _trial(mutant, len(telling), None if rank is None else telling[rank])


def _trial(mutant: Mutant, reached: int, killer: Case | None) -> Trial:
    return Trial(mutant.subject, mutant.change, mutant.place, reached, killer)


class _Shared:
    """What forked children find in memory."""

    work: Sequence[tuple[Mutant, Sequence[Case]]] = ()
    law: Legislation | None = None


def _killer_of_rank(rank: int) -> int | None:
    mutant, telling = _Shared.work[rank]
    assert _Shared.law is not None
    killer = _killer(mutant, telling, _Shared.law)
    return None if killer is None else telling.index(killer)


def _killer(mutant: Mutant, cases: Iterable[Case], law: Legislation) -> Case | None:
    """Return the first case that is red with the mutant."""
    with mutant.applied(law):
        return next((case for case in cases if not run_case(case, law).passed), None)


def _most_telling(mutant: Mutant, reaches: Sequence[tuple[Case, Reach]]) -> list[Case]:
    """Return the cases that reach a mutant, those that reach little else first."""
    found = [(case, reach) for case, reach in reaches if mutant.reached_by(reach)]
    found.sort(key=lambda one: len(one[1].functions))
    return [case for case, _ in found]


def _parameter_mutants(law: Legislation, folder: Path) -> Iterator[Mutant]:
    for parameter, scale in _parameters(law.system.parameters):
        if _is_file_in(parameter.file_path, folder):
            for rank, dated in enumerate(parameter.values_list):
                for value in moved(dated.value):
                    yield ParameterMutant(parameter, rank, value, scale)


def _parameters(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield each parameter, with the name of its scale when it is in one."""
    for node in root.get_descendants():
        if isinstance(node, Parameter):
            yield node, ""
        elif isinstance(node, ParameterScale):
            for bracket in node.brackets:
                yield from ((child, node.name) for child in bracket.children.values())


def moved(value: Any) -> list[Any]:
    """Return the values that are a little less and a little more.

    >>> moved(65), moved(3000), moved(0.5), moved(True), moved(["35238", "35001"])
    ([64, 66], [2970, 3030], [0.495, 0.505], [False], [['35001'], ['35238']])
    """
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        step = max(1, round(abs(value) * SMALL))
        return [value - step, value + step]
    if isinstance(value, float):
        step_ = abs(value) * SMALL or SMALL
        return [value - step_, value + step_]
    if isinstance(value, str):
        return [f"{value}?"]
    if isinstance(value, list) and value:
        return [value[1:], value[:-1]]
    return []


def _comparison_mutants(law: Legislation, folder: Path) -> Iterator[Mutant]:
    functions = {
        function
        for variable in law.system.variables.values()
        for formula in variable.formulas.values()
        if _is_in(formula, folder)
        for function in _functions_beside(formula)
    }
    by_file: dict[str, list[types.FunctionType]] = {}
    for function in functions:
        by_file.setdefault(function.__code__.co_filename, []).append(function)
    for file, own in by_file.items():
        yield from _turned(file, own)


def _turned(file: str, functions: Sequence[types.FunctionType]) -> Iterator[Mutant]:
    """Yield a mutant for each comparison of the functions of a file."""
    tree = ast.parse(Path(file).read_text("utf-8"))
    by_line = {function.__code__.co_firstlineno: function for function in functions}
    for definition in ast.walk(tree):
        if not isinstance(definition, ast.FunctionDef) or definition.lineno not in by_line:
            continue
        function = by_line[definition.lineno]
        for node in ast.walk(definition):
            if not isinstance(node, ast.Compare):
                continue
            for rank, sign in enumerate(node.ops):
                if type(sign) in TURNED:
                    node.ops[rank] = TURNED[type(sign)]()
                    code = _code_at(compile(tree, file, "exec"), definition.lineno)
                    node.ops[rank] = sign
                    yield ComparisonMutant(function, node, rank, code)


def _code_at(code: types.CodeType, line: int) -> types.CodeType | None:
    """Return the code of the function that begins at a line."""
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            is_function = inner.co_firstlineno == line and inner.co_flags & 2  # own local names
            found = inner if is_function else _code_at(inner, line)
            if found is not None:
                return found
    return None


def _functions_beside(formula: Any) -> Iterator[types.FunctionType]:
    """Yield a formula, and the functions of its module."""
    yield formula
    file = formula.__code__.co_filename
    for thing in formula.__globals__.values():
        if isinstance(thing, types.FunctionType) and thing.__code__.co_filename == file:
            yield thing


def _called_by(function: Any, folder: Path) -> set[types.CodeType]:
    """Return the code of a function and of those of its extension that it names, at any depth."""
    found: set[types.CodeType] = set()
    waiting = [function]
    while waiting:
        one = waiting.pop()
        if one.__code__ in found:
            continue
        found.add(one.__code__)
        named = (one.__globals__.get(name) for name in one.__code__.co_names)
        waiting += [n for n in named if isinstance(n, types.FunctionType) and _is_in(n, folder)]
    return found


def _names_above(name: str) -> Iterator[str]:
    """Yield a name and all its prefixes: a trace may name the scale, or the whole node.

    >>> list(_names_above("a.b[1].rate"))
    ['a.b[1].rate', 'a.b[1]', 'a.b', 'a']
    """
    while name:
        yield name
        name = name[: max(name.rfind("."), name.rfind("["))] if {".", "["} & set(name) else ""


def _line_of(file: str, instant: str) -> int:
    """Return the line of a file where a date first stands."""
    lines = Path(file).read_text("utf-8").splitlines()
    return next((rank for rank, line in enumerate(lines, 1) if instant in line), 1)


def _place(file: str, line: int) -> Place:
    """Return a place as somebody in this folder would name it."""
    path, here = Path(file).resolve(), Path.cwd()
    return Place(str(path.relative_to(here) if path.is_relative_to(here) else path), line)


def _folder_of(extension: str) -> Path:
    module = importlib.import_module(extension)
    return Path(str(module.__file__)).resolve().parent


def _is_in(function: Any, folder: Path) -> bool:
    return _is_file_in(function.__code__.co_filename, folder)


def _is_file_in(file: str | None, folder: Path) -> bool:
    return file is not None and Path(file).resolve().is_relative_to(folder)
