"""The version that changed a verdict is found, in few runs, whatever a version is."""

import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from lawcases import CaseError, turns_of, turns_text
from lawcases.bisecting import run_version
from lawcases.cli import main
from tests.lawcases.tinyland import write_country

COUNTRY = "tinyland_of_bisect"
CASES = """\
- name: Half of the rent
  period: 2024-03
  input: {rent: 100}
  output: {aid: 50}
- name: Three quarters of the rent
  period: 2024-03
  input: {rent: 100}
  output: {aid: 75}
"""


def report(verdicts: str) -> dict[str, Any]:
    """Return a report of one case a letter, green if it is capital."""
    return {
        "cases": [
            {
                "file": "a.yaml",
                "line": 1,
                "name": letter.lower(),
                "verdict": "passed" if letter.isupper() else "failed",
                "checks": [],
            }
            for letter in verdicts
        ]
    }


@pytest.mark.parametrize("turn", range(1, 16))
def test_few_runs_are_enough(turn: int) -> None:
    asked: list[int] = []

    def run(version: int) -> dict[str, Any]:
        asked.append(version)
        return report("A" if version < turn else "a")

    [found] = turns_of(16, run)
    assert (found.before, found.after) == (turn - 1, turn)
    assert len(asked) == len(set(asked)) <= 6


def test_each_case_has_its_own_version() -> None:
    versions = ["AB", "Ab", "Ab", "ab"]
    found = turns_of(4, lambda version: report(versions[version]))
    assert [(turn.case[1], turn.after, turn.verdict_after) for turn in found] == [
        ("a", 3, "failed"),
        ("b", 1, "failed"),
    ]
    assert turns_of(1, lambda version: report("A")) == []
    assert turns_text([], ["one", "two"]) == "no verdict changed from one to two"


@pytest.fixture
def versions(tmp_path: Path) -> list[Path]:
    """Two folders of packages, then a virtual environment, then its interpreter."""
    found = []
    for rank, rate in enumerate((0.5, 0.5, 0.75, 0.75)):
        folder = tmp_path / f"version{rank}"
        write_country(folder, COUNTRY, rate)
        if rank >= 2:
            home = tmp_path / f"environment{rank}"
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
            [own] = home.glob("lib/python*/site-packages")
            (own / "law.pth").write_text(f"{folder}\n{sysconfig.get_path('purelib')}\n")
            folder = home if rank == 2 else home / "bin" / "python"
        found.append(folder)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="the environments are made for POSIX")
def test_real_versions(
    tmp_path: Path,
    versions: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write_country(tmp_path, COUNTRY, 0.1)  # the current folder must not be taken for a version
    Path("cases.yaml").write_text(CASES)
    command = ["run", "cases.yaml", "--country", COUNTRY, "--bisect", *map(str, versions)]
    assert main(command) == 1
    assert capsys.readouterr().out == (
        "cases.yaml  Half of the rent\n"
        f"    passed with {versions[1]}\n"
        f"    failed since {versions[2]}\n"
        "        aid of 0 for 2024-03: 50 → 75\n"
        "cases.yaml  Three quarters of the rent\n"
        f"    failed with {versions[1]}\n"
        f"    passed since {versions[2]}\n"
        "        aid of 0 for 2024-03: 50 → 75\n"
    )


def test_a_version_that_cannot_run(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CASES)
    arguments = [str(tmp_path / "a.yaml"), "--country", "no_such_country"]
    with pytest.raises(CaseError, match="cannot run the cases: 'no_such_country'"):
        run_version(tmp_path, arguments)
    with pytest.raises(CaseError, match="is no Python"):
        run_version(tmp_path / "nowhere", arguments)
