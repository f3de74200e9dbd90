"""What the computation of some cases went through: a change alters only what rests on it.

Cases are computed once, side by side (`lawcases.batching`), while it is noted which values rest on
which, which functions of the extension computed them and which parameters these read. Where one of
these changes, the values that rest on it are forgotten, and the cases that used them are computed
again: nearly all the law of the country stays as it was.
"""

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openfisca_core import periods
from openfisca_core.periods import Period
from openfisca_core.tracers import TracingParameterNodeAtInstant

from lawcases.assembling import Assembly
from lawcases.batching import Replay, answered, asked_by
from lawcases.case import Case
from lawcases.courses import Course, DependsOnGiven, Member
from lawcases.judging import Judge
from lawcases.legislation import Legislation
from lawcases.running import run_case
from lawcases.sharing import Sharing
from lawcases.stocking import Known, stock

IsOwn = Callable[[Any], bool]
IsGreen = Callable[[Member], bool]


class Trail:
    """What was gone through, of the functions kept by `is_own`.

    calling: the values whose formula calls a function, by its code.
    naming: the values whose formula names something, by that name.
    reading: instant and value of each reading of a parameter, by its name.
    courses: those that were run.
    """

    def __init__(self, law: Legislation, is_own: IsOwn):
        self.law = law
        self.is_own = is_own
        self.calling: dict[types.CodeType, set[Known]] = {}
        self.naming: dict[str, set[Known]] = {}
        self.reading: dict[str, set[tuple[str, Known]]] = {}
        self.courses: list[_FollowedCourse] = []
        self.running: list[Known] = []  # formulas of what is shared, the innermost last
        self.stack: Sequence[Any] = ()  # those of a course, which ask for it

    def note_formula(self, known: Known, formula: Any) -> None:
        """Note that a formula computes a value."""
        if self.is_own(formula):
            for function in called_by(formula, self.is_own):
                self.calling.setdefault(function, set()).add(known)
                for word in words_of(function):
                    self.naming.setdefault(word, set()).add(known)

    def record_parameter_access(self, name: str, instant: Any, value: Any) -> None:
        """Note that the formula that runs reads a parameter: what openfisca's nodes call."""
        known = self._reader()
        if known is not None:
            self.reading.setdefault(name, set()).add((str(instant), known))

    def _reader(self) -> Known | None:
        """Return the value whose formula runs."""
        if self.running:
            return self.running[-1]
        return (self.stack[-1]["name"], self.stack[-1]["period"]) if self.stack else None

    @contextmanager
    def noting_parameters(self) -> Iterator[None]:
        """Make our formulas, and theirs only, say which parameters they read."""
        system = self.law.system
        parameters_at = system.get_parameters_at_instant

        def read(instant: Any) -> Any:
            found = parameters_at(instant)
            reader = self._reader()
            if reader is None:
                return found
            formula = system.variables[reader[0]].get_formula(reader[1])
            is_ours = formula is not None and self.is_own(formula)
            return TracingParameterNodeAtInstant(found, self) if is_ours else found

        system.get_parameters_at_instant = read
        try:
            yield
        finally:
            del system.get_parameters_at_instant


class _Followed(Sharing):
    """What is shared by cases, and how it was computed."""

    def __init__(self, assembly: Assembly, watched: set[str], trail: Trail):
        super().__init__(assembly, watched)
        self.trail: Trail | None = trail

    def _run(self, entry: Any, desk: Any, formula: Any, known: Known, wanted: int) -> None:
        trail = self.trail
        if trail is None:
            return super()._run(entry, desk, formula, known, wanted)
        trail.note_formula(known, formula)
        trail.running.append(known)
        try:
            super()._run(entry, desk, formula, known, wanted)
        finally:
            trail.running.pop()


class _FollowedCourse(Course):
    """A course of computation that can be taken again, for the values that rest on a change."""

    sharing: _Followed

    def __init__(self, members: Sequence[Member], sharing: Sharing):
        self.ended: list[Member] = []
        self.greens: list[tuple[Member, bool]] = []  # those that end here: are they green?
        self.above: dict[Known, set[Known]] = {}  # by value, those that asked for it
        self._faithful: dict[frozenset[Known], bool] = {}
        super().__init__(members, sharing)

    def run(self, see: Sequence[tuple[str, str]]) -> Iterator[Member]:
        trail = self.sharing.trail
        if trail is None:
            yield from super().run(see)
            return
        stack = trail.stack = self.simulation.tracer.stack
        calculate = self.simulation.calculate

        def noted(name: str, period: Any) -> Any:
            known = (name, period if type(period) is Period else periods.period(period))
            asking = self.above.setdefault(known, set())
            if stack:
                asking.add((stack[-1]["name"], stack[-1]["period"]))
            return calculate(name, period)

        self.simulation.calculate = noted
        for member in super().run(see):
            self.ended.append(member)
            yield member
        del self.simulation.calculate
        self._arrays = {name: dict(arrays) for name, arrays in self._kept()}
        trail.courses.append(self)

    def check_formula(self, formula: Any) -> None:
        super().check_formula(formula)
        if self.sharing.trail is not None:
            frame = self.simulation.tracer.stack[-1]
            self.sharing.trail.note_formula((frame["name"], frame["period"]), formula)

    def lost(self, changed: set[Known]) -> frozenset[Known]:
        """Return the values of this course that rest on some that changed."""
        return frozenset(_closure(changed & self.above.keys(), self.above))

    def is_faithful(self, lost: frozenset[Known], is_green: IsGreen) -> bool:
        """Tell whether taking it again without these values, the law being the same, is the same.

        A spiral, cut where the computation began, may end elsewhere when it begins elsewhere.
        """
        if lost not in self._faithful:
            ends = {member.index: is_green(member) for member in self.again(lost)}
            same = [ends.get(member.index) == green for member, green in self.greens]
            self._faithful[lost] = all(same)
        return self._faithful[lost]

    def again(self, lost: frozenset[Known]) -> Iterator[Member]:
        """Compute anew what rests on the lost values, and yield the cases that end as they did."""
        self.gone = []
        self.present = 0
        for member in self.ended:
            self.present |= 1 << member.rank
            member.results = []
        self.simulation.invalidated_caches = set()
        for name, _ in self._kept():
            kept = self._arrays.get(name, {})
            arrays = {at: array for at, array in kept.items() if (name, at) not in lost}
            self._holder(name)._memory_storage._arrays = arrays
        try:
            yield from super().run(())
        except (DependsOnGiven, Exception):  # those that have not ended are run otherwise
            return

    def _kept(self) -> list[tuple[str, dict[Any, Any]]]:
        return [
            (name, holder._memory_storage._arrays)
            for population in self.simulation.populations.values()
            for name, holder in population._holders.items()
        ]


