"""Why a value is what it is: the tree of what it used, pruned to what matters.

A value *matters* to another when changing it alone changes the other. It is found by running each
formula again with other values (`lawcases.sensing`), so it holds for this household: an income far
above a ceiling hides the age that would also have refused. Words come from the labels of the law.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.taxscales import TaxScaleLike

from lawcases.accelerating import accelerate
from lawcases.building import build, reason
from lawcases.case import Case, Value
from lawcases.errors import BadPeriod, ModelFailed, UnknownName
from lawcases.judging import scalars
from lawcases.legislation import Legislation
from lawcases.sensing import Bench

# A sum of many nothings is told in one line; a product of few is told whole.
FEW = 4


class Origin(StrEnum):
    """Where a value comes from."""

    GIVEN = "given"
    COMPUTED = "computed"
    DEFAULT = "default"


@dataclass(frozen=True)
class UsedParameter:
    """A value of the law that mattered. since: the date of its value. A scale is told as text."""

    name: str
    label: str
    value: Value
    unit: str | None
    since: str | None
    references: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """A value, and what it used: the values (`uses`) and the parameters that mattered to it.

    values: by instance of its entity, only those that matter here, for `period`. periods: all those
    that were read, such as twelve months; `period` is one of them. is_repeated: what it used is
    told elsewhere in the tree. is_cut: it used more, and the tree was asked to stop here.
    """

    variable: str
    label: str
    entity: str
    period: str
    periods: tuple[str, ...]
    values: Mapping[str, Value]
    origin: Origin
    references: tuple[str, ...] = ()
    unit: str | None = None
    parameters: tuple[UsedParameter, ...] = ()
    uses: tuple["Explanation", ...] = ()
    is_repeated: bool = False
    is_cut: bool = False


def explain(
    subject: Case | Mapping[str, Any],
    variable: str,
    period: str | int | None,
    law: Legislation,
    *,
    instance: str | None = None,
    depth: int = 6,
    largest: int = 120,
) -> Explanation:
    """Return why a variable of a case, or of a situation, has its value at a period.

    instance: of its entity, all of them by default. depth, largest: levels and nodes of the tree.
    A yearly variable is explained for the year of the period. Raises CaseError: an unknown name, a
    bad period, ModelFailed when the law cannot compute.
    """
    situation: Mapping[Any, Any]
    if isinstance(subject, Case):
        law, situation, usual = law.for_case(subject), subject.input, subject.period
    else:
        situation, usual = subject, period
    facts = law.variable(variable)
    if facts is None:
        raise UnknownName("variable", variable, law.variables)
    try:
        asked = periods.period(usual if period is None else period)
    except Exception:  # pendulum's errors share no class with the others
        raise BadPeriod(period, "is not one that OpenFisca reads, such as 2024-01") from None
    if facts.is_yearly:
        asked = asked.this_year
    accelerate()
    simulation = build(situation, usual, law)
    if isinstance(subject, Case) and subject.max_spiral_loops:
        simulation.max_spiral_loops = subject.max_spiral_loops
    given = _given(simulation)
    try:
        value = simulation.calculate(variable, asked)
    except Exception as error:  # formulas may raise anything
        raise ModelFailed(f"{variable} for {asked}: {reason(error)}") from error
    rows = numpy.ones(len(value), bool)
    if instance is not None:
        ids = [str(one) for one in simulation.get_variable_population(variable).ids]
        if instance not in ids:
            raise UnknownName(f"one of the {facts.entity}", instance, ids)
        rows = numpy.array([one == instance for one in ids])
    return _Explainer(simulation, law, given, largest).node([(variable, asked)], rows, depth, True)


def _given(simulation: Any) -> set[tuple[str, Any]]:
    """Return the variables and periods that the situation gives."""
    return {
        (name, period)
        for population in simulation.populations.values()
        for name, holder in population._holders.items()
        for period in holder.get_known_periods()
    }


class _Explainer:
    """The tree of one simulation, told from its root."""

    def __init__(self, simulation: Any, law: Legislation, given: set[Any], largest: int):
        self.simulation = simulation
        self.law = law
        self.given = given
        self.left = largest
        self.told: set[tuple[str, Any]] = set()

    def node(
        self, reads: Sequence[tuple[str, Any]], rows: Any, depth: int, is_root: bool = False
    ) -> Explanation:
        """Return the explanation of reads of one variable, and of what they used."""
        self.left -= 1
        read = self._most_telling(reads, rows)
        found = self._alone(read, reads, rows)
        if found.origin is not Origin.COMPUTED:
            return found
        if read in self.told:
            return replace(found, is_repeated=True)
        self.told.add(read)
        bench = Bench(self.simulation, *read)
        groups = self._groups_that_matter(bench, rows, self._is_default(read, rows))
        if not is_root and self._is_nothing(read, rows) and len(groups) > FEW:
            return found
        used = tuple(
            self._parameter(name, read[1], value)
            for name, value in bench.parameters.items()
            if bench.reacts_to_parameter(name, rows)
        )
        found = replace(found, parameters=used)
        if groups and (depth == 0 or self.left <= 0):
            return replace(found, is_cut=True)
        uses = []
        for group, own_rows in groups:
            if self.left <= 0:
                found = replace(found, is_cut=True)
                break
            uses.append(self.node(group, own_rows, depth - 1))
        return replace(found, uses=tuple(uses))

    def _groups_that_matter(
        self, bench: Bench, rows: Any, is_default: bool
    ) -> list[tuple[list[tuple[str, Any]], Any]]:
        """Return the reads that matter, by variable, each with the rows that matter."""
        groups: dict[str, list[tuple[str, Any]]] = {}
        for read in bench.reads:
            groups.setdefault(read[0], []).append(read)
        reacting = [(group, bench.reacts(group, rows)) for group in groups.values()]
        found = [(group, own) for group, own in reacting if own.any()]
        if not found:
            found = self._blocking_together(bench, groups, rows)
        if is_default:
            return found
        # What is nothing added nothing; a condition counts whatever its value.
        return [
            (group, own)
            for group, own in found
            if not all(self._is_nothing(read, own) for read in group)
        ]

    def _blocking_together(
        self, bench: Bench, groups: Mapping[str, list[tuple[str, Any]]], rows: Any
    ) -> list[tuple[list[tuple[str, Any]], Any]]:
        """Return the values of which none matters alone: two conditions that both refuse."""
        default = {
            name: group
            for name, group in groups.items()
            if all(self._is_default(read, slice(None)) for read in group)
        }
        changed = {read: bench.opposite(read) for group in default.values() for read in group}
        if not changed or not bench.reacts_together(changed, rows):
            return []
        for name in list(default):  # drop those without which the value reacts all the same
            less = {read: value for read, value in changed.items() if read[0] != name}
            if less and bench.reacts_together(less, rows):
                changed = less
                del default[name]
        return [(group, numpy.ones(len(bench.reads[group[0]]), bool)) for group in default.values()]

    def _most_telling(self, reads: Sequence[tuple[str, Any]], rows: Any) -> tuple[str, Any]:
        """Return the last period whose value is not the default one, else the last period."""
        ordered = sorted(reads, key=lambda read: read[1], reverse=True)
        return next((one for one in ordered if not self._is_default(one, rows)), ordered[0])

    def _alone(self, read: tuple[str, Any], reads: Sequence[Any], rows: Any) -> Explanation:
        name, period = read
        variable = self.law.system.variables[name]
        facts = self.law.variable(name)
        assert facts is not None
        ids = self.simulation.get_variable_population(name).ids
        shown = [value for _, value in scalars(self._value(read), facts)]
        if read in self.given or (name, periods.period("eternity")) in self.given:
            origin = Origin.GIVEN
        elif variable.get_formula(period) is None:
            origin = Origin.DEFAULT
        else:
            origin = Origin.COMPUTED
        return Explanation(
            variable=name,
            label=" ".join((variable.label or name).split()),
            entity=facts.entity,
            period=str(period),
            periods=tuple(sorted(str(one[1]) for one in reads)),
            values={str(ids[row]): shown[row] for row in numpy.flatnonzero(rows)},
            origin=origin,
            references=_texts(variable.reference),
            unit=variable.unit,
        )

    def _value(self, read: tuple[str, Any]) -> Any:
        return self.simulation.calculate(*read)

    def _is_default(self, read: tuple[str, Any], rows: Any) -> bool:
        default = self.law.system.variables[read[0]].default_array(1)
        value = self._value(read)
        if isinstance(value, EnumArray):
            value, default = value.view(numpy.ndarray), numpy.asarray(default).view(numpy.ndarray)
        return bool(numpy.all(value[rows] == default[0]))

    def _is_nothing(self, read: tuple[str, Any], rows: Any) -> bool:
        facts = self.law.variable(read[0])
        return facts is not None and facts.is_number and self._is_default(read, rows)

    def _parameter(self, name: str, period: Any, value: Any) -> UsedParameter:
        node: Any = self.law.system.parameters
        for part in name.split("."):
            node = node.children.get(part) if hasattr(node, "children") else None
        metadata = getattr(node, "metadata", None) or {}
        unit = metadata.get("unit") or metadata.get("amount_unit") or metadata.get("rate_unit")
        instant = str(period.start)
        since = next(
            (
                one.instant_str
                for one in getattr(node, "values_list", ())
                if one.instant_str <= instant
            ),
            None,
        )
        return UsedParameter(
            name=name,
            label=" ".join((getattr(node, "description", None) or name).split()),
            value=_parameter_value(value),
            unit=str(unit) if unit else None,
            since=since,
            references=tuple(_references(metadata.get("reference"), since)),
        )


def _parameter_value(value: Any) -> Value:
    if isinstance(value, TaxScaleLike):
        shares = getattr(value, "rates", None) or getattr(value, "amounts", None) or []
        pairs = zip(value.thresholds, shares, strict=False)
        return ", ".join(f"{share:g} from {threshold:g}" for threshold, share in pairs)
    if isinstance(value, numpy.ndarray):
        distinct = list(dict.fromkeys(value.tolist()))
        return distinct[0] if len(distinct) == 1 else ", ".join(map(str, distinct))
    return value if isinstance(value, bool | int | float | str) else str(value)


def _texts(references: Any) -> tuple[str, ...]:
    found = references if isinstance(references, list | tuple) else [references]
    return tuple(str(one) for one in found if one)


def _references(found: Any, since: str | None) -> Iterator[str]:
    """Yield the addresses of the texts of a value: `reference` is by date, or a lone one."""
    if isinstance(found, Mapping) and since in found:
        found = found[since]
    for one in found if isinstance(found, list) else [found]:
        address = one.get("href") or one.get("title") if isinstance(one, Mapping) else one
        if address:
            yield str(address)
