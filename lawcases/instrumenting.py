"""Formulas that tell which way they went, while they are watched.

Each comparison, condition of `where` or `select` and `if` of a folder of formulas is wrapped in a
call that notes what it is given and gives it back: what is computed does not change. The code of
the functions is replaced in memory, and put back.
"""

import ast
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from lawcases.errors import Place

HOOK = "__reached__"
ENTRY = "formula"
OUTCOMES = {True: "true", False: "false"}
# Functions that keep the least or the most of two values: a ceiling, a floor.
EXTREMES = {"min_": "least", "minimum": "least", "max_": "most", "maximum": "most"}


@dataclass(frozen=True)
class Point:
    """A place where formulas may go one way or another. `outcomes` are the ways to go.

    kind: formula (it is computed), comparison, condition (of `where`, or of an `if`), choice (of
    `select`: a condition, or `default`), or the name of a function that keeps one of two values.
    """

    kind: str
    subject: str
    text: str
    place: Place
    outcomes: tuple[str, ...]


class Watch:
    """The points of some functions, and the ways that were gone since `forget`."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.gone: set[tuple[int, str]] = set()

    def forget(self) -> None:
        """Begin again: no way was gone."""
        self.gone = set()

    def note(self, rank: int, value: Any) -> Any:
        """Note which way a value goes, and give it back."""
        point = self.points[rank]
        if point.kind == ENTRY:
            self.gone.add((rank, point.outcomes[0]))
        elif point.kind == "choice":
            self._choices(rank, point, value)
        elif point.kind in EXTREMES:
            self._extremes(rank, point, value)
        else:
            self._answers(rank, value)
        return value

    def _answers(self, rank: int, value: Any) -> None:
        # Anything may be tested: an array, but also a period, a list of periods, nothing.
        answers = value if isinstance(value, numpy.ndarray) else numpy.asarray(bool(value))
        true = numpy.count_nonzero(answers)
        if true:
            self.gone.add((rank, "true"))
        if true < answers.size:
            self.gone.add((rank, "false"))

    def _extremes(self, rank: int, point: Point, values: tuple[Any, Any]) -> None:
        least = numpy.less if EXTREMES[point.kind] == "least" else numpy.greater
        for outcome, one, other in zip(point.outcomes, values, reversed(values), strict=True):
            if numpy.any(least(one, other)):
                self.gone.add((rank, outcome))

    def _choices(self, rank: int, point: Point, conditions: Sequence[Any]) -> None:
        waiting = numpy.asarray(True)
        for outcome, condition in zip(point.outcomes, conditions, strict=False):
            met = waiting & numpy.asarray(condition, dtype=bool)
            if met.any():
                self.gone.add((rank, outcome))
            waiting = waiting & ~met
        if waiting.any():
            self.gone.add((rank, point.outcomes[-1]))


@contextmanager
def watching(functions: Iterable[types.FunctionType]) -> Iterator[Watch]:
    """Watch functions, and leave them as they were."""
    watch = Watch()
    by_file: dict[str, list[types.FunctionType]] = {}
    for function in functions:
        by_file.setdefault(function.__code__.co_filename, []).append(function)
    replaced: list[tuple[types.FunctionType, types.CodeType]] = []
    try:
        for file, own in sorted(by_file.items()):
            for function, code in _watched_code(file, own, watch):
                replaced.append((function, function.__code__))
                function.__code__ = code
                function.__globals__[HOOK] = watch.note
        yield watch
    finally:
        for function, code in replaced:
            function.__code__ = code
            function.__globals__.pop(HOOK, None)


def functions_of(formulas: Iterable[Any], is_own: Callable[[Any], bool]) -> list[Any]:
    """Return formulas and the functions that they name, at any depth, when they are of interest."""
    found: dict[int, Any] = {}
    waiting = [formula for formula in formulas if is_own(formula)]
    while waiting:
        one = waiting.pop()
        if id(one) not in found:
            found[id(one)] = one
            named = (one.__globals__.get(name) for name in one.__code__.co_names)
            waiting += [n for n in named if isinstance(n, types.FunctionType) and is_own(n)]
    return list(found.values())


def _watched_code(
    file: str, functions: Sequence[types.FunctionType], watch: Watch
) -> Iterator[tuple[types.FunctionType, types.CodeType]]:
    tree = ast.parse(Path(file).read_text("utf-8"))
    by_line: dict[int, list[types.FunctionType]] = {}
    for function in functions:
        if not function.__code__.co_freevars:  # a closure cannot be given other code
            by_line.setdefault(function.__code__.co_firstlineno, []).append(function)
    for definition in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        own = by_line.get(_first_line(definition), [])
        if own:
            _Wrapper(watch, file, own[0].__qualname__).wrap(definition)
    code = compile(ast.fix_missing_locations(tree), file, "exec")
    for line, own in by_line.items():
        replacement = _code_at(code, line)
        for function in own if replacement is not None else ():
            yield function, replacement  # type: ignore[misc] # not None here


def _first_line(definition: ast.FunctionDef) -> int:
    return min([definition.lineno, *(one.lineno for one in definition.decorator_list)])


def _code_at(code: types.CodeType, line: int) -> types.CodeType | None:
    """Return the code of the function that begins at a line."""
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            is_function = inner.co_firstlineno == line and inner.co_flags & 2  # own local names
            found = inner if is_function else _code_at(inner, line)
            if found is not None:
                return found
    return None


class _Wrapper(ast.NodeTransformer):
    """Wraps what decides of the way, in one function."""

    def __init__(self, watch: Watch, file: str, subject: str):
        self.watch = watch
        self.file = file
        self.subject = subject

    def wrap(self, definition: ast.FunctionDef) -> None:
        """Change the body of a function, after its docstring."""
        hook = self._hook(ENTRY, definition.name, definition.lineno, ("computed",))
        hook.args.append(ast.Constant(None))
        has_docstring = ast.get_docstring(definition) is not None
        definition.body = [self.visit(statement) for statement in definition.body]
        definition.body.insert(int(has_docstring), ast.Expr(hook))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        return self._answering("comparison", node)

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._conditional(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._conditional(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        conditions = node.args[0] if node.args else None
        if name == "where" and len(node.args) == 3 and not isinstance(conditions, ast.Compare):
            wrapped = self._answering("condition", node.args[0])
            node.args[1:] = [self.visit(argument) for argument in node.args[1:]]
            node.args[0] = wrapped
            return node
        if name in EXTREMES and len(node.args) == 2 and not node.keywords:
            texts = [_short(one) for one in node.args]
            hook = self._hook(name, name, node.lineno, tuple(texts))
            self.generic_visit(node)
            hook.args.append(ast.Tuple(list(node.args), ast.Load()))
            node.args = [ast.Starred(hook, ast.Load())]
            return node
        if name == "select" and isinstance(conditions, ast.List):
            texts = [_short(one) for one in conditions.elts]
            hook = self._hook("choice", name, node.lineno, (*texts, "default"))
            self.generic_visit(node)
            hook.args.append(node.args[0])
            node.args[0] = hook
            return node
        self.generic_visit(node)
        return node

    def _conditional(self, node: ast.If | ast.IfExp) -> ast.AST:
        if isinstance(node.test, ast.Compare):
            self.generic_visit(node)
            return node
        test, node.test = node.test, ast.Constant(True)
        wrapped = self._answering("condition", test)
        self.generic_visit(node)
        node.test = wrapped
        return node

    def _answering(self, kind: str, node: ast.expr) -> ast.expr:
        hook = self._hook(kind, _short(node), node.lineno, tuple(OUTCOMES.values()))
        inside: Any = self.generic_visit(node) if kind == "comparison" else self.visit(node)
        hook.args.append(inside)
        return ast.copy_location(hook, node)

    def _hook(self, kind: str, text: str, line: int, outcomes: tuple[str, ...]) -> ast.Call:
        rank = len(self.watch.points)
        place = Place(self.file, line)
        self.watch.points.append(Point(kind, self.subject, text, place, outcomes))
        return ast.Call(ast.Name(HOOK, ast.Load()), [ast.Constant(rank)], [])


def _short(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 70 else text[:69] + "…"
