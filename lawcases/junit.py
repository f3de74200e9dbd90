"""Results → JUnit XML. Each case has an identity of its own: its file, its name and its rank."""

import re
from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lawcases.errors import CaseError
from lawcases.report import Report, Result, Verdict
from lawcases.reporting import explanation

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_text(report: Report) -> str:
    """Return the report in the XML that CI servers read, a suite per file.

    A divergence counts as skipped: it is known, and nobody is to be alerted.
    """
    suites = Element("testsuites", name="lawcases", time=f"{report.seconds:.3f}")
    for file, results in groupby(report.results, key=lambda result: result.file):
        _suite(suites, file, list(results))
    for error in report.unusable:
        _unusable(suites, error)
    indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, "unicode") + "\n"


def _suite(suites: Element, file: str, results: Iterable[Result]) -> None:
    results = list(results)
    verdicts = [result.verdict for result in results]
    suite = SubElement(
        suites,
        "testsuite",
        name=_clean(file),
        tests=str(len(results)),
        failures=str(sum(not verdict.is_good for verdict in verdicts)),
        errors="0",
        skipped=str(verdicts.count(Verdict.DIVERGENCE)),
    )
    for result in results:
        place = result.outcome.case.place
        element = SubElement(
            suite,
            "testcase",
            classname=_clean(file),
            name=_clean(f"{result.name or 'case'} #{result.rank}"),
            file=_clean(file),
            line=str(place.line if place else 0),
        )
        if result.verdict is not Verdict.PASSED:
            kind = "skipped" if result.verdict is Verdict.DIVERGENCE else "failure"
            lines = [*explanation(result), *(reason for _, reason in result.reasons)]
            text = _clean("\n".join(lines))
            SubElement(element, kind, message=_clean(lines[0])).text = text


def _unusable(suites: Element, error: CaseError) -> None:
    file = error.place.file if error.place else ""
    counts = {"tests": "1", "failures": "0", "errors": "1", "skipped": "0"}
    suite = SubElement(suites, "testsuite", {"name": _clean(file), **counts})
    element = SubElement(suite, "testcase", classname=_clean(file), name="reading the file")
    SubElement(element, "error", message=_clean(error.message)).text = _clean(str(error))


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)
