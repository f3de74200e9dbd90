"""Results → GitHub Actions annotations: each red case is shown on its line of the pull request."""

import os
from collections.abc import Iterator
from pathlib import Path

from lawcases.errors import CaseError
from lawcases.report import Report, Result, Verdict
from lawcases.reporting import explanation, one_line

LEVELS = {Verdict.FAILED: "error", Verdict.RESOLVED: "error", Verdict.DIVERGENCE: "notice"}


def github_text(report: Report, root: Path = Path()) -> str:
    """Return an annotation per case that is not green and per unusable file, one a line.

    root: of the repository; GitHub wants files named from there. What a file says is escaped, so
    that no text of a case is taken for a command.
    """
    lines = [*_of_results(report, root), *(_of_error(error, root) for error in report.unusable)]
    return "\n".join(lines)


def _of_results(report: Report, root: Path) -> Iterator[str]:
    for result in report.results:
        if result.verdict in LEVELS:
            yield _annotation(
                LEVELS[result.verdict],
                result.file,
                _line(result),
                one_line(f"{result.verdict}: {result.name or 'case'}"),
                "\n".join(explanation(result)),
                root,
            )


def _of_error(error: CaseError, root: Path) -> str:
    file, line = (error.place.file, error.place.line) if error.place else ("", 1)
    return _annotation("error", file, line, "unusable file", one_line(error.message), root)


def _line(result: Result) -> int:
    """Return the line of the first thing that is wrong, else that of the case."""
    case, error = result.outcome.case, result.outcome.error
    places = [error.place if error else None]
    places += [check.place for check in result.outcome.checks if not check.passed]
    return next((place.line for place in [*places, case.place] if place), 1)


def _annotation(level: str, file: str, line: int, title: str, message: str, root: Path) -> str:
    path = os.path.relpath(file, root) if file else ""
    facts = {"file": path.replace(os.sep, "/"), "line": str(line), "title": title}
    properties = ",".join(f"{key}={_property(value)}" for key, value in facts.items() if value)
    return f"::{level} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
