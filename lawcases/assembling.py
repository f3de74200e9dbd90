"""Cases side by side in one simulation: their persons, their groups, and what each of them gives.

Sets of cases are whole numbers, one bit a case: they are compared in one operation.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation

from lawcases.legislation import Legislation
from lawcases.stocking import Block, Known, Stocked

ETERNITY = periods.period(DateUnit.ETERNITY)


class Assembly:
    """Cases in the rows of one simulation. `givers` tells which of them give a value."""

    def __init__(self, cases: Sequence[Stocked], law: Legislation):
        self.cases = cases
        self.law = law
        self.everyone = (1 << len(cases)) - 1
        self.bounds = {entity.key: _bounds(cases, entity.key) for entity in law.entities}
        self.simulation = self._simulation()
        self.givers: dict[Known, int] = {}
        self._sources = _sources(cases)
        self._sources_of: dict[Known, list[_Source]] = {}
        self._given: dict[Known, Any] = {}
        for source in self._sources:
            for known in source.block.values:
                self.givers[known] = self.givers.get(known, 0) | source.mask
                self._sources_of.setdefault(known, []).append(source)

    def given(self, known: Known) -> Any:
        """Return what the cases give, the default value for the others. Not to be written in."""
        if known not in self._given:
            variable = self.law.system.variables[known[0]]
            array = variable.default_array(int(self.bounds[variable.entity.key][-1]))
            self._given[known] = self.with_given(array, known)
        return self._given[known]

    def with_given(self, array: Any, known: Known) -> Any:
        """Return a copy of an array of all the cases with what they give, not to be written in."""
        variable = self.law.system.variables[known[0]]
        key = variable.entity.key
        copy = numpy.array(array)
        for source in self._sources_of.get(known, ()):
            there = source.block.values[known].view(numpy.ndarray)
            copy[source.targets(key, self.bounds[key])] = there[source.rows(key)]
        if variable.value_type == Enum:
            copy = EnumArray(copy, variable.possible_values)
        copy.flags.writeable = False
        return copy

    def ways(self, name: str, indices: Sequence[int]) -> set[tuple[Any, ...]]:
        """Return the lists of periods for which some cases give a variable."""
        return {self.cases[index].block.given.get(name, ()) for index in indices}

    def rows(self, key: str, indices: Sequence[int]) -> Any:
        """Return the rows of some cases, in order."""
        bounds = self.bounds[key]
        parts = [numpy.arange(bounds[index], bounds[index + 1]) for index in indices]
        return numpy.concatenate(parts)

    def part(self, indices: Sequence[int]) -> Any:
        """Return a simulation of some of the cases only, without values."""
        simulation = self._empty()
        person = self.law.system.person_entity.key
        rows = {key: self.rows(key, indices) for key in self.bounds}
        for key, population in simulation.populations.items():
            _count(population, len(rows[key]))
            if not population.entity.is_person:
                whole = self.simulation.populations[key]
                here = numpy.zeros(whole.count, numpy.int64)
                here[rows[key]] = numpy.arange(population.count)
                population.members_entity_id = here[whole.members_entity_id[rows[person]]]
                population._members_role = whole._members_role[rows[person]]
        return simulation

    def _empty(self) -> Any:
        self.law.activate()
        return Simulation(self.law.system, self.law.system.instantiate_entities())

    def _simulation(self) -> Any:
        simulation = self._empty()
        for key, population in simulation.populations.items():
            _count(population, int(self.bounds[key][-1]))
        for key, population in simulation.populations.items():
            if not population.entity.is_person:
                self._put_groups(key, population)
        return simulation

    def _put_groups(self, key: str, population: Any) -> None:
        person = self.law.system.person_entity.key
        count = int(self.bounds[person][-1])
        groups = numpy.empty(count, numpy.int64)
        roles = numpy.empty(count, object)
        for index, case in enumerate(self.cases):
            there = case.block.simulation.populations[key]
            here = slice(self.bounds[person][index], self.bounds[person][index + 1])
            moved = self.bounds[key][index] - case.rows[key].start
            groups[here] = there.members_entity_id[case.rows[person]] + moved
            roles[here] = there.members_role[case.rows[person]]
        population.members_entity_id = groups
        population._members_role = roles


class _Source:
    """The cases that come from one block: their rows there, their rows here."""

    def __init__(self, block: Block):
        self.block = block
        self.mask = 0
        self.indices: list[int] = []
        self.slices: list[Mapping[str, slice]] = []
        self._rows: dict[str, Any] = {}
        self._targets: dict[str, Any] = {}

    def rows(self, key: str) -> Any:
        if key not in self._rows:
            parts = [numpy.arange(one[key].start, one[key].stop) for one in self.slices]
            self._rows[key] = numpy.concatenate(parts)
        return self._rows[key]

    def targets(self, key: str, bounds: Any) -> Any:
        if key not in self._targets:
            parts = [numpy.arange(bounds[index], bounds[index + 1]) for index in self.indices]
            self._targets[key] = numpy.concatenate(parts)
        return self._targets[key]


def _sources(cases: Sequence[Stocked]) -> list[_Source]:
    found: dict[int, _Source] = {}
    for index, case in enumerate(cases):
        source = found.setdefault(id(case.block), _Source(case.block))
        source.mask |= 1 << index
        source.indices.append(index)
        source.slices.append(case.rows)
    return list(found.values())


def _bounds(cases: Sequence[Stocked], key: str) -> Any:
    sizes = [case.rows[key].stop - case.rows[key].start for case in cases]
    return numpy.concatenate([[0], numpy.cumsum(sizes)]).astype(numpy.int64)


def _count(population: Any, count: int) -> None:
    population.count = count
    population.ids = [str(rank) for rank in range(count)]
