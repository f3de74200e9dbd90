"""Reports say what is wrong, where, by how much, and never let a case speak for them."""

import io
import json
import re
from pathlib import Path

import pytest

from lawcases import (
    Case,
    Check,
    Difference,
    Outcome,
    Place,
    Report,
    Result,
    compare_runs,
    comparison_text,
    github_text,
    html_text,
    json_text,
    junit_text,
    results_of,
    terminal_text,
)
from lawcases.commands import progress
from lawcases.errors import CaseError, ModelFailed

EVIL = "Six\n::error::fake \x1b[2J\u202e</details><script>alert(1)</script>"


def outcome(
    name: str, expected: object, computed: object, line: int = 1, file: str = "a.yaml"
) -> Outcome:
    differs = None if expected == computed else Difference(expected, computed)
    check = Check("rent", "home", "2024-03", expected, computed, differs, Place(file, line + 3))
    case = Case(name, "2024-03", {}, {}, place=Place(file, line))
    return Outcome(case, (check,))


def report(*outcomes: Outcome) -> Report:
    return Report(results_of(outcomes, lambda file: "divergences" in file), seconds=1.5)


def test_ranks_are_those_of_the_file() -> None:
    results = results_of([outcome("x", 1, 1), outcome("x", 1, 1, 9), outcome("x", 1, 1, 1, "b")])
    assert [(one.file, one.name, one.rank) for one in results] == [
        ("a.yaml", "x", 1),
        ("a.yaml", "x", 2),
        ("b", "x", 1),
    ]


def test_the_terminal_tells_colours_and_the_variables_to_look_at() -> None:
    found = report(*(outcome(f"case {rank}", 1, 2) for rank in range(4)))
    text = terminal_text(found)
    assert text.endswith("By variable: rent in 4\n4 failed")
    assert "\x1b" not in text
    assert "\x1b[31mFAILED\x1b[0m  a.yaml:1  case 0" in terminal_text(found, colour=True)


@pytest.mark.parametrize("text_of", [terminal_text, github_text])
def test_no_text_of_a_case_moves_the_cursor_or_gives_orders(text_of: object) -> None:
    assert callable(text_of)
    text = text_of(report(outcome(EVIL, EVIL, 2)))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    commands = [line for line in text.splitlines() if line.startswith("::")]
    assert len(commands) == (text_of is github_text)


def test_the_page_shows_a_text_and_never_runs_it() -> None:
    page = html_text(report(outcome(EVIL, EVIL, 2)))
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"(src|href)=|https?://|@import|url\(", page)
    assert page.count("sha256-") == 2


def test_annotations_point_at_the_line_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = report(
        outcome("100 %, at once: x", 6, 5, 10),
        outcome("green", 5, 5),
        outcome("known", 6, 5, 1, "divergences/b.yaml"),
        outcome("solved", 5, 5, 1, "divergences/b.yaml"),
    )
    found.unusable = [CaseError("unreadable", Place("c.yaml", 3))]
    assert github_text(found, tmp_path.parent).splitlines() == [
        f"::error file={tmp_path.name}/a.yaml,line=13,title=failed%3A 100 %25%2C at once%3A x::"
        "rent of home for 2024-03: expected 6, computed 5 (-1)  (line 13)",
        f"::notice file={tmp_path.name}/divergences/b.yaml,line=4,title=divergence%3A known::"
        "rent of home for 2024-03: expected 6, computed 5 (-1)  (line 4)",
        f"::error file={tmp_path.name}/divergences/b.yaml,line=1,title=resolved%3A solved::"
        "it passes now, and its folder expects red: move the file to the tests that must pass",
        f"::error file={tmp_path.name}/c.yaml,line=3,title=unusable file::unreadable",
    ]
    assert github_text(report(outcome("green", 5, 5))) == ""


def test_a_case_that_failed_to_compute_and_its_reasons_are_told_everywhere() -> None:
    one = outcome("x", 6, None)
    failed = Outcome(one.case, one.checks, ModelFailed("no rent", Place("a.yaml", 2)))
    found = Report([Result(failed, reasons=((one.checks[0], "rent: 3\n  because <b>"),))])
    assert "    rent: 3\n      because <b>" in terminal_text(found)
    assert "not computed" in terminal_text(found)
    assert "because &lt;b&gt;" in html_text(found)
    assert "because &lt;b&gt;" in junit_text(found)
    assert json.loads(json_text(found))["cases"][0]["reasons"][0]["text"].startswith("rent: 3")
    assert "a.yaml,line=2" in github_text(found)


def test_what_changed_between_two_runs() -> None:
    before = report(
        outcome("small", 1, 10, 1),
        outcome("twin", 1, 1, 5),
        outcome("twin", 1, 2, 9),
        outcome("gone", 1, 1, 13),
        outcome("none", 1, None, 20),
    )
    after = report(
        outcome("new", 1, 1, 1),
        outcome("small", 1, 10.5, 31),
        outcome("twin", 1, 1, 35),
        outcome("twin", 1, 1, 39),
        outcome("none", 1, 1, 50),
    )
    found = compare_runs(json.loads(json_text(before)), json.loads(json_text(after)))
    assert [(one.name, one.before, one.after, one.gap) for one in found.changes] == [
        ("none", None, 1, None),
        ("twin", 2, 1, -1),
        ("small", 10, 10.5, 0.5),
    ]
    assert comparison_text(found).splitlines() == [
        "rent: 3 values changed, by -1 to +0.5",
        "              not computed → 1  (home, 2024-03)  a.yaml:50  none",
        "          -1  2 → 1  (home, 2024-03)  a.yaml:39  twin",
        "        +0.5  10 → 10.5  (home, 2024-03)  a.yaml:31  small",
        "",
        "a.yaml  twin #2: failed, now passed",
        "a.yaml  none: failed, now passed",
        "a.yaml  new: new",
        "a.yaml  gone: not run now",
        "3 values changed in 3 of 4 cases",
    ]
    same = compare_runs(json.loads(json_text(after)), json.loads(json_text(after)))
    assert comparison_text(same) == "0 values changed in 0 of 5 cases"


@pytest.mark.parametrize("wrong", [{}, {"cases": [1]}, {"cases": [{"file": "a"}]}, []])
def test_what_is_no_report_is_refused(wrong: object) -> None:
    with pytest.raises(CaseError, match="not a JSON report"):
        compare_runs(wrong, wrong)  # type: ignore[arg-type]


def test_the_bar_is_for_somebody_who_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "SILENT_SECONDS", -1)
    with progress.Bar(4, "cases") as bar:
        bar.reach(2)
    assert screen.getvalue() == ""
    monkeypatch.setattr(screen, "isatty", lambda: True)
    with progress.Bar(4, "cases") as bar:
        bar.reach(2)
    assert " 2 of 4 cases, 0 s left" in screen.getvalue()
    assert screen.getvalue().endswith("\r\033[K")
