"""What a case asks for, and how what was computed compares with it, as OpenFisca's runner does.

Every output is compared, even after a first difference.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy
from openfisca_core.indexed_enums import EnumArray

from lawcases.building import reason
from lawcases.case import Case, Check, Difference, Key, Value
from lawcases.comparing import difference, number_in
from lawcases.errors import CaseError, ModelFailed, UnknownName
from lawcases.legislation import Legislation, VariableFacts

Path = tuple[Key, ...]


class Computed(Protocol):
    """The results of one household: computed when asked for, or already at hand."""

    def ids(self, plural: str) -> Sequence[str]:
        """Return the ids of the instances of an entity."""

    def calculate(self, variable: str, period: Any) -> Any:
        """Return the array of a variable, one value an instance. May raise anything."""


class Lone:
    """The results of a simulation that holds one household and nobody else."""

    def __init__(self, simulation: Any):
        self.simulation = simulation

    def ids(self, plural: str) -> Sequence[str]:
        return list(self.simulation.get_population(plural=plural).ids)

    def calculate(self, variable: str, period: Any) -> Any:
        return self.simulation.calculate(variable, period)


@dataclass(frozen=True)
class Request:
    """A variable that a case asks for at a period, of all instances or of one (`instance`)."""

    variable: str
    period: Any
    expected: Any
    path: Path
    instance: Any = None


Complain = Callable[[CaseError, Path], None]


def requests_of(case: Case, law: Legislation, complain: Complain) -> Iterator[Request]:
    """Yield what the output of a case asks for, in order, and complain of what it cannot mean."""
    for key, expected in case.output.items():
        path: Path = ("output", key)
        if law.variable(key):
            yield from _dated(case, law, key, expected, path, complain)
        elif key in law.by_key:
            for name, value in _entries(expected, path, complain):
                yield from _dated(case, law, name, value, (*path, name), complain)
        elif key in law.by_plural:
            for instance, values in _entries(expected, path, complain):
                inside: Path = (*path, instance)
                for name, value in _entries(values, inside, complain):
                    yield from _dated(case, law, name, value, (*inside, name), complain, instance)
        else:
            known = [*law.variables, *law.by_plural, *law.by_key]
            complain(UnknownName("variable or entity", key, known), path)


def _dated(
    case: Case,
    law: Legislation,
    name: Any,
    expected: Any,
    path: Path,
    complain: Complain,
    instance: Any = None,
    period: Any = None,
) -> Iterator[Request]:
    if isinstance(expected, Mapping):
        for at, value in expected.items():
            yield from _dated(case, law, name, value, (*path, at), complain, instance, at)
    elif law.variable(name) is None:
        complain(UnknownName("variable", name, law.variables), path)
    else:
        yield Request(name, case.period if period is None else period, expected, path, instance)


def _entries(value: Any, path: Path, complain: Complain) -> Sequence[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())
    complain(CaseError(f"{path[-1]!r} must be a mapping of names to values"), path)
    return []


class Judge:
    """The comparisons of one case. `error` is the first thing that stopped one of them."""

    def __init__(self, case: Case, law: Legislation, computed: Computed):
        self.case = case
        self.law = law
        self.computed = computed
        self.error: CaseError | None = None

    def checks(self) -> Iterator[Check]:
        """Yield a check per variable, instance and period, in the order of the output."""
        for request in requests_of(self.case, self.law, self._complain):
            facts = self.law.variable(request.variable)
            assert facts is not None  # requests name known variables only
            index = None
            if request.instance is not None:
                plural = str(request.path[1])
                ids = self.computed.ids(plural)
                if request.instance not in ids:
                    named = [str(one) for one in ids]
                    unknown = UnknownName(f"one of the {plural}", request.instance, named)
                    self._complain(unknown, request.path[:3])
                    continue
                index = ids.index(request.instance)
            yield from self._compared(request, facts, index)

    def _compared(
        self, request: Request, facts: VariableFacts, index: int | None
    ) -> Iterator[Check]:
        name, period, expected = facts.name, str(request.period), request.expected
        place = self.case.where(*request.path)
        instance = None if index is None else str(request.instance)
        try:
            computed = self.computed.calculate(name, request.period)
            if index is not None:
                computed = computed[index]
        except Exception as error:  # formulas may raise anything
            self._complain(
                ModelFailed(f"{name} for {request.period}: {reason(error)}"), request.path
            )
            nothing = Difference(expected, None)
            yield Check(name, instance, period, expected, None, nothing, place)
            return
        ids = self.computed.ids(facts.entity) if instance is None else [instance]
        for target, comparable, shown, owner in self._pairs(
            expected, computed, facts, ids, request.path
        ):
            same = difference(target, comparable, self.case.margin(name)) is None
            found = None if same else Difference(target, shown)
            yield Check(name, owner, period, target, shown, found, place)

    def _pairs(
        self, expected: Any, computed: Any, facts: VariableFacts, ids: Sequence[str], path: Path
    ) -> Iterator[tuple[Any, Any, Value, str]]:
        """Yield expected, comparable, shown and owner, the side that is alone being repeated."""
        values = scalars(computed, facts)
        targets = _targets(expected, facts)
        count = max(len(targets), len(values))
        if not targets or not {len(targets), len(values)} <= {1, count}:
            problem = f"{facts.name!r} has {len(values)} values here, {len(targets)} are expected"
            self._complain(CaseError(problem), path)
            return
        for i in range(count):
            comparable, shown = values[i % len(values)]
            yield targets[i % len(targets)], comparable, shown, str(ids[i % len(ids)])

    def _complain(self, error: CaseError, path: Path) -> None:
        if self.error is None:
            error.place = self.case.where(*path)
            self.error = error


def _targets(expected: Any, facts: VariableFacts) -> list[Any]:
    """Return what OpenFisca compares with: a lone text may be arithmetic, in a list it is not."""
    if isinstance(expected, list):
        return expected
    return [expected if facts.kind in ("enum", "date") else number_in(expected)]


def scalars(computed: Any, facts: VariableFacts) -> list[tuple[Any, Value]]:
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
