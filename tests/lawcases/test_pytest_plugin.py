"""The plugin runs cases when asked, and leaves `openfisca test` alone."""

import pytest
from openfisca_core.tools import test_runner

from lawcases import Legislation, batching, legislation

pytest_plugins = ["pytester"]

GREEN = "name: Five. And more\nperiod: 2024-03\ninput: {age: 5}\noutput: {age: 5}\n"
RED = GREEN.replace("output: {age: 5}", "output: {age: 6}")
INI = """\
[tool.lawcases]
extensions = []
divergences = ["divergences"]
[tool.pytest.ini_options]
lawcases = ["cases", "divergences"]
"""


@pytest.fixture
def project(
    pytester: pytest.Pytester, law: Legislation, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    monkeypatch.setattr(legislation, "load_legislation", lambda country, extensions: law)
    for folder in ("cases", "divergences", "other"):
        pytester.mkdir(folder)
    return pytester


def put(project: pytest.Pytester, **texts: str) -> None:
    for name, text in texts.items():
        (project.path / name.replace("__", "/")).with_suffix(".yaml").write_text(text)


def test_without_being_asked_it_does_nothing(project: pytest.Pytester) -> None:
    put(project, cases__a=RED)
    project.runpytest_inprocess().assert_outcomes()


def test_each_case_is_a_test_and_they_are_run_together(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyprojecttoml(INI)
    two = "".join("- " + text.rstrip().replace("\n", "\n  ") + "\n" for text in (GREEN, RED))
    put(project, cases__a=two, cases__b=GREEN, cases__c="outptu: 1", other__d=RED)
    put(project, divergences__e=RED, divergences__f=GREEN)
    runs = []
    run_cases = batching.run_cases
    monkeypatch.setattr(
        batching, "run_cases", lambda *a, **b: runs.append(len(a[0])) or run_cases(*a, **b)
    )
    result = project.runpytest_inprocess("-v")
    result.assert_outcomes(passed=2, failed=3, xfailed=1)
    assert runs == [5]
    result.stdout.fnmatch_lines(
        [
            "cases/a.yaml::Five. And more #1 PASSED*",
            "cases/a.yaml::Five. And more #2 FAILED*",
            "*a.yaml:5  Five. And more #2*",
            "age of 0 for 2024-03: expected 6, computed 5 (-1)  (line 8)",
            "*c.yaml:1: a test case has no key 'outptu'. Did you mean 'output'?",
            "it passes now, and its folder expects red: *",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_one_case_may_be_chosen(project: pytest.Pytester) -> None:
    project.makepyprojecttoml(INI)
    put(project, cases__a=GREEN, cases__b=RED)
    project.runpytest_inprocess("cases/a.yaml").assert_outcomes(passed=1)
    project.runpytest_inprocess("cases/b.yaml::Five. And more #1").assert_outcomes(failed=1)
    project.runpytest_inprocess("-k", "nothing").assert_outcomes(deselected=2)


def test_the_option_takes_every_file_and_powerful_keys_are_allowed_by_name(
    project: pytest.Pytester,
) -> None:
    put(project, other__a=GREEN + "extensions: []\n")
    project.runpytest_inprocess("--lawcases").assert_outcomes(failed=1)
    allowed = ("--override-ini", "lawcases_allow=extensions")
    project.runpytest_inprocess("--lawcases", *allowed).assert_outcomes(passed=1)


def test_openfisca_test_collects_each_case_once_and_judges_alone(
    project: pytest.Pytester, law: Legislation, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyprojecttoml(INI)
    put(project, cases__a=GREEN, cases__b=RED)
    monkeypatch.setenv("PYTEST_ADDOPTS", f"--junitxml={project.path / 'report.xml'}")
    monkeypatch.setattr(batching, "run_cases", None)
    law.activate()
    try:
        status = test_runner.run_tests(law.system, ["cases"], {})
    finally:
        law.activate()
    assert status == 1
    report = (project.path / "report.xml").read_text()
    assert 'tests="2"' in report
    assert 'failures="1"' in report
    assert "lawcases" not in report
