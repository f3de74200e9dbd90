"""Results → text for a terminal, and JSON for a machine."""

import json
from collections.abc import Iterator
from typing import Any

from lawcases.case import Check
from lawcases.report import Report, Result, Verdict

WORDS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "FAILED",
    Verdict.DIVERGENCE: "divergence",
    Verdict.RESOLVED: "RESOLVED",
}
REMEDY = "it passes now, and its folder expects red: move the file to the tests that must pass"


def terminal_text(report: Report) -> str:
    """Return what is not green, each with its place and values, then a summary.

    >>> print(terminal_text(Report()))
    no case
    """
    lines: list[str] = []
    for result in report.results:
        if result.verdict is not Verdict.PASSED:
            lines += [*_result_lines(result), ""]
    if report.unusable:
        lines += ["These files could not be used:", *(f"  {e}" for e in report.unusable), ""]
    return "\n".join([*lines, summary(report)])


def summary(report: Report) -> str:
    """Return the counts on one line."""
    parts = [f"{count} {verdict}" for verdict in Verdict if (count := report.counts[verdict])]
    if report.unusable:
        parts.append(f"{len(report.unusable)} unusable")
    return ", ".join(parts) or "no case"


def json_text(report: Report) -> str:
    """Return everything as JSON: a machine needs no second look at the files."""
    document = {
        "summary": {str(verdict): report.counts[verdict] for verdict in Verdict},
        "cases": [_as_json(result) for result in report.results],
        "unusable": [
            {
                "file": error.place.file if error.place else None,
                "line": error.place.line if error.place else None,
                "message": error.message,
            }
            for error in report.unusable
        ],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def explanation(result: Result) -> Iterator[str]:
    """Yield a line per thing that is wrong with a case."""
    outcome = result.outcome
    if result.verdict is Verdict.RESOLVED:
        yield REMEDY
    if outcome.error:
        yield str(outcome.error)
    for check in outcome.checks:
        if not check.passed:
            yield _check_line(check)


def _result_lines(result: Result) -> Iterator[str]:
    case = result.outcome.case
    yield f"{WORDS[result.verdict]}  {case.place}  {case.name}".rstrip()
    for line in explanation(result):
        yield f"    {line}"


def _check_line(check: Check) -> str:
    of = f" of {check.instance}" if check.instance is not None else ""
    computed = "not computed" if check.computed is None else f"computed {_shown(check.computed)}"
    line = f"{check.variable}{of} for {check.period}: expected {_shown(check.expected)}, {computed}"
    gap = check.difference.gap if check.difference else None
    if gap is not None and not isinstance(check.expected, bool):
        line += f" ({gap:+.6g})"
    return f"{line}  (line {check.place.line})" if check.place else line


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _as_json(result: Result) -> dict[str, Any]:
    case = result.outcome.case
    error = result.outcome.error
    return {
        "file": case.place.file if case.place else None,
        "line": case.place.line if case.place else None,
        "name": case.name,
        "verdict": str(result.verdict),
        "seconds": round(result.seconds, 3),
        "error": str(error) if error else None,
        "checks": [
            {
                "variable": check.variable,
                "instance": check.instance,
                "period": check.period,
                "line": check.place.line if check.place else None,
                "expected": check.expected,
                "computed": check.computed,
                "difference": check.difference.gap if check.difference else None,
                "passed": check.passed,
            }
            for check in result.outcome.checks
        ],
    }
