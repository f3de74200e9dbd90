"""What cases reach of a small extension: each formula, way, value and bracket, and nothing else."""

import sys
from pathlib import Path

import pytest

from lawcases import Coverage, Legislation, coverage_of, read_cases, run_case
from lawcases.coverage import coverage_json, coverage_text, folder_of
from lawcases.errors import LegislationNotLoaded
from lawcases.instrumenting import HOOK
from lawcases.reaching import extension_formulas


def covered(text: str, law: Legislation, **options: int) -> Coverage:
    return coverage_of(read_cases(text, file="f.yaml"), law, "openfisca_small", **options)


def case(period: str, ages: str) -> str:
    return f"- period: {period}\n  input: {{age: {ages}}}\n  output: {{small_aid: 1}}\n"


def missed(coverage: Coverage) -> list[str]:
    return [f"{item.place.line} {item.what}" for item in coverage.missed]


def test_what_one_case_reaches(small_law: Legislation) -> None:
    found = covered(case("2024-03", "[10]"), small_law)
    assert set(missed(found)) == {
        "15 age < 18: false",
        "15 age < 65: false",
        "15 select: age < 65",
        "15 select: default",
        "16 (age >= 18) * (age != 40): true",
        "16 age >= 18: true",
        "16 age != 40: false",
        "18 computed",
        "19 period.start.month == 1: true",
        "19 period.start.month == 1: false",
        "23 minimum: 5.5",
        "3 0.1 from 2020-01-01",
        "8 30 from 2020-01-01",
        "10 6 from 2020-01-01",
    }
    reached = {item.what: item for item in found.items if item.by}
    assert str(reached["0.2 from 2024-01-01"].by.place) == "f.yaml:1"  # type: ignore[union-attr]
    computed = [item.subject for item in found.items if item.what == "computed" and item.by]
    assert sorted(computed) == ["helped", "small_aid.formula_2024"]


def test_cases_add_up_and_processes_share_them(small_law: Legislation) -> None:
    text = case("2024-03", "[10, 40, 70]") + case("2021-01", "[10]") + case("2021-02", "[10]")
    # The rate of 2020 is read by no formula of that time.
    assert missed(covered(text, small_law)) == ["3 0.1 from 2020-01-01"]
    assert covered(text, small_law) == covered(text, small_law, jobs=2)


def test_the_law_is_left_as_it_was(small_law: Legislation) -> None:
    [one] = read_cases(case("2024-03", "[10]"))
    before = run_case(one, small_law).checks
    codes = [f.__code__ for f in extension_formulas(small_law, folder_of("openfisca_small"))]
    covered(case("2024-03", "[10]"), small_law)
    formulas = extension_formulas(small_law, folder_of("openfisca_small"))
    assert [f.__code__ for f in formulas] == codes
    assert not any(HOOK in formula.__globals__ for formula in formulas)
    assert run_case(one, small_law).checks == before


def test_reports(small_law: Legislation) -> None:
    found = covered(case("2024-03", "[10]"), small_law)
    text = coverage_text(found)
    assert "benefit.py\n" in text
    assert "    line 18  small_aid.formula_2020: computed\n" in text
    assert "parameter values        1 of 2" in text
    assert text.endswith(f"{found.percent:.1f} % reached")
    assert '"reached": false' in coverage_json(found)


def test_an_extension_that_is_not_there(small_law: Legislation) -> None:
    with pytest.raises(LegislationNotLoaded, match="no_such_package"):
        coverage_of([], small_law, "no_such_package")
    assert folder_of("openfisca_small") == Path(sys.path[0], "openfisca_small").resolve()
