"""The course of a computation, so that a case can be computed again where the law changes.

A case costs about a second, nearly all of it in the law of the country. What a change of an
extension can alter is known from the first, traced computation: the values that called a function
or read a parameter, and those that depend on them. Only these are forgotten and computed again.
"""

import types
from collections.abc import Callable, Iterator
from typing import Any

from openfisca_core.periods import DateUnit, period

from lawcases.building import build
from lawcases.case import Case
from lawcases.judging import Judge, Lone
from lawcases.legislation import Legislation
from lawcases.running import run_case

Node = tuple[str, Any]
Arrays = dict[Any, Any]
ETERNITY = period(DateUnit.ETERNITY)


class Course:
    """What the computation of a case went through, of the functions kept by `is_own`.

    calling: the values whose formula calls a function, by its code.
    naming: the values whose formula names something, by that name.
    reading: instant and value of each reading of a parameter, by its name.
    passed: whether the case is green.
    """

    def __init__(self, case: Case, law: Legislation, is_own: Callable[[Any], bool]):
        self.case = case
        self.law = law
        self.is_own = is_own
        self.calling: dict[types.CodeType, set[Node]] = {}
        self.naming: dict[str, set[Node]] = {}
        self.reading: dict[str, set[tuple[str, Node]]] = {}
        self._above: dict[Node, set[Node]] = {}
        self._faithful: dict[frozenset[Node], bool] = {}
        self.simulation = build(case.input, case.period, law)
        if case.max_spiral_loops:
            self.simulation.max_spiral_loops = case.max_spiral_loops
        self._given = {(name, at) for name, arrays in self._arrays() for at in arrays}
        self.simulation.trace = True
        self.passed = self._is_green()
        for tree in self.simulation.tracer.trees:
            self._follow(tree)
        self.simulation.trace = False
        self._computed = {name: dict(arrays) for name, arrays in self._arrays()}

    def passes_without(self, touched: set[Node]) -> bool:
        """Tell whether the case is green, all that depends on some values being computed anew.

        The law may have changed meanwhile, where `touched` says. Where the course cannot be taken
        up again with the same results (see `is_faithful`), the case is run whole.
        """
        lost = self.depending_on(touched)
        if not self._faithful.get(lost, False):
            return run_case(self.case, self.law).passed
        return self._passes_without(lost)

    def is_faithful(self, touched: set[Node]) -> bool:
        """Tell whether forgetting these values changes nothing when the law is the same.

        A spiral, cut where the computation began, may end elsewhere when it begins elsewhere.
        """
        lost = self.depending_on(touched)
        if lost not in self._faithful:
            self._faithful[lost] = self._passes_without(lost)
        return self._faithful[lost]

    def depending_on(self, touched: set[Node]) -> frozenset[Node]:
        """Return some values, and all those that were computed from them."""
        found: set[Node] = set()
        waiting = list(touched)
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += self._above.get(node, ())
        return frozenset(found)

    def _passes_without(self, lost: frozenset[Node]) -> bool:
        for name, arrays in self._arrays():
            kept = self._computed.get(name, {})
            arrays.clear()
            arrays.update((at, array) for at, array in kept.items() if (name, at) not in lost)
        self.simulation.invalidated_caches = set()
        return self._is_green()

    def _is_green(self) -> bool:
        judge = Judge(self.case, self.law, Lone(self.simulation))
        return all(check.passed for check in judge.checks()) and judge.error is None

    def _arrays(self) -> Iterator[tuple[str, Arrays]]:
        """Yield the values that are kept of each variable, by period."""
        for population in self.simulation.populations.values():
            for name, holder in population._holders.items():
                yield name, holder._memory_storage._arrays

    def _follow(self, tree: Any) -> None:
        """Note what each value of a trace called, named and read, and what it was computed from."""
        waiting = [tree]
        while waiting:
            traced = waiting.pop()
            node = self._node(traced)
            for child in traced.children:
                self._above.setdefault(self._node(child), set()).add(node)
            waiting += traced.children
            for read in traced.parameters:
                self.reading.setdefault(read.name, set()).add((str(read.period), node))
            formula = self.law.system.variables[traced.name].get_formula(traced.period)
            if formula is not None and node not in self._given and self.is_own(formula):
                for function in called_by(formula, self.is_own):
                    self.calling.setdefault(function, set()).add(node)
                    for word in words_of(function):
                        self.naming.setdefault(word, set()).add(node)

    def _node(self, traced: Any) -> Node:
        """Return a traced value under the period at which it is kept."""
        variable = self.law.system.variables[traced.name]
        is_eternal = variable.definition_period is DateUnit.ETERNITY
        return traced.name, ETERNITY if is_eternal else traced.period


def called_by(function: Any, is_own: Callable[[Any], bool]) -> set[types.CodeType]:
    """Return the code of a function and of those of its extension that it names, at any depth."""
    found: set[types.CodeType] = set()
    waiting = [function]
    while waiting:
        one = waiting.pop()
        if one.__code__ in found:
            continue
        found.add(one.__code__)
        named = (one.__globals__.get(word) for word in words_of(one.__code__))
        waiting += [n for n in named if isinstance(n, types.FunctionType) and is_own(n)]
    return found


def words_of(code: types.CodeType) -> set[str]:
    """Return the names and attributes that a function uses, those of its inner code too."""
    inner = (one for one in code.co_consts if isinstance(one, types.CodeType))
    return {*code.co_names, *(word for one in inner for word in words_of(one))}
