"""Expected and computed amounts → how far they agree. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from contrib_app.contributions.grading import EXACT, Grade, grade

BOUNDS = (-200.0, -100.0, -50.0, -20.0, -5.0, -1.0, 1.0, 5.0, 20.0, 50.0, 100.0, 200.0)


@dataclass(frozen=True)
class Agreement:
    """How a set of decisions and the rules agree.

    confusion: {(decided, computed): count}, whether there is a right.
    grades: {grade: count}, among all the decisions.
    gaps: counts of computed minus decided, between `BOUNDS`; the first and the last are open.
    typical: the median of the gaps that are not nothing, None without any.
    """

    count: int
    confusion: dict[tuple[bool, bool], int]
    grades: dict[Grade, int]
    gaps: tuple[int, ...]
    typical: float | None


def agreement(expected: Sequence[float], computed: Sequence[float]) -> Agreement:
    """Return how decided amounts and computed ones agree, one by one."""
    confusion = {(d, c): 0 for d in (True, False) for c in (True, False)}
    grades = dict.fromkeys(Grade, 0)
    gaps = [0] * (len(BOUNDS) + 1)
    differences = []
    for decided, found in zip(expected, computed, strict=True):
        confusion[decided > EXACT, found > EXACT] += 1
        grades[grade(decided, found)] += 1
        gap = found - decided
        gaps[sum(gap >= bound for bound in BOUNDS)] += 1
        if abs(gap) > EXACT:
            differences.append(gap)
    return Agreement(
        len(expected),
        confusion,
        grades,
        tuple(gaps),
        median(differences) if differences else None,
    )
