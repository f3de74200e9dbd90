"""Many cases in one simulation, with exactly the results that each would have alone.

OpenFisca computes all the rows of its arrays at once, so cases are put side by side
(`lawcases.assembling`). Values that depend on the inputs alone are computed once for all of them
(`lawcases.sharing`); those that depend also on what was asked before, by courses of cases that ask
the same questions in the same order (`lawcases.courses`).

Formulas that look at several rows at once are recognised by their code; a case that meets one is
run alone. Whatever a batch finds red is run alone again before it is told.
"""

import gc
import multiprocessing
import zlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Any

from openfisca_core.periods import DateUnit

from lawcases.accelerating import accelerate
from lawcases.assembling import Assembly
from lawcases.case import NO_CASE, Case, Outcome
from lawcases.courses import Course, DependsOnGiven, Member
from lawcases.errors import BatchDisagrees
from lawcases.judging import Request, requests_of
from lawcases.legislation import Legislation
from lawcases.running import outcome_of, run_and_keep, run_case, seen_in
from lawcases.sharing import Sharing
from lawcases.stocking import Stocked, stock

CHUNK = 2500
CHUNK_MONTHS = 6000  # cases times different periods: what is shared must fit in memory


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
    for index, outcome in _spread(list(chunks_of(cases, jobs)), work, jobs):
        outcomes[index] = replace(outcome, case=cases[index])
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
        """Yield the outcome of each case of a chunk, in the order in which courses end."""
        cases = [self.cases[index] for index in indices]
        members: list[Member] = []
        alone: list[Member] = []
        for index, case, stocked in zip(indices, cases, stock(cases, self.law), strict=True):
            requests = asked_by(case, self.law)
            member = Member(index, case, requests or ())
            member.stocked = stocked
            (members if stocked and requests else alone).append(member)
        for member in alone:
            yield member.index, self._judged(member, None)
        for member, results in _computed(members, self.law, self.see):
            yield member.index, self._judged(member, results)

    def _judged(self, member: Member, results: list[Any] | None) -> Outcome:
        """Return the outcome of what a batch computed, confirmed by a lone run if it must be."""
        if results is None:
            outcome, simulation = run_and_keep(member.case, self.law)
            return replace(outcome, seen=seen_in(simulation, self.see)) if self.see else outcome
        assert member.stocked is not None
        replay = Replay(member.stocked, results)
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
    if jobs == 1 or len(chunks) <= 1:
        for chunk in chunks:
            yield from work.outcomes(chunk)
        return
    _Forked.work = work
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(jobs, len(chunks)), mp_context=fork) as pool:
        for done in as_completed([pool.submit(_outcomes_in_child, chunk) for chunk in chunks]):
            yield from done.result()


class _Forked:
    """What children find in memory."""

    work: _Work


def _outcomes_in_child(chunk: Sequence[int]) -> list[tuple[int, Outcome]]:
    # The parent has the cases: a copy of each would double what it holds.
    done = [(index, replace(one, case=NO_CASE)) for index, one in _Forked.work.outcomes(chunk)]
    gc.collect()  # simulations hold themselves: they would stay until some later collection
    return done


def asked_by(case: Case, law: Legislation) -> list[Request] | None:
    """Return what a case asks for; None if it must be run alone to know what is wrong with it."""
    problems: list[Any] = []
    found = list(requests_of(case, law, lambda error, path: problems.append(error)))
    changes_law = bool(case.reforms or case.extensions or case.parameters)
    return None if problems or changes_law else found


def chunks_of(cases: Sequence[Case], jobs: int) -> Iterator[list[int]]:
    """Yield the indices of cases, those that ask the same together, in parts for each process."""
    order = sorted(range(len(cases)), key=lambda i: (str(cases[i].period), _outputs(cases[i]), i))
    size = max(1, min(CHUNK, -(-len(order) // jobs)))
    chunk: list[int] = []
    months: set[str] = set()
    for index in order:
        months.add(str(cases[index].period))
        if chunk and (len(chunk) == size or len(months) * len(chunk) > CHUNK_MONTHS):
            yield chunk
            chunk, months = [], {str(cases[index].period)}
        chunk.append(index)
    if chunk:
        yield chunk


def _outputs(case: Case) -> str:
    return str(sorted(map(str, case.output)))


class Replay:
    """The results of a case, in the order in which they are asked for."""

    def __init__(self, stocked: Stocked, results: Sequence[Any]):
        self.stocked = stocked
        self.results = iter(results)

    def ids(self, plural: str) -> Sequence[str]:
        return self.stocked.ids[plural]

    def calculate(self, variable: str, period: Any) -> Any:
        return next(self.results)


def _computed(
    members: Sequence[Member], law: Legislation, see: Sequence[tuple[str, str]]
) -> Iterator[tuple[Member, list[Any] | None]]:
    """Yield each case with its results, None when it must be run alone."""
    if not members:
        return
    for rank, member in enumerate(members):
        member.rank = rank
    stocked = [member.stocked for member in members if member.stocked is not None]
    sharing = Sharing(Assembly(stocked, law), law.watched)
    yield from answered(members, sharing, see)
    sharing.forget()


def answered(
    members: Sequence[Member],
    sharing: Sharing,
    see: Sequence[tuple[str, str]] = (),
    kind: type[Course] = Course,
) -> Iterator[tuple[Member, list[Any] | None]]:
    """Yield each case of an assembly with its results, None when it must be run alone."""
    law = sharing.assembly.law
    waiting = _grouped(members, law)
    while waiting:
        course = kind(waiting.pop(), sharing)
        try:
            for member in course.run(see):
                yield member, member.results
        except DependsOnGiven:
            waiting += _grouped(course.staying(), law)
        except Exception:  # a formula that fails, or that looks at its neighbours
            for member in course.staying():
                yield member, None
        waiting += course.gone


def _grouped(members: Sequence[Member], law: Legislation) -> list[list[Member]]:
    """Return the cases that may begin a course together."""
    groups: dict[Hashable, list[Member]] = {}
    for member in members:
        groups.setdefault(_key(member, law), []).append(member)
    return list(groups.values())


def _key(member: Member, law: Legislation) -> Hashable:
    """Return what cases must share to begin a course together."""
    assert member.stocked is not None
    first, given = member.requests[0], member.stocked.block.given
    eternal = frozenset(name for name in given if _is_eternal(name, law))
    watched = tuple((name, given.get(name, ())) for name in sorted(law.watched))
    return (first.variable, str(first.period), member.case.max_spiral_loops, eternal, watched)


def _is_eternal(name: str, law: Legislation) -> bool:
    variable = law.system.variables[name]
    return bool(variable.definition_period is DateUnit.ETERNITY)
