"""A course of computation: what some cases ask for, one request after the other, all together.

What is shared (`lawcases.sharing`) is taken from there. The rest is computed in the order in which
a lone case would compute it; where that order depends on what a case gives, the smaller part of the
cases leaves for another course. Those that stay have been asked the same questions, in the same
order, with the same answers as alone: the values, the spirals and the cache are theirs.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.periods import DateUnit

from lawcases.assembling import ETERNITY
from lawcases.case import Case
from lawcases.judging import Request
from lawcases.neighbours import looks_at_neighbours
from lawcases.sharing import Shared, Sharing
from lawcases.stocking import Known, Stocked


class Member:
    """A case on its way through courses: what it asks for, and the answers so far.

    `index` is its place among all the cases, `rank` its place in the assembly.
    """

    def __init__(self, index: int, case: Case, requests: Sequence[Request]):
        self.index = index
        self.case = case
        self.requests = requests
        self.stocked: Stocked | None = None
        self.rank = -1
        self.results: list[Any] = []
        self.seen: dict[tuple[str, str], list[Any]] = {}


class DependsOnGiven(BaseException):
    """A formula asks for which periods a variable is known: not the same for all the cases."""

    def __init__(self, variable: str):
        super().__init__(variable)
        self.variable = variable


class LooksAtNeighbours(Exception):
    """A formula looks at several rows at once."""


class Course:
    """A simulation of several cases, and those (`present`) that still follow its course."""

    def __init__(self, members: Sequence[Member], sharing: Sharing):
        self.members = members
        self.sharing = sharing
        self.assembly = sharing.assembly
        self.gone: list[list[Member]] = []
        self.present = 0
        for member in members:
            self.present |= 1 << member.rank
        self._ranks = [member.rank for member in members]
        self._rows: dict[str, Any] = {}
        self._own: set[Known] = set()  # computed here although shared: not to be mixed with it
        self._own_bits = 0
        self._taken: list[tuple[Known, int]] = []
        self._visited: dict[Known, int] = {}
        self.simulation = self.assembly.part(self._ranks)
        if loops := members[0].case.max_spiral_loops:
            self.simulation.max_spiral_loops = loops
        self._put_eternal_values()
        self._bounds = {key: self._bounds_of(key) for key in self.simulation.populations}
        self.simulation._batch = self

    def run(self, see: Sequence[tuple[str, str]]) -> Iterator[Member]:
        """Compute what the cases ask for, one request after the other; yield those that end."""
        position = 0
        while self.present:
            asked: dict[tuple[str, str], list[Member]] = {}
            for place, member in self._staying():
                if position == len(member.requests):
                    self.present &= ~(1 << member.rank)
                    member.seen = dict(self._seen(see, place, member))
                    yield member
                else:
                    request = member.requests[position]
                    asked.setdefault((request.variable, str(request.period)), []).append(member)
            if not asked:
                return
            (name, _), going_on = max(asked.items(), key=lambda one: len(one[1]))
            self._keep(sum(1 << member.rank for member in going_on))
            self._compute(name, going_on[0].requests[position].period)
            position += 1

    def staying(self) -> list[Member]:
        """Return the cases that still follow the course, with no answer: to be begun again."""
        found = [member for _, member in self._staying()]
        for member in found:
            member.results = []
        return found

    def settle(self, name: str, period: Any) -> Any:
        """Return the array of a value that is given or shared, or None: it must be computed.

        Called when a value is asked for the first time. Cases that do not agree part here.
        """
        known = (name, period)
        givers = self.assembly.givers.get(known, 0) & self.present
        if givers == self.present:
            return self._put(known, self.assembly.given(known))
        shared = self._shared(known)
        if shared is not None:
            return self._put(known, shared.array)
        if givers:
            is_given = 2 * givers.bit_count() >= self.present.bit_count()
            self._keep(givers if is_given else self.present & ~givers)
            if is_given:
                return self._put(known, self.assembly.given(known))
        return None

    def check_formula(self, formula: Any) -> None:
        """Refuse a formula that would see the rows of other cases, or that looks at the cache."""
        if looks_at_neighbours(formula):
            raise LooksAtNeighbours(formula.__qualname__)

    def know_periods(self, holder: Any) -> None:
        """Put all the given values of a variable in its holder: a formula asks which there are."""
        name = holder.variable.name
        if self._is_given_for_ever(holder):
            return
        if name not in self.sharing.watched:
            self.sharing.watch(name)
            raise DependsOnGiven(name)
        ranks = [member.rank for _, member in self._staying()]
        ways = self.assembly.ways(name, ranks)
        if len(ways) > 1:
            raise DependsOnGiven(name)
        (way,) = ways
        for period in way:
            if period not in holder._memory_storage._arrays:
                self.settle(name, period)
        arrays = holder._memory_storage._arrays
        others = {period: array for period, array in arrays.items() if period not in way}
        holder._memory_storage._arrays = {period: arrays[period] for period in way} | others

    peek = know_periods  # a formula looks at what is known, without computing it

    def _is_given_for_ever(self, holder: Any) -> bool:
        if holder.variable.definition_period is not DateUnit.ETERNITY:
            return False
        givers = self.assembly.givers.get((holder.variable.name, ETERNITY), 0)
        return not self.present & ~givers

    def _shared(self, known: Known) -> Shared | None:
        """Return a shared value, if a lone case would have this value here and now."""
        entry = self.sharing.find(*known, self.present)
        if entry is None or not entry.valid & self.present:
            return None
        if not self.present & ~entry.valid:
            if not entry.reach & self._open() and not self._mixes(known, entry):
                self._taken.append((known, self.present))
                return entry
            if visited := self._visits(known) & self.present:
                self._keep_most(visited)
                if visited & self.present:
                    return entry
        self._own.add(known)
        self._own_bits |= self.sharing.bit(known[0])
        return None

    def _open(self) -> int:
        """Return the variables that are being computed: a spiral may come back to them."""
        bits, bit = 0, self.sharing.bit
        for frame in self.simulation.tracer._stack:
            bits |= bit(frame["name"])
        return bits

    def _mixes(self, known: Known, entry: Shared) -> bool:
        """Tell whether a shared value rests on one that this course has computed otherwise."""
        if not entry.reach & self._own_bits:
            return False
        seen = {known}
        waiting = [entry]
        while waiting:
            for child in waiting.pop().children:
                if child in self._own:
                    return True
                if child not in seen:
                    seen.add(child)
                    below = self.sharing.entries.get(child)
                    if below is None:
                        return True
                    if below.reach & self._own_bits:
                        waiting.append(below)
        return known in self._own

    def _visits(self, known: Known) -> int:
        """Return the cases that, alone, would have computed a value with those taken so far."""
        waiting, self._taken = self._taken, []
        while waiting:
            one, mask = waiting.pop()
            before = self._visited.get(one, 0)
            new = mask & ~before
            entry = self.sharing.entries.get(one)
            if new and entry is not None:
                self._visited[one] = before | new
                waiting += [(child, new & ~entry.givers) for child in entry.children]
        return self._visited.get(known, 0)

    def _put(self, known: Known, whole: Any) -> Any:
        """Put in the simulation the rows of its cases, not to be written in."""
        holder = self._holder(known[0])
        array = whole[self._rows_of(holder.population.entity.key)]
        array.flags.writeable = False
        holder._memory_storage._arrays[known[1]] = array
        return array

    def _put_eternal_values(self) -> None:
        for (name, period), givers in self.assembly.givers.items():
            if period == ETERNITY and givers & self.present:
                self._put((name, period), self.assembly.given((name, period)))

    def _rows_of(self, key: str) -> Any:
        if key not in self._rows:
            self._rows[key] = self.assembly.rows(key, self._ranks)
        return self._rows[key]

    def _bounds_of(self, key: str) -> Any:
        sizes = numpy.diff(self.assembly.bounds[key])[self._ranks]
        return numpy.concatenate([[0], numpy.cumsum(sizes)])

    def _holder(self, name: str) -> Any:
        variable = self.assembly.law.system.variables[name]
        return self.simulation.populations[variable.entity.key].get_holder(name)

    def _staying(self) -> list[tuple[int, Member]]:
        return [
            (place, member)
            for place, member in enumerate(self.members)
            if self.present >> member.rank & 1
        ]

    def _compute(self, name: str, period: Any) -> None:
        array = self.simulation.calculate(name, period)
        key = self.assembly.law.system.variables[name].entity.key
        bounds = self._bounds[key]
        for place, member in self._staying():
            member.results.append(array[bounds[place] : bounds[place + 1]].copy())
        # What a spiral spoilt was forgotten at the end of the computation.
        self._own = {
            known
            for known in self._own
            if known[1] in self._holder(known[0])._memory_storage._arrays
        }
        self._own_bits = 0
        for one, _ in self._own:
            self._own_bits |= self.sharing.bit(one)

    def _keep_most(self, part: int) -> None:
        rest = self.present & ~part
        self._keep(part if part.bit_count() >= rest.bit_count() else rest)

    def _keep(self, staying: int) -> None:
        """Send the cases that do not stay to another course, together."""
        leaving = [member for _, member in self._staying() if not staying >> member.rank & 1]
        if leaving:
            for member in leaving:
                member.results = []
            self.gone.append(leaving)
            self.present &= staying

    def _seen(
        self, keys: Sequence[tuple[str, str]], place: int, member: Member
    ) -> Iterator[tuple[tuple[str, str], list[Any]]]:
        """Yield the values that the case, alone, would have computed on the way."""
        for name, text in keys:
            holder = self._holder(name)
            key = holder.population.entity.key
            known = (name, ETERNITY if holder._eternal else periods.period(text))
            array = holder._memory_storage._arrays.get(known[1])
            if array is not None:
                bounds = self._bounds[key]
                yield (name, text), array[bounds[place] : bounds[place + 1]].tolist()
            elif self._visits(known) >> member.rank & 1:
                whole = self.sharing.entries[known].array
                yield (name, text), whole[self.assembly.rows(key, [member.rank])].tolist()
