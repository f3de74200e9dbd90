"""Whether one more computation may wait, from how long computations take now. Pure."""

import math
from collections.abc import Mapping, Sequence

LATEST = 0.3
"""Weight of the latest computation in the mean: a change of load is known after a few."""


class Admission:
    """Service times, measured, and what a newcomer would wait.

    longest_wait: seconds beyond which it is better to come back. guesses: seconds of a job that
    was never measured.
    """

    def __init__(self, longest_wait: float, guesses: Mapping[str, float] | None = None):
        self.longest_wait = longest_wait
        self.seconds = dict(guesses or {})

    def note(self, job: str, seconds: float) -> None:
        """Learn from a computation, alone or together: its duration."""
        before = self.seconds.get(job, seconds)
        self.seconds[job] = (1 - LATEST) * before + LATEST * seconds

    def wait(
        self, ahead: Sequence[str], running: Sequence[tuple[str, float]], places: int
    ) -> float:
        """Return how many seconds a newcomer would wait before it begins.

        ahead: jobs that begin before it, one for each batch. running: the job and the age in
        seconds of what runs. places: how many may run at once.

        >>> admission = Admission(5.0, {"compute": 2.0})
        >>> admission.wait([], [], places=1)
        0.0
        >>> admission.wait(["compute"], [("compute", 0.5)], places=1)
        3.5
        """
        ends = sorted(max(0.0, self.seconds.get(job, 0.0) - age) for job, age in running)
        ends = [0.0] * max(0, places - len(ends)) + ends
        for job in ahead:
            ends[0] += self.seconds.get(job, 0.0)
            ends.sort()
        return ends[0]

    def admits(self, wait: float) -> bool:
        return wait <= self.longest_wait

    @staticmethod
    def retry_after(wait: float) -> int:
        """Return after how many whole seconds to come back."""
        return max(1, math.ceil(wait))
