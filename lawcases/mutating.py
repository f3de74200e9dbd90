"""Change the law a little, and see whether a case notices: what survives is not tested.

Each green case is computed once; then, for each mutant that it reaches and that no other case has
noticed yet, what depends on the change is computed again (see `course`).
"""

import multiprocessing
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any

from lawcases.case import Case
from lawcases.course import Course
from lawcases.errors import CaseError, MutationDisagrees
from lawcases.legislation import Legislation
from lawcases.mutants import Mutant, folder_of, is_in
from lawcases.mutation_report import Trial
from lawcases.running import run_case

CHUNK = 5
SAID = ("red", "green")


def try_mutants(
    mutants: Sequence[Mutant],
    cases: Sequence[Case],
    law: Legislation,
    extension: str,
    *,
    jobs: int = 1,
    audit: float = 0.01,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Trial]:
    """Try mutants on green cases, and return what became of each, in order.

    jobs: how many processes share the cases. Cases that are red without any mutant are left aside.
    audit: part of the verdicts that are proved by running the case whole with the mutant.
    progress: told how many cases are done, now and then.
    Raises MutationDisagrees when such a run says otherwise: a bug, never a verdict.
    """
    work = _Work(mutants, cases, law, extension, audit)
    reached = [0] * len(mutants)
    killers: dict[int, int] = {}
    done = 0
    for found in _spread(work, jobs):
        for index, (reaching, noticing) in found.items():
            for rank in reaching:
                reached[rank] += 1
            for rank in noticing:
                killers[rank] = min(index, killers.get(rank, index))
        done += len(found)
        progress(done)
    return [
        Trial(
            mutant.subject,
            mutant.change,
            mutant.place,
            reached[rank],
            cases[killers[rank]] if rank in killers else None,
        )
        for rank, mutant in enumerate(mutants)
    ]


Found = dict[int, tuple[list[int], list[int]]]


@dataclass
class _Work:
    """Mutants to try on cases, and those already noticed in this process."""

    mutants: Sequence[Mutant]
    cases: Sequence[Case]
    law: Legislation
    extension: str
    audit: float
    noticed: set[int] = field(default_factory=set)

    def found(self, indices: Sequence[int]) -> Found:
        """Return, for each of these cases, the mutants that it reaches and those it notices."""
        return {index: self._tried(self.cases[index]) for index in indices}

    def _tried(self, case: Case) -> tuple[list[int], list[int]]:
        folder = folder_of(self.extension)
        try:
            course = Course(case, self.law, lambda function: is_in(function, folder))
        except CaseError:
            return [], []
        if not course.passed:
            return [], []
        reaching, noticing = [], []
        for rank, mutant in enumerate(self.mutants):
            if touched := mutant.touched(course):
                reaching.append(rank)
                if rank not in self.noticed and self._is_noticed(mutant, course, touched):
                    noticing.append(rank)
        self.noticed.update(noticing)
        return reaching, noticing

    def _is_noticed(self, mutant: Mutant, course: Course, touched: Any) -> bool:
        """Tell whether a green case is red with the mutant."""
        course.is_faithful(touched)
        with mutant.applied(self.law):
            passed = course.passes_without(touched)
            if self._is_audited(mutant, course.case):
                whole = run_case(course.case, self.law).passed
                if whole != passed:
                    raise MutationDisagrees(str(mutant), SAID[passed], course.case.place)
        return not passed

    def _is_audited(self, mutant: Mutant, case: Case) -> bool:
        # Drawn from what is tried: the same verdicts are proved each time.
        return zlib.crc32(f"{mutant} {case.place} {case.name}".encode()) < self.audit * 2**32


def _spread(work: _Work, jobs: int) -> Iterator[Found]:
    """Yield what is found in some cases after the other, in as many processes."""
    indices = range(len(work.cases))
    chunks = [indices[start : start + CHUNK] for start in range(0, len(indices), CHUNK)]
    if jobs == 1:
        yield from map(work.found, chunks)
        return
    _Shared.work = work
    # Children are forked with the law in memory: what they receive is ranks.
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        for done in as_completed([pool.submit(_found_in_child, chunk) for chunk in chunks]):
            yield done.result()


class _Shared:
    """What forked children find in memory."""

    work: _Work


def _found_in_child(indices: Sequence[int]) -> Found:
    return _Shared.work.found(indices)
