"""How near a computed amount is to an expected one. Pure."""

import enum

EXACT = 0.01
NEAR, FAR = 0.02, 0.10


class Grade(enum.Enum):
    """How near a computed amount is to a decided one."""

    EXACT = "exact"
    WITHIN_2_PERCENT = "within_2"
    WITHIN_10_PERCENT = "within_10"
    BEYOND = "beyond"


def grade(expected: float, computed: float) -> Grade:
    """Return how near two amounts are, relatively to the expected one.

    >>> grade(100, 101.5).value, grade(100, 92).value, grade(0, 3).value, grade(0, 0).value
    ('within_2', 'within_10', 'beyond', 'exact')
    """
    gap = round(abs(computed - expected), 6)
    if gap <= EXACT:
        return Grade.EXACT
    if not expected or gap > round(FAR * abs(expected), 6):
        return Grade.BEYOND
    return Grade.WITHIN_2_PERCENT if gap <= NEAR * abs(expected) else Grade.WITHIN_10_PERCENT
