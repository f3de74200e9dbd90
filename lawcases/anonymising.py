"""What tells people apart, made vaguer as long as the results stay the same.

Each function yields vaguer cases, the vaguest first; `vaguest` keeps the first that computes the
same values. They are pure: which variables hold dates or places is for the caller to say.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from lawcases.batching import run_cases
from lawcases.case import Case
from lawcases.legislation import Legislation
from lawcases.running import run_case
from lawcases.shrinking import values_of


def vaguest(case: Case, candidates: Iterable[Case], law: Legislation) -> Case | None:
    """Return the first candidate that computes the same values, or None.

    Candidates are computed together; the one that is returned was also computed alone.
    """
    wanted = values_of(run_case(case, law))
    several = [one for one in candidates if one.input != case.input]
    if wanted is None or not several:
        return None
    outcomes = run_cases(several, law, audit=0, confirm=False)
    for candidate, outcome in zip(several, outcomes, strict=True):
        if values_of(outcome) == wanted and values_of(run_case(candidate, law)) == wanted:
            return candidate
    return None


def vaguer_dates(case: Case, variable: str) -> Iterator[Case]:
    """Yield the case with its dates on 1 January, then on the first of the next or same month."""
    for change in (_first_of_year, _first_of_next_month, _first_of_month):
        yield with_values(case, variable, change)


def other_values(case: Case, variable: str, values: Sequence[Any]) -> Iterator[Case]:
    """Yield the case with each of these values instead of what it gives for a variable."""
    for value in values:
        yield with_values(case, variable, partial(_instead, value))


def rounded_to(value: Any, multiple: int) -> Any:
    """Return the nearest multiple; a value that is no amount, or a smaller one, as it is.

    >>> rounded_to(1234.56, 50), rounded_to(0.3, 10), rounded_to("30 * 2", 10), rounded_to(-15, 10)
    (1250, 0.3, '30 * 2', -20)
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) < multiple:
        return value
    return int(math.copysign(math.floor(abs(value) / multiple + 0.5) * multiple, value))


def _instead(value: Any, _: Any) -> Any:
    return value


def with_values(case: Case, variable: str, change: Callable[[Any], Any]) -> Case:
    """Return the case with a variable changed wherever it is given, at each period."""

    def changed(tree: Any) -> Any:
        if not isinstance(tree, Mapping):
            return tree
        return {
            key: _deep(value, change) if key == variable else changed(value)
            for key, value in tree.items()
        }

    return replace(case, input=changed(case.input))


def _deep(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {at: _deep(one, change) for at, one in value.items()}
    return [change(one) for one in value] if isinstance(value, list) else change(value)


def _first_of_year(day: str) -> str:
    return date.fromisoformat(day).replace(month=1, day=1).isoformat()


def _first_of_month(day: str) -> str:
    return date.fromisoformat(day).replace(day=1).isoformat()


def _first_of_next_month(day: str) -> str:
    """Return the first of the next month; rights open there after a birthday.

    >>> _first_of_next_month("1990-12-31"), _first_of_next_month("1990-05-01")
    ('1991-01-01', '1990-05-01')
    """
    given = date.fromisoformat(day)
    if given.day == 1:
        return day
    year, month = (given.year + 1, 1) if given.month == 12 else (given.year, given.month + 1)
    return date(year, month, 1).isoformat()
