"""Rows that disagree → groups of them that the same conditions set apart. Pure.

A small tree of questions, each with a yes or a no, that best tell the rows that disagree from the
others; its leaves where many disagree are the clusters, and the way to a leaf says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

Flags = NDArray[numpy.bool_]

DEEPEST = 3
FEWEST = 3
"""A cluster has at least so many rows that disagree: fewer say nothing of the rules."""
THRESHOLDS = 9


@dataclass(frozen=True)
class Condition:
    """A question about a row, and the answer that the rows of a cluster give."""

    question: str
    answer: bool


@dataclass(frozen=True)
class Cluster:
    """Rows that disagree, and what they have in common.

    rows: ranks of those that disagree, the most typical first.
    among: how many rows meet the same conditions, whether they disagree or not.
    """

    conditions: tuple[Condition, ...]
    rows: tuple[int, ...]
    among: int


def clusters(gaps: Sequence[float], questions: Mapping[str, Flags]) -> list[Cluster]:
    """Return the clusters of the rows whose gap is not nothing, the largest first.

    gaps: computed minus decided, one a row; nothing (0) when they agree.
    questions: for each question, the answer of each row.
    Rows that are too much and rows that are too little are never in one cluster.
    """
    differences = numpy.asarray(gaps, float)
    found: list[Cluster] = []
    for sign in (differences > 0, differences < 0):
        other = (differences != 0) & ~sign  # neither agrees nor disagrees this way
        found += _leaves(~other, sign, differences, questions, ())
    return sorted(found, key=lambda one: -len(one.rows))


def questions_of(columns: Mapping[str, Sequence[Any]]) -> dict[str, Flags]:
    """Return questions about the values of some columns: « is it x? », « is it at least n? ».

    Numbers that take many values are cut at their deciles.

    >>> sorted(questions_of({"rent": [100, 200], "couple": [True, False]}))
    ['couple', 'rent ≥ 200']
    """
    found: dict[str, Flags] = {}
    for name, values in columns.items():
        distinct = sorted(set(values), key=str)
        if len(distinct) < 2:
            continue
        if set(distinct) <= {True, False} and all(isinstance(one, bool) for one in distinct):
            found[name] = numpy.array(values, bool)
        elif all(isinstance(one, int | float) for one in distinct):
            numbers = numpy.asarray(values, float)
            cuts = numpy.quantile(numbers, numpy.linspace(0, 1, THRESHOLDS + 2)[1:-1])
            limits = sorted(set(distinct)) if len(distinct) <= THRESHOLDS else sorted(set(cuts))
            for limit in limits:
                if numbers.min() < limit:
                    found[f"{name} ≥ {limit:g}"] = numbers >= limit
        else:
            for one in distinct[:THRESHOLDS]:
                found[f"{name} : {one}"] = numpy.array([value == one for value in values])
    return found


def _leaves(
    inside: Flags,
    disagree: Flags,
    gaps: NDArray[numpy.float64],
    questions: Mapping[str, Flags],
    way: tuple[Condition, ...],
) -> list[Cluster]:
    """Return the clusters among the rows that are inside."""
    wrong = inside & disagree
    if wrong.sum() < FEWEST:
        return []
    best = _best_question(inside, wrong, questions) if len(way) < DEEPEST else None
    if best is None:
        return [Cluster(way, _typical_first(wrong, gaps), int(inside.sum()))]
    yes = questions[best]
    return [
        leaf
        for answer, part in ((True, inside & yes), (False, inside & ~yes))
        for leaf in _leaves(part, disagree, gaps, questions, (*way, Condition(best, answer)))
    ]


def _best_question(inside: Flags, wrong: Flags, questions: Mapping[str, Flags]) -> str | None:
    """Return the question that tells most, or None when none tells anything."""
    before = _disorder(wrong.sum(), inside.sum())
    if not before:
        return None
    best, gain = None, 0.01
    for question, yes in questions.items():
        parts = [(wrong & side).sum() for side in (yes, ~yes)]
        sizes = [(inside & side).sum() for side in (yes, ~yes)]
        if not all(sizes):
            continue
        weights = zip(parts, sizes, strict=True)
        after = sum(size * _disorder(part, size) for part, size in weights) / inside.sum()
        if before - after > gain:
            best, gain = question, before - after
    return best


def _disorder(part: Any, size: Any) -> float:
    """Return how mixed a set is, in bits: 0 when all its rows are alike."""
    if not part or part == size:
        return 0.0
    share = part / size
    return float(-share * numpy.log2(share) - (1 - share) * numpy.log2(1 - share))


def _typical_first(wrong: Flags, gaps: NDArray[numpy.float64]) -> tuple[int, ...]:
    """Return the ranks of some rows, those of a middling gap first."""
    ranks = numpy.flatnonzero(wrong)
    middle = numpy.median(gaps[ranks])
    return tuple(int(rank) for rank in sorted(ranks, key=lambda one: abs(gaps[one] - middle)))
