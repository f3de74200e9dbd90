"""Many cases in one simulation, with exactly the results that each would have alone.

OpenFisca computes all the rows of its arrays at once, so what a formula asks for is asked for all
of them. A batch follows one course of computation: whenever that course depends on what was given
(a value that some cases give and others leave to a formula), the smaller part of the cases leaves
the batch for another one. Those that stay have been asked the same questions, in the same order,
with the same answers as alone: the values, the spirals and the cache are theirs.

Formulas that look at several rows at once are recognised by their code; a case that meets one is
run alone. Whatever a batch finds red is run alone again before it is told.
"""

import multiprocessing
import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation

from lawcases.accelerating import accelerate
from lawcases.case import Case, Outcome
from lawcases.errors import BatchDisagrees
from lawcases.judging import Request, requests_of
from lawcases.legislation import Legislation
from lawcases.neighbours import looks_at_neighbours
from lawcases.running import outcome_of, run_and_keep, run_case, seen_in
from lawcases.stocking import Known, Stocked, stock

CHUNK = 1000


def run_cases(
    cases: Sequence[Case],
    law: Legislation,
    *,
    jobs: int = 1,
    audit: float = 0.01,
    confirm: bool = True,
    see: Sequence[tuple[str, str]] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """Run cases in batches, and return their outcomes in the same order.

    jobs: how many processes share the work; each is a fork, with the legislation in memory.
    audit: part of the green cases that are also run alone, to prove that batches are right.
    confirm: run alone again what a batch finds red, before it is told.
    see: variables and periods whose values are kept in `Outcome.seen`, if computed on the way.
    progress: told how many cases are done, now and then.
    Raises BatchDisagrees when a lone run gives other values: that is a bug, never a verdict.
    """
    accelerate()
    outcomes: dict[int, Outcome] = {}
    work = _Work(cases, law, audit, confirm, tuple(see))
    for index, outcome in _spread(list(_chunks(cases, jobs)), work, jobs):
        outcomes[index] = outcome
        progress(len(outcomes))
    return [outcomes[index] for index in range(len(cases))]


@dataclass(frozen=True)
class _Work:
    """Cases to run, and how."""

    cases: Sequence[Case]
    law: Legislation
    audit: float
    confirm: bool
    see: tuple[tuple[str, str], ...]

    def outcomes(self, indices: Sequence[int]) -> Iterator[tuple[int, Outcome]]:
        """Yield the outcome of each case of a chunk, in the order in which batches end."""
        memory = _Memory()
        members = [_Member(index, self.cases[index], self.law) for index in indices]
        stocked = stock([member.case for member in members], self.law)
        for member, own in zip(members, stocked, strict=True):
            member.stocked = own
        for member, results in _computed(members, self.law, memory, self.see):
            yield member.index, self._judged(member, results)

    def _judged(self, member: "_Member", results: list[Any] | None) -> Outcome:
        """Return the outcome of what a batch computed, confirmed by a lone run if it must be."""
        if results is None:
            outcome, simulation = run_and_keep(member.case, self.law)
            return replace(outcome, seen=seen_in(simulation, self.see)) if self.see else outcome
        assert member.stocked is not None
        replay = _Replay(member.stocked, results)
        outcome = outcome_of(member.case, self.law, replay, self.law)
        outcome = replace(outcome, seen=member.seen)
        # Drawn from the case itself: the same cases are audited each time.
        drawn = zlib.crc32(f"{member.index} {member.case.name}".encode()) < self.audit * 2**32
        if not drawn and (outcome.passed or not self.confirm):
            return outcome
        lone = run_case(member.case, self.law)
        if lone.checks != outcome.checks:
            raise BatchDisagrees(member.case.name, member.case.place)
        return lone


def _spread(
    chunks: Sequence[Sequence[int]], work: _Work, jobs: int
) -> Iterator[tuple[int, Outcome]]:
    """Yield the outcome of each case, with its index, as the chunks are done."""
    if jobs == 1 or len(chunks) == 1:
        for chunk in chunks:
            yield from work.outcomes(chunk)
        return
    _Forked.work = work
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        for done in as_completed([pool.submit(_outcomes_in_child, chunk) for chunk in chunks]):
            yield from done.result()


class _Forked:
    """What children find in memory."""

    work: _Work


def _outcomes_in_child(chunk: Sequence[int]) -> list[tuple[int, Outcome]]:
    return list(_Forked.work.outcomes(chunk))


class _Member:
    """A case on its way through batches."""

    def __init__(self, index: int, case: Case, law: Legislation):
        self.index = index
        self.case = case
        self.stocked: Stocked | None = None
        self.requests, self.is_sound = _requests(case, law)
        self.results: list[Any] = []
        self.seen: dict[tuple[str, str], list[Any]] = {}

    @property
    def can_be_batched(self) -> bool:
        return self.stocked is not None and self.is_sound and bool(self.requests)


class _Memory:
    """What batches taught: variables whose formulas ask which periods were given."""

    def __init__(self) -> None:
        self.watched: set[str] = set()


def _requests(case: Case, law: Legislation) -> tuple[list[Request], bool]:
    problems: list[Any] = []
    found = list(requests_of(case, law, lambda error, path: problems.append(error)))
    changes_law = bool(case.reforms or case.extensions or case.parameters)
    return found, not problems and not changes_law


def _chunks(cases: Sequence[Case], jobs: int) -> Iterator[list[int]]:
    """Yield the indices of cases, those that ask the same together, in parts for each process."""
    order = sorted(range(len(cases)), key=lambda i: (str(cases[i].period), _outputs(cases[i]), i))
    size = max(1, min(CHUNK, -(-len(order) // jobs)))
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _outputs(case: Case) -> str:
    return str(sorted(map(str, case.output)))


class _Replay:
    """The results of a case, in the order in which they are asked for."""

    def __init__(self, stocked: Stocked, results: Sequence[Any]):
        self.stocked = stocked
        self.results = iter(results)

    def ids(self, plural: str) -> Sequence[str]:
        return self.stocked.ids[plural]

    def calculate(self, variable: str, period: Any) -> Any:
        return next(self.results)


def _computed(
    members: Sequence[_Member], law: Legislation, memory: _Memory, see: Sequence[tuple[str, str]]
) -> Iterator[tuple[_Member, list[Any] | None]]:
    """Yield each case with its results, None when it must be run alone."""
    waiting: list[list[_Member]] = []
    for member in members:
        if not member.can_be_batched:
            yield member, None
    groups: dict[Hashable, list[_Member]] = {}
    for member in members:
        if member.can_be_batched:
            groups.setdefault(_key(member, law, memory), []).append(member)
    waiting = list(groups.values())
    while waiting:
        group = waiting.pop()
        if len(group) == 1:
            yield group[0], None
            continue
        batch = _Batch(group, law)
        try:
            yield from batch.run(see)
        except _DependsOnGiven as found:
            memory.watched.add(found.variable)
            again: dict[Hashable, list[_Member]] = {}
            for member in batch.unfinished():
                again.setdefault(_key(member, law, memory), []).append(member)
            waiting += again.values()
        except Exception:  # a formula that fails, or that looks at its neighbours
            for member in batch.staying():
                yield member, None
        waiting += batch.gone


def _key(member: _Member, law: Legislation, memory: _Memory) -> Hashable:
    """Return what cases must share to begin a batch together."""
    assert member.stocked is not None
    first, given = member.requests[0], member.stocked.block.given
    eternal = frozenset(name for name in given if _is_eternal_formula(name, law))
    watched = tuple((name, given.get(name, ())) for name in sorted(memory.watched))
    return (first.variable, str(first.period), member.case.max_spiral_loops, eternal, watched)


def _is_eternal_formula(name: str, law: Legislation) -> bool:
    variable = law.system.variables[name]
    return bool(variable.definition_period is DateUnit.ETERNITY and variable.formulas)


class _DependsOnGiven(BaseException):
    """A formula asks for which periods a variable was given: not the same for all the cases."""

    def __init__(self, variable: str):
        super().__init__(variable)
        self.variable = variable


class _LooksAtNeighbours(Exception):
    """A formula looks at several rows at once."""


class _Batch:
    """A simulation of several cases, and those that still follow its course."""

    def __init__(self, members: Sequence[_Member], law: Legislation):
        self.members = members
        self.law = law
        self.present = numpy.ones(len(members), bool)
        self.gone: list[list[_Member]] = []
        self.simulation = self._empty_simulation()
        self.case_of = {key: self._case_of(key) for key in self.simulation.populations}
        self.given = self._given()
        self._put_eternal_values()
        self.simulation._batch = self

    def run(self, see: Sequence[tuple[str, str]]) -> Iterator[tuple[_Member, list[Any]]]:
        """Compute what the cases ask for, one request after the other; yield those that end."""
        rank = 0
        while self.present.any():
            asked: dict[tuple[str, str], list[int]] = {}
            for index in numpy.flatnonzero(self.present):
                member = self.members[index]
                if rank == len(member.requests):
                    self.present[index] = False
                    rows = {key: slice(b[index], b[index + 1]) for key, b in self._bounds.items()}
                    member.seen = seen_in(self.simulation, see, rows)
                    yield member, member.results
                else:
                    request = member.requests[rank]
                    asked.setdefault((request.variable, str(request.period)), []).append(index)
            if not asked:
                return
            (name, _), going_on = max(asked.items(), key=lambda one: len(one[1]))
            self._keep(numpy.isin(numpy.arange(len(self.members)), going_on))
            self._compute(name, self.members[going_on[0]].requests[rank].period)
            rank += 1

    def unfinished(self) -> list[_Member]:
        """Return the cases that still follow the course, to be begun again."""
        found = self.staying()
        for member in found:
            member.results = []
        return found

    def staying(self) -> list[_Member]:
        return [self.members[index] for index in numpy.flatnonzero(self.present)]

    def _compute(self, name: str, period: Any) -> None:
        array = self.simulation.calculate(name, period)
        key = self.simulation.tax_benefit_system.variables[name].entity.key
        bounds = self._bounds[key]
        for index in numpy.flatnonzero(self.present):
            self.members[index].results.append(array[bounds[index] : bounds[index + 1]].copy())

    def _keep(self, staying: Any) -> None:
        """Send the cases that do not stay to another batch, together."""
        leaving = numpy.flatnonzero(self.present & ~staying)
        if len(leaving):
            group = [self.members[index] for index in leaving]
            for member in group:
                member.results = []
            self.gone.append(group)
            self.present &= staying

    def settle(self, name: str, period: Any) -> Any:
        """Return the array of a value that the cases give, or None: the formula must compute it.

        Called when a value is asked for the first time. Cases that do not agree part here.
        """
        blocks = self.given.pop((name, period), None)
        if blocks is None:
            return None
        variable = self.law.system.variables[name]
        if variable.get_formula(period) is not None:
            giving = numpy.zeros(len(self.members), bool)
            for block in blocks:
                giving[block.indices] = True
            agreed = giving[self.present]
            is_given = 2 * agreed.sum() >= len(agreed)
            self._keep(giving == is_given)
            if not is_given:
                return None
        array = self._assembled(variable, (name, period), blocks)
        holder = self.simulation.populations[variable.entity.key].get_holder(name)
        holder._memory_storage._arrays[period] = array
        return array

    def check_formula(self, formula: Any) -> None:
        """Refuse a formula that would see the rows of other cases."""
        if len(self.members) > 1 and looks_at_neighbours(formula):
            raise _LooksAtNeighbours(formula.__qualname__)

    def know_periods(self, holder: Any) -> None:
        """Put all the given values of a variable in its holder: a formula asks which there are."""
        name = holder.variable.name
        ways = {member.stocked.block.given.get(name, ()) for member in self.members}  # type: ignore[union-attr]
        if len(ways) > 1:
            raise _DependsOnGiven(name)
        (way,) = ways
        for period in way:
            self.settle(name, period)
        arrays = holder._memory_storage._arrays
        others = {period: array for period, array in arrays.items() if period not in way}
        holder._memory_storage._arrays = {period: arrays[period] for period in way} | others

    def _empty_simulation(self) -> Any:
        """Return a simulation with all the persons and groups, and no value."""
        self.law.activate()
        simulation = Simulation(self.law.system, self.law.system.instantiate_entities())
        if loops := self.members[0].case.max_spiral_loops:
            simulation.max_spiral_loops = loops
        self._sources = _sources(self.members)
        self._bounds: dict[str, Any] = {}
        for key, population in simulation.populations.items():
            sizes = [_length(member.stocked.rows[key]) for member in self.members]  # type: ignore[union-attr]
            self._bounds[key] = numpy.concatenate([[0], numpy.cumsum(sizes)])
            population.count = int(self._bounds[key][-1])
            population.ids = [str(rank) for rank in range(population.count)]
        for key, population in simulation.populations.items():
            if not population.entity.is_person:
                self._put_groups(key, population)
        return simulation

    def _put_groups(self, key: str, population: Any) -> None:
        person = self.law.system.person_entity.key
        count = int(self._bounds[person][-1])
        groups = numpy.empty(count, numpy.int64)
        roles = numpy.empty(count, object)
        for index, member in enumerate(self.members):
            assert member.stocked is not None
            there = member.stocked.block.simulation.populations[key]
            rows = member.stocked.rows
            here = slice(self._bounds[person][index], self._bounds[person][index + 1])
            moved = self._bounds[key][index] - rows[key].start
            groups[here] = there.members_entity_id[rows[person]] + moved
            roles[here] = there.members_role[rows[person]]
        population.members_entity_id = groups
        population._members_role = roles

    def _case_of(self, key: str) -> Any:
        sizes = numpy.diff(self._bounds[key])
        return numpy.repeat(numpy.arange(len(self.members)), sizes)

    def _given(self) -> dict[Known, list["_Source"]]:
        found: dict[Known, list[_Source]] = {}
        for source in self._sources:
            for known in source.block.values:
                found.setdefault(known, []).append(source)
        return found

    def _assembled(self, variable: Any, known: Known, sources: Sequence["_Source"]) -> Any:
        """Return the array of all the cases: what they give, the default for the others."""
        key = variable.entity.key
        array = numpy.asarray(variable.default_array(int(self._bounds[key][-1])))
        array = array.view(numpy.ndarray)
        for source in sources:
            there = source.block.values[known].view(numpy.ndarray)
            array[source.targets(key, self._bounds[key])] = there[source.rows(key)]
        if variable.value_type == Enum:
            return EnumArray(array, variable.possible_values)
        return array

    def _put_eternal_values(self) -> None:
        """Put the values without a date, which are looked up without being asked for."""
        for name, period in list(self.given):
            variable = self.law.system.variables[name]
            if variable.definition_period is DateUnit.ETERNITY:
                array = self._assembled(variable, (name, period), self.given.pop((name, period)))
                holder = self.simulation.populations[variable.entity.key].get_holder(name)
                holder._memory_storage._arrays[periods.period(DateUnit.ETERNITY)] = array


class _Source:
    """The cases of a batch that come from one block: their rows there, their rows here."""

    def __init__(self, block: Any):
        self.block = block
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


def _sources(members: Sequence[_Member]) -> list[_Source]:
    found: dict[int, _Source] = {}
    for index, member in enumerate(members):
        assert member.stocked is not None
        source = found.setdefault(id(member.stocked.block), _Source(member.stocked.block))
        source.indices.append(index)
        source.slices.append(member.stocked.rows)
    return list(found.values())


def _length(rows: slice) -> int:
    return int(rows.stop - rows.start)
