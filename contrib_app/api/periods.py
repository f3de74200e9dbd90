"""Periods as a request writes them. Only those that OpenFisca reads in one way."""

import re
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2049
LONGEST = 60
WRITTEN = re.compile(
    r"(?:(?P<prefix>month|year):)?(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?"
    r"(?::(?P<count>[1-9]\d?))?",
    re.ASCII,
)


@dataclass(frozen=True)
class Span:
    """A period: `count` units from a month of a year, both included. unit: day, month or year."""

    unit: str
    year: int
    month: int
    count: int


def read_span(text: str) -> Span | None:
    """Return a period between 2000 and 2049, or None when it is not one that we take.

    >>> read_span("2026-11")
    Span(unit='month', year=2026, month=11, count=1)
    >>> read_span("month:2026-08:4").count
    4
    >>> read_span("year:2026-11").unit
    'year'
    >>> read_span("2026-13"), read_span("1999"), read_span("month:2026-08:-5"), read_span("now")
    (None, None, None, None)
    """
    found = WRITTEN.fullmatch(text) if len(text) <= 20 else None
    if found is None:
        return None
    prefix, count = found["prefix"], int(found["count"] or 1)
    year, month = int(found["year"]), int(found["month"] or 1)
    unit = prefix or ("day" if found["day"] else "month" if found["month"] else "year")
    odd = (
        (found["day"] and (prefix or not _is_day(text)))
        or (found["count"] and not prefix)
        or (prefix == "month" and not found["month"])
        or not 1 <= month <= 12
    )
    months = count * (12 if unit == "year" else 1)
    last_year = year + (month - 1 + months - 1) // 12
    if odd or months > LONGEST or not FIRST_YEAR <= year <= last_year <= LAST_YEAR:
        return None
    return Span(unit, year, month, count)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
