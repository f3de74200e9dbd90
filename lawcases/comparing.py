"""Expected and computed values → differences, as OpenFisca's `assert_near` sees them (pure)."""

import struct
from datetime import date
from typing import Any

from lawcases.arithmetic import evaluate
from lawcases.case import Difference, Margin
from lawcases.errors import NotArithmetic

NO_MARGIN = Margin()
INFINITY = float("inf")


def difference(expected: Any, computed: Any, margin: Margin = NO_MARGIN) -> Difference | None:
    """Return the difference that matters between two values, or None.

    Both margins must hold when both are given, as in OpenFisca's own runner. Without a margin the
    values must be equal: a test that says nothing about rounding asks for the exact amount.
    Numbers are compared as OpenFisca stores them, with the 24 bits of a float32.

    >>> difference(70, 70.004, Margin(absolute=0.005))
    >>> difference(70, 70.004)
    Difference(expected=70, computed=70.004)
    >>> difference(16777217, 16777216)
    >>> difference("1990-01-01", date(1990, 1, 1))
    >>> difference("tenant", "owner")
    Difference(expected='tenant', computed='owner')
    """
    return None if _same(expected, computed, margin) else Difference(expected, computed)


def number_in(expected: Any) -> Any:
    """Return the number that an expected text stands for, or what was given.

    >>> number_in("400 * 12"), number_in("tenant")
    (4800, 'tenant')
    """
    if isinstance(expected, str):
        try:
            return evaluate(expected)
        except NotArithmetic:
            return expected
    return expected


def _same(expected: Any, computed: Any, margin: Margin) -> bool:
    if isinstance(computed, date):
        return _as_date(expected) == computed
    if isinstance(expected, str):
        return isinstance(computed, str) and expected == computed
    if not isinstance(expected, int | float):
        return False
    if isinstance(computed, str | bytes):
        try:
            computed = float(computed)
        except ValueError:
            return False
    return near(expected, computed, margin)


def near(expected: float, computed: float, margin: Margin = NO_MARGIN) -> bool:
    """Tell whether two numbers are equal within the margins, in float32 arithmetic.

    >>> near(100, 104.9, Margin(relative=0.05)), near(0, 0.001, Margin(relative=0.05))
    (True, False)
    """
    target, value = float32(expected), float32(computed)
    gap = float32(abs(target - value))
    absolute, relative = margin.absolute, margin.relative
    if absolute is None and relative is None:
        absolute = 0
    return (absolute is None or gap <= float32(absolute)) and (
        relative is None or gap <= float32(abs(float32(relative) * target))
    )


def float32(number: float) -> float:
    """Return the nearest number that OpenFisca can store.

    >>> float32(0.1)
    0.10000000149011612
    """
    try:
        (nearest,) = struct.unpack("f", struct.pack("f", number))
    except OverflowError:
        return INFINITY if number > 0 else -INFINITY
    return float(nearest)


def _as_date(expected: Any) -> date | None:
    """Read a date as numpy does: a year or a month stands for its first day."""
    if not isinstance(expected, str):
        return None
    missing = {4: "-01-01", 7: "-01"}.get(len(expected), "")
    try:
        return date.fromisoformat(expected + missing)
    except ValueError:
        return None
