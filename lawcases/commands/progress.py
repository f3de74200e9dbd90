"""A bar that tells where a long run is, on standard error, to somebody who watches."""

import sys
import time
from types import TracebackType

WIDTH = 30
# A bar that comes and goes at once is only a flash.
SILENT_SECONDS = 1.0


class Bar:
    """Shows how much of a known number of things is done, on one line, and leaves nothing."""

    def __init__(self, total: int, things: str, *, is_wanted: bool = True):
        self.total = total
        self.things = things
        self.started = time.monotonic()
        self.is_watched = is_wanted and sys.stderr.isatty()

    def __enter__(self) -> "Bar":
        return self

    def reach(self, done: int) -> None:
        """Show that `done` of them are done."""
        seconds = time.monotonic() - self.started
        if self.is_watched and seconds > SILENT_SECONDS:
            text = bar_text(done, self.total, self.things, seconds)
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.is_watched:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def bar_text(done: int, total: int, things: str, seconds: float) -> str:
    """Return the bar as text, with the seconds that are left at the present pace.

    >>> bar_text(5, 20, "cases", 3.0)
    '███████▌                       5 of 20 cases, 9 s left'
    """
    eighths = int(WIDTH * 8 * done / max(1, total))
    bar = "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8]
    left = seconds * (total - done) / max(1, done)
    return f"{bar:<{WIDTH}} {done} of {total} {things}, {left:.0f} s left"