class Following:
    """Some cases that were computed, and can be where the law changes.

    green: the indices of those that pass. A case that cannot be computed among others is `alone`:
    it is run whole each time.
    """

    def __init__(self, cases: Sequence[Case], law: Legislation, is_own: IsOwn):
        self.law = law
        self.cases = cases
        self.trail = Trail(law, is_own)
        self.green: set[int] = set()
        self.alone: set[int] = set()
        self._members: dict[int, Member] = {}
        for index, (case, stocked) in enumerate(zip(cases, stock(cases, law), strict=True)):
            requests = asked_by(case, law)
            if stocked and requests:
                member = Member(index, case, requests)
                member.stocked, member.rank = stocked, len(self._members)
                self._members[index] = member
            elif run_case(case, law).passed:
                self.alone.add(index)
        self._above: dict[Known, set[Known]] = {}
        self._sharing = self._followed() if self._members else None
        self.green |= self.alone

    def _followed(self) -> _Followed:
        stocked = [member.stocked for member in self._members.values() if member.stocked]
        sharing = _Followed(Assembly(stocked, self.law), self.law.watched, self.trail)
        with self.trail.noting_parameters():
            for member, results in answered(
                list(self._members.values()), sharing, kind=_FollowedCourse
            ):
                if results is None:
                    if run_case(member.case, self.law).passed:
                        self.alone.add(member.index)
                elif self._is_green(member):
                    self.green.add(member.index)
        sharing.trail = None
        for course in self.trail.courses:
            course.greens = [(member, member.index in self.green) for member in course.ended]
        for known, entry in sharing.entries.items():
            for child in entry.children:
                self._above.setdefault(child, set()).add(known)
        return sharing

    def resting_on(self, touched: set[Known]) -> "Resting":
        """Return what rests on some values: others, and the green cases that used them."""
        changed = _closure(touched, self._above)
        courses = [
            (course, lost) for course in self.trail.courses if (lost := course.lost(changed))
        ]
        found = {member.index for course, _ in courses for member in course.ended}
        return Resting(changed, courses, sorted(found & self.green | self.alone))

    def again(self, resting: "Resting") -> Iterator[tuple[int, bool]]:
        """Compute the cases again, the law being changed; yield each with whether it passes.

        `prepare` must have been called with the law as it was.
        """
        for index in self.alone:
            yield index, run_case(self.cases[index], self.law).passed
        with self._without(resting):
            for course, lost in resting.courses:
                done = set()
                if course.is_faithful(lost, self._is_green):
                    for member in course.again(lost):
                        done.add(member.index)
                        if member.index in self.green:
                            yield member.index, self._is_green(member)
                for member in course.ended:
                    if member.index in self.green - done:
                        yield member.index, run_case(member.case, self.law).passed

    def prepare(self, resting: "Resting") -> None:
        """Learn, before the law is changed, which courses can be taken again."""
        with self._without(resting):
            for course, lost in resting.courses:
                course.is_faithful(lost, self._is_green)

    @contextmanager
    def _without(self, resting: "Resting") -> Iterator[None]:
        if self._sharing is None:
            yield
            return
        kept = self._sharing.entries
        left = {known: entry for known, entry in kept.items() if known not in resting.changed}
        self._sharing.entries = left
        try:
            yield
        finally:
            self._sharing.entries = kept

    def _is_green(self, member: Member) -> bool:
        assert member.stocked is not None
        judge = Judge(member.case, self.law, Replay(member.stocked, member.results))
        return all(check.passed for check in judge.checks()) and judge.error is None


@dataclass(frozen=True)
class Resting:
    """What rests on some values.

    changed: those that are shared by all. courses: each with the values that it must compute again.
    indices: the green cases to compute again.
    """

    changed: set[Known]
    courses: Sequence[tuple[_FollowedCourse, frozenset[Known]]]
    indices: Sequence[int]


def _closure(start: set[Known], above: Mapping[Known, set[Known]]) -> set[Known]:
    """Return some values and all those that rest on them."""
    found: set[Known] = set()
    waiting = list(start)
    while waiting:
        known = waiting.pop()
        if known not in found:
            found.add(known)
            waiting += above.get(known, ())
    return found


def called_by(function: Any, is_own: IsOwn) -> set[types.CodeType]:
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
