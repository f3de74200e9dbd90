"""Cases → outcomes, each judged as OpenFisca's own runner judges it, without its dangers.

Every output is compared, even after a first difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray

from lawcases.building import build, reason
from lawcases.case import Case, Check, Difference, Key, Outcome, Value
from lawcases.checking import check_case
from lawcases.comparing import difference, number_in
from lawcases.errors import (
    BadPeriod,
    CaseError,
    Doubtful,
    ModelFailed,
    NotANumber,
    UnknownName,
    WrongValue,
)
from lawcases.legislation import Legislation, VariableFacts


def run_case(case: Case, legislation: Legislation) -> Outcome:
    """Run a case as `openfisca test` would judge it, and report every comparison.

    An error of the case or of the legislation becomes `Outcome.error`.
    """
    outcome, _ = run_and_keep(case, legislation)
    return outcome


def run_and_keep(
    case: Case, legislation: Legislation, *, trace: bool = False
) -> tuple[Outcome, Any]:
    """Run a case; return also the simulation, traced if asked, or None if it was not built."""
    try:
        law = legislation.for_case(case)
        simulation = build(case.input, case.period, law)
    except CaseError as error:
        return Outcome(case, error=_explained(error, case, legislation)), None
    if case.max_spiral_loops:
        simulation.max_spiral_loops = case.max_spiral_loops
    simulation.trace = trace
    judge = _Judge(case, law, simulation)
    checks = tuple(judge.checks())
    failure = judge.error and _explained(judge.error, case, legislation)
    return Outcome(case, checks, failure), simulation


def compute(
    situation: Mapping[str, Any],
    period: str,
    variables: Sequence[str] | Mapping[str, str],
    legislation: Legislation,
) -> dict[str, dict[str, Value]]:
    """Compute variables for a situation: {variable: {instance of its entity: value}}.

    variables: names, each with its own period if it is a mapping; otherwise a yearly variable is
    computed for the year of `period`. Members of an enumeration are given by name, dates in ISO
    format. Raises CaseError: an unknown name, a bad period, ModelFailed when the legislation cannot
    compute, NotANumber when it computes no finite number.
    """
    whole = _period(period)
    asked = []
    for name in variables:
        facts = _known(name, legislation)
        if isinstance(variables, Mapping):
            asked.append((facts, _period(variables[name])))
        else:
            asked.append((facts, whole.this_year if facts.is_yearly else whole))
    simulation = build(situation, period, legislation)
    return {facts.name: _values(simulation, facts, at) for facts, at in asked}


class _Judge:
    """The comparisons of one case. `error` is the first thing that stopped one of them."""

    def __init__(self, case: Case, law: Legislation, simulation: Any):
        self.case = case
        self.law = law
        self.simulation = simulation
        self.error: CaseError | None = None

    def checks(self) -> Iterator[Check]:
        """Yield a check per variable, instance and period, in the order of the output."""
        for key, expected in self.case.output.items():
            path: tuple[Key, ...] = ("output", key)
            if self.law.variable(key):
                yield from self._variable(key, expected, path)
            elif key in self.law.by_key:
                for name, value in self._entries(expected, path):
                    yield from self._variable(name, value, (*path, name))
            elif key in self.law.by_plural:
                for instance, values in self._entries(expected, path):
                    yield from self._instance(key, instance, values, (*path, instance))
            else:
                known = [*self.law.variables, *self.law.by_plural, *self.law.by_key]
                self._fail(UnknownName("variable or entity", key, known), path)

    def _instance(
        self, plural: str, instance: Any, values: Any, path: tuple[Key, ...]
    ) -> Iterator[Check]:
        ids = list(self.simulation.get_population(plural=plural).ids)
        if instance not in ids:
            self._fail(UnknownName(f"one of the {plural}", instance, map(str, ids)), path)
            return
        for name, value in self._entries(values, path):
            yield from self._variable(name, value, (*path, name), index=ids.index(instance))

    def _variable(
        self,
        name: Any,
        expected: Any,
        path: tuple[Key, ...],
        *,
        period: Any = None,
        index: int | None = None,
    ) -> Iterator[Check]:
        if isinstance(expected, Mapping):
            for at, value in expected.items():
                yield from self._variable(name, value, (*path, at), period=at, index=index)
            return
        facts = self.law.variable(name)
        if facts is None:
            self._fail(UnknownName("variable", name, self.law.variables), path)
            return
        period = self.case.period if period is None else period
        place = self.case.where(*path)
        instance = None if index is None else str(path[2])
        try:
            computed = self.simulation.calculate(name, period)
            if index is not None:
                computed = computed[index]
        except Exception as error:  # formulas may raise anything
            self._fail(ModelFailed(f"{name} for {period}: {reason(error)}"), path)
            nothing = Difference(expected, None)
            yield Check(name, instance, str(period), expected, None, nothing, place)
            return
        ids = self._ids(name) if instance is None else [instance]
        for target, comparable, shown, owner in self._pairs(expected, computed, facts, ids, path):
            same = difference(target, comparable, self.case.margin(name)) is None
            found = None if same else Difference(target, shown)
            yield Check(name, owner, str(period), target, shown, found, place)

    def _pairs(
        self,
        expected: Any,
        computed: Any,
        facts: VariableFacts,
        ids: Sequence[str],
        path: tuple[Key, ...],
    ) -> Iterator[tuple[Any, Any, Value, str]]:
        """Yield expected, comparable, shown and owner, the side that is alone being repeated."""
        values = _scalars(computed, facts)
        targets = _targets(expected, facts)
        count = max(len(targets), len(values))
        if not targets or not {len(targets), len(values)} <= {1, count}:
            problem = f"{facts.name!r} has {len(values)} values here, {len(targets)} are expected"
            self._fail(CaseError(problem), path)
            return
        for i in range(count):
            comparable, shown = values[i % len(values)]
            yield targets[i % len(targets)], comparable, shown, ids[i % len(ids)]

    def _ids(self, variable: str) -> Sequence[str]:
        return [str(i) for i in self.simulation.get_variable_population(variable).ids]

    def _entries(self, value: Any, path: tuple[Key, ...]) -> Sequence[tuple[Any, Any]]:
        if isinstance(value, Mapping):
            return list(value.items())
        self._fail(CaseError(f"{path[-1]!r} must be a mapping of names to values"), path)
        return []

    def _fail(self, error: CaseError, path: tuple[Key, ...]) -> None:
        if self.error is None:
            error.place = self.case.where(*path)
            self.error = error


def _targets(expected: Any, facts: VariableFacts) -> list[Any]:
    """Return what OpenFisca compares with: a lone text may be arithmetic, in a list it is not."""
    if isinstance(expected, list):
        return expected
    return [expected if facts.kind in ("enum", "date") else number_in(expected)]


def _scalars(computed: Any, facts: VariableFacts) -> list[tuple[Any, Value]]:
    """Return each computed value as it is compared and as it is shown.

    They differ where OpenFisca's runner does something special: under an instance, the rank of a
    member of an enumeration is compared, not its name; a text of bounded length is compared as
    bytes, which only equal numbers.
    """
    if isinstance(computed, EnumArray):
        return [(name, name) for name in computed.decode_to_str().tolist()]
    if facts.kind == "enum":
        rank = int(computed)
        return [(rank, facts.members[rank])]
    items = numpy.asarray(computed).reshape(-1)
    return [(value, _shown(value, item)) for value, item in zip(items.tolist(), items, strict=True)]


def _shown(value: Any, item: Any) -> Value:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float):
        # The shortest number that is the same float32: 70.1, not 70.0999984741211.
        return float(str(item)) if numpy.isfinite(value) else str(value)
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(item)


def _values(simulation: Any, facts: VariableFacts, period: Any) -> dict[str, Value]:
    try:
        computed = simulation.calculate(facts.name, period)
    except Exception as error:  # formulas may raise anything
        raise ModelFailed(f"{facts.name} for {period}: {reason(error)}") from error
    ids = simulation.get_variable_population(facts.name).ids
    values = [shown for _, shown in _scalars(computed, facts)]
    if facts.kind == "float" and any(isinstance(value, str) for value in values):
        raise NotANumber(facts.name, str(period))
    return dict(zip(map(str, ids), values, strict=True))


def _period(text: str) -> Any:
    try:
        return periods.period(text)
    except Exception:  # pendulum's errors share no class with the others
        raise BadPeriod(text, "is not one that OpenFisca reads, such as 2024-01") from None


def _known(name: str, legislation: Legislation) -> VariableFacts:
    facts = legislation.variable(name)
    if facts is None:
        raise UnknownName("variable", name, legislation.variables)
    return facts


def _explained(error: CaseError, case: Case, legislation: Legislation) -> CaseError:
    """Return what checking the case finds wrong when it is the reason, else the error itself."""
    if isinstance(error, ModelFailed):
        for found in check_case(case, legislation):
            if _is_reason(found, error):
                return found
    if error.place is None:
        error.place = case.where(*error.path)
    return error


def _is_reason(found: CaseError, failure: ModelFailed) -> bool:
    """Tell whether a mistake explains a failure: OpenFisca bears with many of them."""
    if failure.place is not None:
        return found.place == failure.place
    if isinstance(found, WrongValue):
        return found.variable in failure.reason
    return not isinstance(found, Doubtful)
