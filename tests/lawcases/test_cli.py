"""The command line: what it prints, writes and returns."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lawcases import Legislation, coverage, legislation
from lawcases.cli import main
from lawcases.errors import CaseError
from lawcases.settings import Settings, nearest_settings

GREEN = "name: Five\nperiod: 2024-03\ninput: {age: 5}\noutput: {age: 5}\n"
RED = """\
name: Six & <seven>
period: 2024-03
input: {age: 5}
output:
  age: 6
"""
PROJECT = """\
[tool.lawcases]
country = "openfisca_france"
extensions = []
divergences = ["tests/divergences"]
"""


@pytest.fixture
def project(tmp_path: Path, law: Legislation, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose legislation is already loaded."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    for folder in ("yaml", "divergences"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(legislation, "load_legislation", lambda country, extensions: law)
    return tmp_path


def put(project: Path, name: str, text: str) -> None:
    (project / "tests" / name).write_text(text)


def test_all_green(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, "yaml/a.yaml", GREEN)
    put(project, "yaml/b.yml", GREEN)
    put(project, "yaml/notes.txt", "not a case")
    assert main(["run", "tests/yaml"]) == 0
    assert capsys.readouterr().out == "2 passed\n"


def test_a_red_case_shows_its_values_and_place(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project, "yaml/a.yaml", GREEN)
    put(project, "yaml/b.yaml", RED)
    assert main(["run", "tests/yaml"]) == 1
    assert capsys.readouterr().out == (
        "FAILED  tests/yaml/b.yaml:1  Six & <seven>\n"
        "    age of 0 for 2024-03: expected 6, computed 5 (-1)  (line 5)\n"
        "\n"
        "1 passed, 1 failed\n"
    )


def test_a_divergence_is_good_while_it_is_red(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project, "divergences/a.yaml", RED)
    assert main(["run", "tests"]) == 0
    assert "divergence  tests/divergences/a.yaml:1" in capsys.readouterr().out

    put(project, "divergences/a.yaml", GREEN)
    assert main(["run", "tests"]) == 1
    out = capsys.readouterr().out
    assert "RESOLVED  tests/divergences/a.yaml:1  Five" in out
    assert "move the file to the tests that must pass" in out


def test_an_unusable_file_does_not_stop_the_others(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project, "yaml/a.yaml", "name: x\noutptu: {a: 1}\n")
    put(project, "yaml/b.yaml", RED)
    assert main(["run", "tests/yaml", "nowhere"]) == 2
    out = capsys.readouterr().out
    assert "tests/yaml/a.yaml:2: a test case has no key 'outptu'. Did you mean 'output'?" in out
    assert "nowhere:1: " in out
    assert out.endswith("1 failed, 2 unusable\n")


def test_powerful_keys_are_allowed_by_name(project: Path) -> None:
    put(project, "yaml/a.yaml", GREEN + "extensions: []\nreforms: [nowhere.reform]\n")
    assert main(["run", "tests/yaml"]) == 2
    assert main(["run", "tests/yaml", "--allow", "reforms", "--allow", "extensions"]) == 1


def test_reports_for_machines(project: Path) -> None:
    put(project, "yaml/a.yaml", f"- {GREEN.replace(chr(10), chr(10) + '  ').rstrip()}\n" * 2)
    put(project, "yaml/b.yaml", RED)
    put(project, "yaml/c.yaml", "[")
    put(project, "divergences/d.yaml", RED)
    assert main(["run", "tests", "--json", "r.json", "--junit", "r.xml"]) == 2

    report = json.loads((project / "r.json").read_text())
    assert report["summary"] == {"passed": 2, "failed": 1, "divergence": 1, "resolved": 0}
    assert [(case["file"], case["line"], case["verdict"]) for case in report["cases"]] == [
        ("tests/divergences/d.yaml", 1, "divergence"),
        ("tests/yaml/a.yaml", 1, "passed"),
        ("tests/yaml/a.yaml", 5, "passed"),
        ("tests/yaml/b.yaml", 1, "failed"),
    ]
    [check] = report["cases"][3]["checks"]
    assert (check["expected"], check["computed"], check["difference"]) == (6, 5, -1)
    assert report["unusable"][0]["file"] == "tests/yaml/c.yaml"

    suites = ElementTree.fromstring((project / "r.xml").read_text())
    identities = [(case.get("classname"), case.get("name")) for case in suites.iter("testcase")]
    assert len(set(identities)) == len(identities) == 5
    assert ("tests/yaml/a.yaml", "Five #2") in identities
    assert [case.get("name") for case in suites.iter("testcase") if case.find("failure")] == []
    failures = suites.findall(".//failure")
    assert [failure.get("message") for failure in failures] == [
        "age of 0 for 2024-03: expected 6, computed 5 (-1)  (line 5)"
    ]
    assert len(suites.findall(".//skipped")) == len(suites.findall(".//error")) == 1


def test_a_page_and_annotations(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "yaml/b.yaml", RED)
    assert main(["run", "tests", "--html", "r.html", "--no-github"]) == 1
    assert "Six &amp; &lt;seven&gt;" in (project / "r.html").read_text()
    assert "::error" not in capsys.readouterr().out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project))
    assert main(["run", "tests"]) == 1
    assert "\n::error file=tests/yaml/b.yaml,line=5,title=" in capsys.readouterr().out


def test_why(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, "yaml/b.yaml", RED.replace("{age: 5}", "{date_naissance: 2018-07-01}"))
    assert main(["run", "tests", "--why"]) == 1
    out = capsys.readouterr().out
    assert "(age, 2024-03): 5\n      Date de naissance (date_naissance): 2018-07-01 (given)" in out


def test_only_what_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, "yaml/b.yaml", RED)
    assert main(["run", "tests", "--json", "before.json"]) == 1
    put(project, "yaml/b.yaml", RED.replace("{age: 5}", "{age: 6}"))
    capsys.readouterr()
    assert main(["run", "tests", "--compare", "before.json"]) == 0
    out = capsys.readouterr().out
    assert "          +1  5 → 6  (0, 2024-03)  tests/yaml/b.yaml:1  Six & <seven>" in out
    assert "failed, now passed" in out
    for name, text, words in (
        ("nowhere.json", None, "cannot be read"),
        ("text.json", "[", "text.json:1: "),
        ("other.json", "{}", "not a JSON report"),
    ):
        if text:
            (project / name).write_text(text)
        assert main(["run", "tests", "--compare", name]) == 2
        assert words in capsys.readouterr().err


def test_a_report_that_cannot_be_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, "yaml/a.yaml", GREEN)
    assert main(["run", "tests/yaml", "--json", "nowhere/r.json"]) == 2
    assert "nowhere/r.json cannot be written" in capsys.readouterr().err


def test_a_process_that_is_killed_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    put(project, "yaml/a.yaml", GREEN)
    put(project, "yaml/b.yaml", GREEN)
    monkeypatch.setattr(coverage, "_reach", killed)
    part = "openfisca_france.model.caracteristiques_socio_demographiques"
    assert main(["coverage", "tests/yaml", "--extension", part, "--jobs", "2"]) == 2
    assert capsys.readouterr().err == (
        "a process was killed, perhaps for want of memory: try --jobs 1\n"
    )


def test_lint(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, "yaml/a.yaml", GREEN.replace("output: {age: 5}", "output: {rsa: 5}"))
    assert main(["lint", "tests/yaml"]) == 0
    put(project, "yaml/b.yaml", GREEN.replace("{age: 5}", "{agee: 5}", 1))
    assert main(["lint", "tests/yaml"]) == 1
    out = capsys.readouterr().out
    assert "tests/yaml/b.yaml:3: no variable or entity is named 'agee'" in out
    assert "[unknown-name]\n" in out
    assert main(["lint", "tests/yaml", "--silence", "unknown-name"]) == 0
    assert main(["lint", "tests/yaml", "--silence", "unknown-nmae"]) == 2
    assert "Did you mean 'unknown-name'?" in capsys.readouterr().err
    put(project, "yaml/c.yaml", "")
    assert main(["lint", "tests/yaml"]) == 2
    with pytest.raises(SystemExit, match="0"):
        main(["lint", "--rules"])
    assert "partly-zero" in capsys.readouterr().out


def test_format(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(
        project, "yaml/a.yaml", "name: Five\nperiod: 2024-03\ninput:\n  age: 5\noutput:\n  age: 5\n"
    )
    assert main(["format", "tests/yaml", "--check"]) == 0

    messy = "output: {age: 5} # sure\nperiod: 2024-03\nname: Five\ninput: {age: 5}\n"
    put(project, "yaml/b.yaml", messy)
    assert main(["format", "tests/yaml", "--check"]) == 1
    assert capsys.readouterr().out == "tests/yaml/b.yaml: not in canonical form\n"
    assert main(["format", "tests/yaml", "--diff"]) == 1
    assert "-output: {age: 5} # sure\n" in capsys.readouterr().out
    assert (project / "tests/yaml/b.yaml").read_text() == messy

    assert main(["format", "tests/yaml"]) == 0
    assert (project / "tests/yaml/b.yaml").read_text().endswith("output:  # sure\n  age: 5\n")
    assert main(["format", "tests/yaml", "--check"]) == 0

    put(project, "yaml/c.yaml", "nmae: x\n")
    assert main(["format", "tests/yaml"]) == 2
    assert "tests/yaml/c.yaml:1: a test case has no key 'nmae'" in capsys.readouterr().err
    assert main(["format", "nowhere"]) == 2


def test_migrate(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "table.yaml").write_text("variables: {years: age, gone: null}\n")
    old = GREEN.replace("age", "years") + "# kept\n"
    put(project, "yaml/a.yaml", old)
    put(project, "yaml/b.yaml", GREEN)
    command = ["migrate", "tests/yaml", "--table", "table.yaml"]
    assert main([*command, "--check"]) == 1
    assert capsys.readouterr().out == "tests/yaml/a.yaml: 2 to change\n"
    assert main(command) == 0
    assert (project / "tests/yaml/a.yaml").read_text() == GREEN + "# kept\n"

    put(project, "yaml/b.yaml", GREEN.replace("input: {age: 5}", "input: {gone: 5}"))
    assert main(command) == 1
    out = capsys.readouterr().out
    assert "tests/yaml/b.yaml:3: the variable 'gone' is removed" in out
    (project / "table.yaml").write_text("variable: {}\n")
    assert main(command) == 2
    assert "table.yaml:1: the table has no key 'variable'" in capsys.readouterr().err


def test_coverage_and_duplicates(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(
        project,
        "yaml/a.yaml",
        GREEN.replace("{age: 5}", "{majeur: false}", 2).replace(
            "input: {majeur: false}", "input: {age: 5}"
        ),
    )
    put(
        project,
        "yaml/b.yaml",
        (project / "tests/yaml/a.yaml").read_text().replace("age: 5", "age: 6"),
    )
    assert main(["duplicates", "tests/yaml", "--jobs", "1"]) == 0
    out = capsys.readouterr().out
    assert "2 cases meet the same conditions:\n    tests/yaml/a.yaml:1  Five\n" in out
    assert out.endswith("2 cases, 2 in 1 groups of the same conditions\n")

    part = "openfisca_france.model.caracteristiques_socio_demographiques"
    command = ["coverage", "tests/yaml", "--extension", part, "--jobs", "1"]
    assert main([*command, "--json", "c.json"]) == 0
    assert "% reached" in capsys.readouterr().out
    items = json.loads((project / "c.json").read_text())["items"]
    reached = {item["by"] for item in items if item["subject"] == "majeur.formula"}
    assert reached == {"tests/yaml/a.yaml:1", None}
    assert main([*command, "--least", "99"]) == 1
    assert main(["coverage", "tests/yaml"]) == 2
    assert "name one with --extension" in capsys.readouterr().err


def test_settings_come_from_the_nearest_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT.replace("[]", '["one"]', 1))
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    settings = nearest_settings(inner)
    assert settings == Settings(
        "openfisca_france", ("one",), ((tmp_path / "tests/divergences").resolve(),)
    )
    assert settings.expects_red(tmp_path / "tests/divergences/a/b.yaml")
    assert not settings.expects_red(tmp_path / "tests/yaml/divergences.yaml")

    for wrong in ("country = 3", "extensions = 'one'", "divergences = [1]", "silenced = 'x'", "="):
        (tmp_path / "pyproject.toml").write_text(f"[tool.lawcases]\n{wrong}\n")
        with pytest.raises(CaseError, match=r"pyproject\.toml:1: "):
            nearest_settings(tmp_path)


def test_as_a_module(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RED)
    done = subprocess.run(
        [sys.executable, "-m", "lawcases", "run", "a.yaml", "--country", "no_such_country"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "'no_such_country' could not be loaded" in done.stderr


def test_reading_and_writing_load_nothing_heavy() -> None:
    code = (
        "import sys, lawcases; lawcases.write_cases(lawcases.read_cases('input: {a: 1}\\n"
        "output: {b: 2}')); print([m for m in ('numpy', 'openfisca_core', 'openfisca_france',"
        " 'pytest') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
