"""Results → text for a terminal, and JSON for a machine."""

import json
import re
from collections import Counter
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
RED, GREEN, YELLOW = "31", "32", "33"
COLOURS = {
    Verdict.PASSED: GREEN,
    Verdict.FAILED: RED,
    Verdict.DIVERGENCE: YELLOW,
    Verdict.RESOLVED: RED,
}
# Characters that would move the cursor, end a line or turn its direction.
NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
SEVERAL = 4
REMEDY = "it passes now, and its folder expects red: move the file to the tests that must pass"


def terminal_text(report: Report, *, colour: bool = False) -> str:
    """Return what is not green, each with its place and values, then a summary.

    >>> print(terminal_text(Report()))
    no case
    """
    lines: list[str] = []
    for result in report.results:
        if result.verdict is not Verdict.PASSED:
            lines += [*_result_lines(result, colour), ""]
    if report.unusable:
        lines.append("These files could not be used:")
        lines += [*(f"  {one_line(str(error))}" for error in report.unusable), ""]
    return "\n".join([*lines, *_most_failed(report), summary(report, colour=colour)])


def summary(report: Report, *, colour: bool = False) -> str:
    """Return the counts on one line."""
    parts = [
        _coloured(f"{count} {verdict}", COLOURS[verdict], colour)
        for verdict in Verdict
        if (count := report.counts[verdict])
    ]
    if report.unusable:
        parts.append(_coloured(f"{len(report.unusable)} unusable", RED, colour))
    return ", ".join(parts) or "no case"


def one_line(text: str) -> str:
    """Return a text that cannot do anything to a terminal, nor to a machine that reads lines.

    >>> one_line("two\\nlines"), one_line("\\x1b[2J")
    ('two\\\\nlines', '\\\\x1b[2J')
    """
    return NOT_SHOWN.sub(lambda found: repr(found[0])[1:-1], text)


def _most_failed(report: Report) -> Iterator[str]:
    """Yield the variables that differ most often, when there are several cases to sort out."""
    failed = [result for result in report.results if result.verdict is Verdict.FAILED]
    if len(failed) < SEVERAL:
        return
    counts = Counter(
        variable
        for result in failed
        for variable in {check.variable for check in result.outcome.checks if not check.passed}
    )
    if counts:
        shown = ", ".join(f"{variable} in {count}" for variable, count in counts.most_common(10))
        yield f"By variable: {shown}"


def _coloured(text: str, colour: str, wanted: bool) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if wanted else text


def json_text(report: Report) -> str:
    """Return everything as JSON: a machine needs no second look at the files."""
    document = {
        "summary": {str(verdict): report.counts[verdict] for verdict in Verdict},
        "seconds": round(report.seconds, 3),
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
        yield one_line(str(outcome.error))
    for check in outcome.checks:
        if not check.passed:
            yield one_line(check_line(check))


def _result_lines(result: Result, colour: bool) -> Iterator[str]:
    case = result.outcome.case
    verdict = _coloured(WORDS[result.verdict], COLOURS[result.verdict], colour)
    place = one_line(str(case.place)) if case.place else ""
    yield f"{verdict}  {place}  {one_line(case.name)}".rstrip()
    for line in explanation(result):
        yield f"    {line}"
    for _, reason in result.reasons:
        yield ""
        yield from (f"    {one_line(line)}" for line in reason.splitlines())


def check_line(check: Check) -> str:
    """Return a failed comparison in words: what was expected, what came, by how much, where."""
    of = f" of {check.instance}" if check.instance is not None else ""
    computed = (
        "not computed" if check.computed is None else f"computed {value_text(check.computed)}"
    )
    expected = value_text(check.expected)
    line = f"{check.variable}{of} for {check.period}: expected {expected}, {computed}"
    gap = check.difference.gap if check.difference else None
    if gap is not None and not isinstance(check.expected, bool):
        line += f" ({gap:+.6g})"
    return f"{line}  (line {check.place.line})" if check.place else line


def value_text(value: Any) -> str:
    """Return a value as people read it.

    >>> value_text(True), value_text(2.50), value_text("tenant")
    ('true', '2.5', 'tenant')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value + 0.0:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _as_json(result: Result) -> dict[str, Any]:
    case = result.outcome.case
    error = result.outcome.error
    document = {
        "file": case.place.file if case.place else None,
        "line": case.place.line if case.place else None,
        "name": case.name,
        "rank": result.rank,
        "verdict": str(result.verdict),
        "error": str(error) if error else None,
        "checks": [_check_as_json(check) for check in result.outcome.checks],
    }
    if result.reasons:
        document["reasons"] = [
            {"variable": check.variable, "instance": check.instance, "text": reason}
            for check, reason in result.reasons
        ]
    return document


def _check_as_json(check: Check) -> dict[str, Any]:
    return {
        "variable": check.variable,
        "instance": check.instance,
        "period": check.period,
        "line": check.place.line if check.place else None,
        "expected": check.expected,
        "computed": check.computed,
        "difference": check.difference.gap if check.difference else None,
        "passed": check.passed,
    }
