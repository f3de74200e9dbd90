"""Cases → groups of those that show the same thing, whatever their texts and their amounts.

Most are told apart together, in batches, by the conditions that they meet; the few that are left
are run alone, where the ways of the formulas and the brackets of scales can be seen.
"""

import multiprocessing
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from lawcases.batching import run_cases
from lawcases.case import Case
from lawcases.legislation import Legislation
from lawcases.signing import signatures, trail_of
from lawcases.walking import expected_values


def duplicates(
    cases: Sequence[Case],
    law: Legislation,
    *,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> list[list[Case]]:
    """Return the groups of cases that have one signature, in the order of their first case.

    jobs: how many processes share the work, each a fork. progress: told how many cases are done.
    A case that cannot be computed is in no group.
    """
    likely = [group for group in _likely_groups(cases, law, jobs) if len(group) > 1]
    alike: dict[Hashable, list[int]] = {}
    progress(len(cases) - sum(map(len, likely)))
    for group, signed in _signed(likely, cases, law, jobs):
        for index, own in zip(group, signed, strict=True):
            if own is not None:
                alike.setdefault(own, []).append(index)
    found = sorted(sorted(group) for group in alike.values() if len(group) > 1)
    return [[cases[index] for index in group] for group in found]


def _likely_groups(cases: Sequence[Case], law: Legislation, jobs: int) -> list[list[int]]:
    """Return groups of cases that may be alike: they ask the same, and meet the same conditions."""
    by_question: dict[frozenset[str], list[int]] = {}
    for index, case in enumerate(cases):
        asked = frozenset(one.facts.name for one in expected_values(case, law))
        by_question.setdefault(asked, []).append(index)
    groups: dict[Hashable, list[int]] = {}
    for asked, indices in by_question.items():
        if len(indices) == 1:
            continue
        for index, met in zip(indices, _conditions(indices, cases, law, jobs), strict=True):
            groups.setdefault((asked, met), []).append(index)
    return list(groups.values())


def _conditions(
    indices: Sequence[int], cases: Sequence[Case], law: Legislation, jobs: int
) -> Iterator[Hashable]:
    """Yield, for each case, the conditions that it meets among those of the first ones.

    Which are looked at does not have to be exact: those that are missed are seen alone, later.
    """
    by_period: dict[str, list[int]] = {}
    for index in indices:
        by_period.setdefault(str(cases[index].period), []).append(index)
    met: dict[int, Hashable] = {}
    for several in by_period.values():
        trail = trail_of(cases[several[0]], law)
        keys = sorted(trail.keys) if trail else []
        outcomes = run_cases(
            [cases[index] for index in several], law, jobs=jobs, audit=0, confirm=False, see=keys
        )
        for index, outcome in zip(several, outcomes, strict=True):
            met[index] = frozenset(
                (name, tuple(sorted(map(str, values))))
                for (name, _), values in outcome.seen.items()
            )
    return iter([met[index] for index in indices])


class _Forked:
    """What children find in memory."""

    groups: Sequence[Sequence[int]] = ()
    cases: Sequence[Case] = ()
    law: Legislation


def _signed(
    groups: Sequence[Sequence[int]], cases: Sequence[Case], law: Legislation, jobs: int
) -> Iterator[tuple[Sequence[int], Sequence[Hashable]]]:
    """Yield each group with the signatures of its cases."""
    if jobs == 1 or len(groups) < 2:
        for group in groups:
            yield group, signatures([cases[index] for index in group], law)
        return
    _Forked.groups, _Forked.cases, _Forked.law = groups, cases, law
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        yield from zip(groups, pool.map(_signed_in_child, range(len(groups))), strict=True)


def _signed_in_child(rank: int) -> Sequence[Hashable]:
    return signatures([_Forked.cases[index] for index in _Forked.groups[rank]], _Forked.law)
