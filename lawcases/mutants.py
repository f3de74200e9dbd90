"""What a small change of the law is: a parameter value moved, or a comparison turned around."""

import ast
import functools
import importlib
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openfisca_core.parameters import Parameter, ParameterScale

from lawcases.errors import Place
from lawcases.following import Trail
from lawcases.legislation import Legislation
from lawcases.stocking import Known

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

    def touched(self, trail: Trail) -> set[Known]:
        """Return the values whose formulas called or read what changes."""
        raise NotImplementedError

    @contextmanager
    def applied(self, law: Legislation) -> Iterator[None]:
        """Change the legislation of this process, and change it back."""
        raise NotImplementedError

    def __str__(self) -> str:
        return f"{self.place}  {self.subject}: {self.change}"


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

    def touched(self, trail: Trail) -> set[Known]:
        if self.scale:  # OpenFisca does not trace scales: whatever names it may read it
            return trail.naming.get(self.scale, set())
        return {
            known
            for name in self.names
            for instant, known in trail.reading.get(name, ())
            if self.since <= instant < self.until
        }

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

    def touched(self, trail: Trail) -> set[Known]:
        return trail.calling.get(self.original, set())

    @contextmanager
    def applied(self, law: Legislation) -> Iterator[None]:
        self.function.__code__ = self.code
        try:
            yield
        finally:
            self.function.__code__ = self.original


def mutants_of(law: Legislation, extension: str) -> list[Mutant]:
    """Return every mutant of the parameters and formulas of an extension, by file."""
    folder = folder_of(extension)
    found: list[Mutant] = [*_parameter_mutants(law, folder), *_comparison_mutants(law, folder)]
    return sorted(found, key=lambda mutant: (mutant.place.file, mutant.place.line))


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
        if is_in(formula, folder)
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


def folder_of(extension: str) -> Path:
    module = importlib.import_module(extension)
    return Path(str(module.__file__)).resolve().parent


def is_in(function: Any, folder: Path) -> bool:
    return _is_file_in(function.__code__.co_filename, folder)


@functools.cache
def _is_file_in(file: str | None, folder: Path) -> bool:
    return file is not None and Path(file).resolve().is_relative_to(folder)
