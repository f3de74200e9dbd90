"""Recognise, by their code, formulas that look at several rows of an array at once.

A household computed beside others would then not have the results that it has alone. What only
writes to a log is harmless, and what fails on several rows is seen when it fails.
"""

import ast
import functools
import inspect
import textwrap
import types
from collections.abc import Iterator
from typing import Any

# Of a whole array when they have no argument, of one household's members when they have one.
REDUCTIONS = {
    *("any", "all", "max", "min", "sum", "mean", "item", "tolist", "argmax", "argmin", "ptp"),
    *("cumsum", "cumprod", "prod", "std", "var", "argsort", "sort"),
}
OF_ARRAYS = REDUCTIONS | {
    *("amax", "amin", "unique", "median", "nanmax", "nanmin", "count_nonzero", "average"),
    *("nansum", "nanmean", "quantile", "percentile", "diff", "roll", "flip", "dot", "interp"),
    *("vectorize", "random"),
}
ARRAY_MODULES = {"np", "numpy"}
OF_ITEMS = {"any", "all", "sum", "next", "set", "sorted", "list", "tuple"}
OF_OTHERS = {"get_holder", "split", "format", "period", "offset", "replace"}
# Written out, or one item after the other: items may be arrays, they are not rows of one.
COLLECTIONS = ast.List | ast.Tuple | ast.Set | ast.Dict | ast.ListComp | ast.GeneratorExp
LOGS = {"log", "logging", "logger", "print", "warnings"}
STORES = {"get_array", "set_input", "put_in_cache", "delete_arrays"}


@functools.cache
def looks_at_neighbours(formula: Any) -> bool:
    """Tell whether a formula, or a function of its package that it calls, mixes rows."""
    return any(_mixes_rows(function) for function in _called_by(formula))


@functools.cache
def _mixes_rows(function: types.FunctionType) -> bool:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError, TypeError):  # its text is not there: nothing can be said
        return True
    harmless = {id(part) for node in ast.walk(tree) if _only_logs(node) for part in ast.walk(node)}
    asks_periods = "get_known_periods" in function.__code__.co_names
    arrays = _names_of_arrays(tree)
    return any(
        _looks_within(node, arrays)
        or (isinstance(node, ast.Call) and _is_reduction(node, arrays))
        or (isinstance(node, ast.Call) and not asks_periods and _is_call_of(node, STORES))
        for node in ast.walk(tree)
        if id(node) not in harmless
    )


def _looks_within(node: ast.AST, arrays: set[str]) -> bool:
    """Tell whether an expression asks if something is in an array, or takes one of its rows."""
    if isinstance(node, ast.Compare):
        looked_in = [
            where
            for sign, where in zip(node.ops, node.comparators, strict=True)
            if isinstance(sign, ast.In | ast.NotIn)
        ]
        return any(_is_array(where, arrays) for where in looked_in)
    if isinstance(node, ast.Subscript):
        rank = node.slice.operand if isinstance(node.slice, ast.UnaryOp) else node.slice
        is_whole = isinstance(rank, ast.Constant) and isinstance(rank.value, int)
        return is_whole and _is_array(node.value, arrays)
    return False


def _is_array(node: ast.expr, arrays: set[str]) -> bool:
    """Tell whether an expression is itself an array: a name of one, or what an entity answers."""
    return isinstance(node, ast.Name | ast.Call) and _gives_array(node, arrays)


def _is_reduction(call: ast.Call, arrays: set[str]) -> bool:
    function = call.func
    if isinstance(function, ast.Attribute):
        owner = function.value
        if isinstance(owner, ast.Name) and owner.id in ARRAY_MODULES:
            return function.attr in OF_ARRAYS and not any(k.arg == "axis" for k in call.keywords)
        return function.attr in REDUCTIONS and not call.args and not call.keywords
    if isinstance(function, ast.Name) and function.id in OF_ITEMS and call.args:
        items = call.args[0]
        if isinstance(items, ast.GeneratorExp | ast.ListComp | ast.SetComp):
            return any(_gives_array(one.iter, arrays) for one in items.generators)
        return not isinstance(items, COLLECTIONS) and _gives_array(items, arrays)
    return False


def _names_of_arrays(tree: ast.AST) -> set[str]:
    """Return the local names that are given an array, or something made of one."""
    found: set[str] = {f"{name}()" for name in _entities(tree)}
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AugAssign)]
    while True:
        before = len(found)
        for node in assigned:
            if not isinstance(node.value, COLLECTIONS) and _gives_array(node.value, found):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {t.id for t in targets if isinstance(t, ast.Name)}
        if len(found) == before:
            return found


def _entities(tree: ast.AST) -> Iterator[str]:
    """Yield the first argument of each formula: what it asks answers with arrays."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("formula") and node.args.args:
            yield node.args.args[0].arg


def _gives_array(node: ast.AST, arrays: set[str]) -> bool:
    """Tell whether an expression holds an array: what an entity answers, or a name of one."""
    return any(
        (isinstance(part, ast.Name) and part.id in arrays)
        or (
            isinstance(part, ast.Call)
            and len(part.args) > 1  # a name and a period
            and (_is_text(part.args[0]) or _is_asked_of(part.func, arrays))
            and not _is_call_of(part, OF_OTHERS)
        )
        for part in ast.walk(node)
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_asked_of(function: ast.expr, arrays: set[str]) -> bool:
    """Tell whether a call asks something of the entity of a formula, whatever it is."""
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id + "()" in arrays


def _is_call_of(node: ast.Call, names: set[str]) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in names


def _only_logs(node: ast.AST) -> bool:
    """Tell whether an `if` does nothing but write to a log."""
    return isinstance(node, ast.If) and not node.orelse and all(map(_is_log, node.body))


def _is_log(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return isinstance(statement, ast.Pass)
    function: ast.expr = statement.value.func
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id in LOGS


def _called_by(formula: Any) -> Iterator[types.FunctionType]:
    """Yield a formula and the functions of its package that it names, at any depth."""
    package = str(formula.__code__.co_filename).split("/site-packages/")[-1].split("/")[0]
    seen: set[int] = set()
    waiting = [formula]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        for name in one.__code__.co_names:
            named = one.__globals__.get(name)
            if isinstance(named, types.FunctionType) and package in named.__code__.co_filename:
                waiting.append(named)
