"""`mesaides check`: a beginner's errors, each with its file, its line and what to write instead.

Each room is one check: a function that takes a `Repository` and yields `Finding`s. Adding a check
is adding a function to `BEFORE_LOADING`, or to `WITH_THE_LAW` when it needs the law loaded.
"""

from collections.abc import Callable, Iterator

from contrib_app.authoring.checks import catalogue, code, corpus, loading, parameters, trial
from contrib_app.authoring.checks.findings import Finding, Repository, repository_at
from lawcases import Legislation

BEFORE_LOADING: tuple[Callable[[Repository], Iterator[Finding]], ...] = (
    code.check,
    parameters.check,
    catalogue.check,
)
WITH_THE_LAW: tuple[Callable[[Repository, Legislation], Iterator[Finding]], ...] = (
    catalogue.check_with,
    trial.check,
    corpus.check,
)


def check(repository: Repository) -> list[Finding]:
    """Return everything to correct, by file and line.

    When the law cannot be loaded, what needs it is not looked at: correct that first.
    """
    found = [finding for one in BEFORE_LOADING for finding in one(repository)]
    if any(finding.stops for finding in found):
        return sorted(set(found))
    law, refused = loading.load(repository)
    if law is None:
        return sorted({*found, *refused})
    known = {(finding.file, finding.line) for finding in found}
    for one in WITH_THE_LAW:
        found += [f for f in one(repository, law) if (f.file, f.line) not in known]
    return sorted(set(found))


__all__ = ["Finding", "Repository", "check", "repository_at"]
