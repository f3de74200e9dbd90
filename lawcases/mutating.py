"""Change the law a little, and see whether a case notices: what survives is not tested.

Green cases are computed once, side by side; then, for each mutant that they reach and that no other
case has noticed yet, what rests on the change is computed again (`lawcases.following`).
"""

import multiprocessing
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field

from lawcases.accelerating import accelerate
from lawcases.batching import chunks_of
from lawcases.case import Case
from lawcases.errors import MutationDisagrees
from lawcases.following import Following, Resting
from lawcases.legislation import Legislation
from lawcases.mutants import Mutant, folder_of, is_in
from lawcases.mutation_report import Trial
from lawcases.running import run_case

PARTS = 4  # of the cases, for each process
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

    jobs: how many processes share the cases. Those that are red without any mutant, or that change
    the law themselves, are left aside.
    audit: part of the verdicts that are proved by running the case whole with the mutant.
    progress: told how many cases are done, now and then.
    Raises MutationDisagrees when such a run says otherwise: a bug, never a verdict.
    """
    accelerate()
    own = [case for case in cases if not (case.reforms or case.extensions or case.parameters)]
    work = _Work(mutants, own, law, extension, audit)
    reached = [0] * len(mutants)
    killers: dict[int, int] = {}
    done = 0
    for chunk, found in _spread(work, jobs):
        for rank, (reaching, killer) in found.items():
            reached[rank] += reaching
            if killer is not None:
                killers[rank] = min(killer, killers.get(rank, killer))
        done += len(chunk)
        progress(done)
    return [
        Trial(
            mutant.subject,
            mutant.change,
            mutant.place,
            reached[rank],
            own[killers[rank]] if rank in killers else None,
        )
        for rank, mutant in enumerate(mutants)
    ]


Found = dict[int, tuple[int, int | None]]


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
        """Return, for each mutant that some of these cases reach, how many and which notices it."""
        folder = folder_of(self.extension)
        cases = [self.cases[index] for index in indices]
        following = Following(cases, self.law, lambda function: is_in(function, folder))
        found: Found = {}
        for rank, mutant in enumerate(self.mutants):
            touched = mutant.touched(following.trail)
            resting = following.resting_on(touched)
            if touched and resting.indices:
                killer = None
                if rank not in self.noticed:
                    killer = self._killer(mutant, following, resting)
                found[rank] = len(resting.indices), None if killer is None else indices[killer]
                if killer is not None:
                    self.noticed.add(rank)
        return found

    def _killer(self, mutant: Mutant, following: Following, resting: Resting) -> int | None:
        """Return the first case that is found red with the mutant."""
        following.prepare(resting)
        with mutant.applied(self.law):
            for index, passes in following.again(resting):
                case = following.cases[index]
                if self._is_audited(mutant, case) and passes != run_case(case, self.law).passed:
                    raise MutationDisagrees(str(mutant), SAID[passes], case.place)
                if not passes:
                    return index
        return None

    def _is_audited(self, mutant: Mutant, case: Case) -> bool:
        # Drawn from what is tried: the same verdicts are proved each time.
        return zlib.crc32(f"{mutant} {case.place} {case.name}".encode()) < self.audit * 2**32


def _spread(work: _Work, jobs: int) -> Iterator[tuple[Sequence[int], Found]]:
    """Yield what is found in some cases after the other, in as many processes."""
    chunks = list(chunks_of(work.cases, max(jobs, 1) * PARTS))
    if jobs == 1:
        for chunk in chunks:
            yield chunk, work.found(chunk)
        return
    _Shared.work = work
    # Children are forked with the law in memory: what they receive is ranks.
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        waiting = {pool.submit(_found_in_child, chunk): chunk for chunk in chunks}
        for done in as_completed(waiting):
            yield waiting[done], done.result()


class _Shared:
    """What forked children find in memory."""

    work: _Work


def _found_in_child(indices: Sequence[int]) -> Found:
    return _Shared.work.found(indices)
