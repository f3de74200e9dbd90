"""The periods that answers fill, around a month M."""

from datetime import date

READ_LATE = "2025-03"
"""Since this month the RSA and the Prime d'activité read the incomes of M-4 to M-2 (décrets of the
generalised "solidarité à la source")."""


class Calendar:
    """The periods that answers fill, around a month M (`2026-11`).

    Incomes go from January of N-1 to M, conditions from M-4 to M, benefits of the past from M-12.
    """

    def __init__(self, month: str):
        self.first = date.fromisoformat(f"{month}-01")
        self.month = month
        self.year = self.first.year
        self.last_year = str(self.year - 1)
        self.before_last_year = str(self.year - 2)
        self.january = f"{self.year}-01"

    @property
    def reads_late(self) -> bool:
        """Tell whether the quarter that the RSA reads ends two months before M."""
        return self.month >= READ_LATE

    def ago(self, months: int) -> str:
        """Return the month that is so many months before M.

        >>> Calendar("2026-02").ago(3)
        '2025-11'
        """
        index = self.year * 12 + self.first.month - 1 - months
        return f"{index // 12}-{index % 12 + 1:02}"

    @property
    def old_spans(self) -> list[tuple[str, int]]:
        """Return what goes from January of N-1 to M-5, without overlap, with lengths in months.

        >>> Calendar("2026-11").old_spans
        [('month:2025-01:10', 10), ('month:2025-11:8', 8)]
        """
        before = self.first.month - 1
        found = [(self.ago(12 + before), before), (self.ago(12), 8)]
        return [(_span(start, count), count) for start, count in found if count]

    @property
    def recent(self) -> list[str]:
        """Return M-4 to M-1, oldest first."""
        return [self.ago(months) for months in (4, 3, 2, 1)]

    @property
    def recent_span(self) -> tuple[str, int]:
        """M-4 to M-1 at once."""
        return f"month:{self.ago(4)}:4", 4

    @property
    def short(self) -> tuple[str, int]:
        """M and the four months before."""
        return f"month:{self.ago(4)}:5", 5

    def short_and_january(self) -> list[str]:
        """Return the short period, and the first month of the year, that yearly benefits read."""
        within = self.ago(4) <= self.january
        return [self.short[0]] if within else [self.january, self.short[0]]

    @property
    def long_ago(self) -> str:
        """From M-12 to M-5."""
        return f"month:{self.ago(12)}:8"

    @property
    def past_year(self) -> tuple[str, int]:
        """From M-12 to M-1, as OpenFisca itself writes it."""
        start = self.ago(12)
        return start[:4] if start.endswith("-01") else f"year:{start}", 12

    @property
    def thirteen(self) -> str:
        """From M-12 to M."""
        return f"month:{self.ago(12)}:13"


def _span(start: str, count: int) -> str:
    return f"month:{start}:{count}" if count > 1 else start
