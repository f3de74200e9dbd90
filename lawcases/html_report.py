"""Results → one HTML page that holds all it needs, to be read by people and filtered."""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from lawcases.case import Check
from lawcases.errors import CaseError
from lawcases.report import Report, Result, Verdict
from lawcases.reporting import REMEDY, one_line, summary, value_text


def html_text(report: Report) -> str:
    """Return the report as a page without any outside asset; red cases come first, opened.

    Only the page's own style and script may act there, whatever the cases say.
    """
    style = files("lawcases").joinpath("report.css").read_text("utf-8")
    script = files("lawcases").joinpath("report.js").read_text("utf-8")
    order = sorted(report.results, key=lambda result: RANK[result.verdict])
    entries = [*map(_unusable, report.unusable), *map(_result, order)]
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<title>{escape(summary(report))}</title>
<style>{style}</style>
</head>
<body>
<h1>{escape(summary(report))}</h1>
<p>{len(report.results)} cases in {report.seconds:.1f} s</p>
<form hidden>
<label>Search<br><input type="search" name="words"></label>
{_choices(report)}
<output></output>
</form>
<main>
{"".join(entries)}</main>
<script>{script}</script>
</body>
</html>
"""


RANK = {Verdict.FAILED: 0, Verdict.RESOLVED: 1, Verdict.DIVERGENCE: 2, Verdict.PASSED: 3}


def _choices(report: Report) -> str:
    counts = {str(verdict): report.counts[verdict] for verdict in RANK}
    counts["unusable"] = len(report.unusable)
    return "\n".join(
        f'<label><input type="checkbox" name="verdict" value="{name}" checked> '
        f"{name} ({count})</label>"
        for name, count in counts.items()
        if count
    )


def _result(result: Result) -> str:
    outcome = result.outcome
    place = str(outcome.case.place) if outcome.case.place else ""
    is_open = " open" if not result.verdict.is_good else ""
    return f"""<details class="{result.verdict}" data-verdict="{result.verdict}"{is_open}>
<summary><span class="verdict">{result.verdict}</span> {_text(result.name or "case")}
<span class="place">{_text(place)}</span></summary>
{"".join(_inside(result))}</details>
"""


def _inside(result: Result) -> Iterator[str]:
    outcome = result.outcome
    if outcome.case.description:
        yield f"<p>{_text(outcome.case.description)}</p>\n"
    if result.verdict is Verdict.RESOLVED:
        yield f'<p class="error">{escape(REMEDY)}</p>\n'
    if outcome.error:
        yield f'<p class="error">{_text(str(outcome.error))}</p>\n'
    if outcome.checks:
        yield '<div class="scroll"><table>\n<tr><th scope="col">Output<th scope="col">Of'
        yield '<th scope="col">For<th scope="col">Expected<th scope="col">Computed'
        yield '<th scope="col">By how much</tr>\n'
        yield from map(_check, outcome.checks)
        yield "</table></div>\n"
    for check, reason in result.reasons:
        yield f"<h2>Why {_text(check.variable)}</h2>\n<pre>{escape(reason)}</pre>\n"


def _check(check: Check) -> str:
    gap = check.difference.gap if check.difference else None
    computed = "not computed" if check.computed is None else value_text(check.computed)
    by = f"{gap:+.6g}" if gap is not None and not isinstance(check.expected, bool) else ""
    words = (check.variable, check.instance or "", check.period)
    numbers = (value_text(check.expected), computed, by)
    cells = [f"<td>{_text(word)}" for word in words]
    cells += [f'<td class="number">{_text(number)}' for number in numbers]
    row = "<tr>" if check.passed else '<tr class="wrong">'
    return f"{row}{''.join(cells)}</tr>\n"


def _unusable(error: CaseError) -> str:
    return f"""<div class="case unusable" data-verdict="unusable">
<span class="verdict">unusable</span> <span class="error">{_text(str(error))}</span></div>
"""


def _text(text: str) -> str:
    return escape(one_line(text))


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
