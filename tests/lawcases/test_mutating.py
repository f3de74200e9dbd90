"""A law whose every change is noticed, and one change that nobody notices."""

import json
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from lawcases.cli import main

VARIABLE = """
from openfisca_france.model.base import MONTH, Famille, Individu, Variable


def below(amount, ceiling):
    return amount <= ceiling


class village_aid(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH

    def formula_2020_01_01(individu, period, parameters):
        village = parameters(period).village
        age = individu("age", period)
        wage = individu("village_wage", period)
        return below(wage, village.ceiling) * (age >= village.age) * 10


class village_wage(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH


def is_old(age, limit):
    return age > limit


class village_present(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH

    def formula_2020_01_01(famille, period, parameters):
        village = parameters(period).village
        aid = famille.sum(famille.members("village_aid", period))
        ages = famille.members("age", period)
        old = sum(famille.sum(is_old(ages, limit)) for limit in (60,))
        return village.present.calc(aid) + old
"""
PRESENT = """
brackets:
- threshold: {2020-01-01: {value: 0}}
  amount: {2020-01-01: {value: 1}}
- threshold: {2020-01-01: {value: 10}}
  amount: {2020-01-01: {value: 5}}
metadata: {type: single_amount}
"""
PARAMETER = "values:\n  2020-01-01:\n    value: {}\n"
CASES = """
- name: Both sides of the ceiling and of the age
  period: 2020-05
  input: {village_wage: [1000, 1010, 1000, 995, 1001], age: [18, 18, 17, 18, 18]}
  output: {village_aid: [10, 0, 0, 10, 0]}
- name: Both sides of what the present looks at, one family each
  period: 2020-05
  input:
    individus:
      ann: {village_aid: 10, age: 60}
      bob: {village_aid: 9.95, age: 61}
      cid: {village_aid: 10, age: 18}
    familles: {a: {parents: [ann]}, b: {parents: [bob]}, c: {parents: [cid]}}
  output: {village_present: [5, 2, 5]}
- name: Nothing below the first threshold
  period: 2020-05
  input: {village_aid: -0.005, age: 30}
  output: {village_present: 0}
- name: Something from the first threshold on
  period: 2020-05
  input: {village_aid: 0, age: 30}
  output: {village_present: 1}
"""
# Each verdict is proved by running the case whole with the mutant.
WHOLE = ["--audit", "100"]


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an extension of its own."""
    package = tmp_path / "village_law"
    (package / "parameters" / "village").mkdir(parents=True)
    (package / "variables").mkdir()
    (package / "__init__.py").touch()
    (package / "variables" / "aid.py").write_text(VARIABLE)
    for name, value in (("ceiling", 1000), ("age", 18)):
        (package / "parameters" / "village" / f"{name}.yaml").write_text(PARAMETER.format(value))
    (package / "parameters" / "village" / "present.yaml").write_text(PRESENT)
    (tmp_path / "cases.yaml").write_text(CASES)
    (tmp_path / "pyproject.toml").write_text(
        dedent("""
            [tool.lawcases]
            country = "openfisca_france"
            extensions = ["village_law"]
        """)
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("village_law", None)


def test_a_thorough_case_notices_everything(village: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["mutate", "cases.yaml", "--jobs", "1", "--json", "mutants.json", *WHOLE]) == 0
    assert "15 of 15 mutants noticed (100.0 %)" in capsys.readouterr().out
    mutants = json.loads((village / "mutants.json").read_text())["mutants"]
    changes = {(Path(m["file"]).name, m["change"]) for m in mutants}
    assert ("aid.py", "<= → <") in changes
    assert ("age.yaml", "18 → 19 from 2020-01-01") in changes
    assert ("aid.py", "> → >=") in changes
    assert ("present.yaml", "10 → 9 from 2020-01-01") in changes
    by_file = {Path(m["file"]).name: m["noticed_by"] for m in mutants}
    assert by_file["age.yaml"] == "cases.yaml:2"
    assert by_file["present.yaml"] != "cases.yaml:2"


def test_what_nobody_notices_is_shown(village: Path, capsys: pytest.CaptureFixture[str]):
    text = CASES.replace("[18, 18, 17, 18, 18]", "[30, 30, 10, 30, 30]")
    (village / "cases.yaml").write_text(text)
    assert main(["mutate", "cases.yaml", "--jobs", "2", *WHOLE]) == 1
    shown = capsys.readouterr().out
    assert "12 of 15 mutants noticed (80.0 %)" in shown
    assert "village.age: 18 → 19 from 2020-01-01\n    1 cases compute it" in shown
    line = next(i for i, text in enumerate(VARIABLE.splitlines(), 1) if "village.age" in text)
    assert f"aid.py:{line}" in shown
    assert ">= → >" in shown
    assert main(["mutate", "cases.yaml", "--only", "ceiling", "--least", "100"]) == 0
