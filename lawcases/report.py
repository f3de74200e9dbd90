"""What a run of files gave, before it is put into words: results and their summary (pure)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lawcases.case import Check, Outcome
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
    """An outcome, in a file where red may be expected. Its file, name and rank are its identity.

    rank: of the case in its file, from 1. reasons: by failed check, why its value is what it is, as
    lines of text, if somebody asked.
    """

    outcome: Outcome
    expects_red: bool = False
    rank: int = 1
    reasons: tuple[tuple[Check, str], ...] = ()

    @property
    def file(self) -> str:
        place = self.outcome.case.place
        return place.file if place else ""

    @property
    def name(self) -> str:
        return self.outcome.case.name

    @property
    def verdict(self) -> Verdict:
        if self.expects_red:
            return Verdict.RESOLVED if self.outcome.passed else Verdict.DIVERGENCE
        return Verdict.PASSED if self.outcome.passed else Verdict.FAILED


@dataclass
class Report:
    """The results of a run, the files that could not be used, and how long it took."""

    results: Sequence[Result] = ()
    unusable: Sequence[CaseError] = ()
    seconds: float = 0.0
    counts: Counter[Verdict] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = Counter(result.verdict for result in self.results)

    @property
    def exit_status(self) -> int:
        """Return 0 when all is good, 1 when something is red, 2 when a file is unusable."""
        if self.unusable:
            return 2
        return 0 if all(result.verdict.is_good for result in self.results) else 1


def results_of(
    outcomes: Iterable[Outcome], expects_red: Callable[[str], bool] = lambda file: False
) -> list[Result]:
    """Return the results of outcomes, ranked within their files.

    expects_red: tells whether the cases of a file, by its name, are expected to be red.
    """
    ranks: Counter[str] = Counter()
    results = []
    for outcome in outcomes:
        file = outcome.case.place.file if outcome.case.place else ""
        ranks[file] += 1
        results.append(Result(outcome, expects_red(file), ranks[file]))
    return results
