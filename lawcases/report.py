"""What a run of files gave, before it is put into words: results and their summary (pure)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lawcases.case import Outcome
from lawcases.errors import CaseError


class Verdict(StrEnum):
    """What a result means for whoever keeps the cases."""

    PASSED = "passed"
    FAILED = "failed"
    DIVERGENCE = "divergence"  # red, as its folder announces
    RESOLVED = "resolved"  # green, where its folder announces red

    @property
    def is_good(self) -> bool:
        return self in (Verdict.PASSED, Verdict.DIVERGENCE)


@dataclass(frozen=True)
class Result:
    """An outcome, in a file where red may be expected."""

    outcome: Outcome
    seconds: float
    expects_red: bool = False

    @property
    def verdict(self) -> Verdict:
        if self.expects_red:
            return Verdict.RESOLVED if self.outcome.passed else Verdict.DIVERGENCE
        return Verdict.PASSED if self.outcome.passed else Verdict.FAILED


@dataclass
class Report:
    """The results of a run, and the files that could not be used."""

    results: Sequence[Result] = ()
    unusable: Sequence[CaseError] = ()
    counts: Counter[Verdict] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = Counter(result.verdict for result in self.results)

    @property
    def exit_status(self) -> int:
        """Return 0 when all is good, 1 when something is red, 2 when a file is unusable."""
        if self.unusable:
            return 2
        return 0 if all(result.verdict.is_good for result in self.results) else 1
