"""The same verdicts and values as OpenFisca's own runner, judged side by side."""

import sys
from importlib import util
from pathlib import Path

import pytest

from lawcases import Legislation, load_legislation

ROOT = Path(__file__).parents[2]
REAL_CASES = ROOT.parent / "shared" / "cases" / "mes_aides"
REAL_SAMPLE = "*_test_1515*.yaml"  # of the same month: they share what is slow to load

# Each of these takes another path through OpenFisca's runner.
FORMS = """\
- name: an enum under an instance, by name (red for OpenFisca)
  period: 2024-03
  input: &SITUATION
    individus: {a: {age: 30}, b: {age: 1 + 2}}
    menages:
      m:
        personne_de_reference: [a]
        enfants: [b]
        statut_occupation_logement: locataire_hlm
        depcom: "75056"
  output:
    menages: {m: {statut_occupation_logement: locataire_hlm}}
- name: an enum under an instance, by rank
  period: 2024-03
  input: *SITUATION
  output:
    menages: {m: {statut_occupation_logement: 3, depcom: "75056"}}
- name: an enum and a number-like text under an entity
  period: 2024-03
  input: *SITUATION
  output:
    menage: {statut_occupation_logement: locataire_hlm, depcom: 75056}
    age: [30, 3]
- name: a text of bounded length (red for OpenFisca)
  period: 2024-03
  input: {depcom: 2A004}
  output: {depcom: 2A004}
- name: an unknown instance
  period: 2024-03
  input: {individus: {a: {age: 30}}}
  output: {individus: {c: {age: 3}}}
- name: an unknown variable among good ones
  period: 2024-03
  input: {agee: 3, age: 5}
  output: {age: 5}
- name: an unknown output
  period: 2024-03
  input: {age: 5}
  output: {age: 5, agee: 5}
- name: one value for everybody
  period: 2024-03
  input: {age: [5, 5], date_naissance: [1990-01-01, 1991-01-01]}
  output: {age: 5, date_naissance: [1990-01-01, 1991-01-01]}
- name: enums in a list
  period: 2024-03
  input: {statut_occupation_logement: [locataire_hlm, proprietaire]}
  output: {statut_occupation_logement: [locataire_hlm, locataire_vide]}
- name: a year divided
  period: 2024
  input: {salaire_imposable: 1000 * 12}
  output: {salaire_imposable: {2024-03: 1000, "2024-04": 12000 / 12}}
- name: a year divided after a month
  period: 2024
  input: {salaire_imposable: {2024: 100 * 10, 2024-01: 3}}
  output: {salaire_imposable: {2024-03: 1000}}
- name: no period, eternity
  input: {date_naissance: {ETERNITY: 1990-01-01}}
  output: {date_naissance: 1990-01-01}
- name: no period, but one is needed
  input: {age: 3}
  output: {age: 3}
- name: too many values
  period: 2024-03
  input: {age: [1, 2]}
  output: {age: [1, 2, 3]}
- name: nulls
  period: 2024-03
  input: {individus: {a: {age: null}}}
  output: {age: null}
- name: an output that is no number
  period: 2024-03
  input: {age: 3}
  output: {age: trois}
- name: numbers in texts of a list
  period: 2024-03
  input: {age: ["3", "4"]}
  output: {age: ["3", "4"]}
- name: a whole number as person
  period: 2024-03
  input: {individus: {1: {age: 3}}, famille: {parents: 1}}
  output: {individus: {"1": {age: 3}}}
- name: a whole number as group
  period: 2024-03
  input: {individus: {1: {age: 3}}, familles: {2: {parents: [1]}}}
  output: {age: 3}
- name: margins by variable, both must hold
  period: 2024-03
  absolute_error_margin: {default: 0, age: 1}
  relative_error_margin: {default: 0.5, age: 0.3}
  input: {age: 3}
  output: {age: 4}
- name: margins as texts
  period: 2024-03
  absolute_error_margin: "1"
  input: {age: 3}
  output: {age: 4}
- name: an unknown entity beside a singular one is ignored
  period: 2024-03
  input: {individus: {a: {age: 3}}, foyer_fiscal: {declarants: [a]}, menagess: {}}
  output: {age: 3}
- name: an entity that is also a variable
  period: 2024-03
  input: {individus: {a: {age: 3}}}
  output: {famille: {nb_parents: 1}}
- name: an empty input
  period: 2024-03
  input: {}
  output: {nb_parents: 1}
- name: a boolean as a number, a number as a boolean
  period: 2024-03
  input: {age: 1, majeur: 1}
  output: {age: true, majeur: 1}
- name: axes
  period: 2024-03
  input:
    individus: {a: {age: 3}}
    familles: {f: {parents: [a]}}
    foyers_fiscaux: {f: {declarants: [a]}}
    menages: {m: {personne_de_reference: [a]}}
    axes: [[{count: 3, name: age, min: 1, max: 3, period: 2024-03}]]
  output: {age: [1, 2, 3]}
- name: a long period
  period: month:2024-01:3
  input: {salaire_imposable: 300}
  output: {salaire_imposable: {2024-02: 100}}
"""


def script() -> object:
    """Return scripts/compare_with_openfisca.py as a module."""
    spec = util.spec_from_file_location("comparison", ROOT / "scripts/compare_with_openfisca.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["comparison"] = module
    spec.loader.exec_module(module)
    return module


def compared(files: list[Path], law: Legislation) -> tuple[list[str], int, int]:
    """Return the differences, and how many cases and red ones OpenFisca found."""
    comparison = script()
    official = comparison.official_verdicts(files, law)
    found = []
    cases = []
    for file in files:
        theirs = official.verdicts[str(file)]
        cases += theirs
        for text in (None, comparison.rewritten(file)):
            ours = comparison.our_verdicts({file: text}, law)[file]
            found += comparison.differences(theirs, ours)
    return found, len(cases), sum(not verdict.passed for verdict in cases)


def test_every_form_of_a_case(tmp_path: Path, law: Legislation) -> None:
    situation = FORMS.partition("&SITUATION")[2].partition("  output:")[0].rstrip()
    text = FORMS.replace(" &SITUATION", "").replace(" *SITUATION", situation)
    file = tmp_path / "forms.yaml"
    file.write_text(text, encoding="utf-8")
    found, cases, red = compared([file], law)
    assert found == []
    assert cases == text.count("- name:")
    assert 0 < red < cases


def test_a_file_that_nobody_can_use(tmp_path: Path, law: Legislation) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("naem: x\noutput: {age: 3}\n")
    refused = tmp_path / "refused.yaml"
    refused.write_text("period: 2024-03\ninput: {age: 3}\noutput: {age: !!int 3}\n")
    comparison = script()
    official = comparison.official_verdicts([broken, refused], law)
    assert list(official.verdicts) == [str(refused)]
    ours = comparison.our_verdicts({broken: None, refused: None}, law)
    assert list(comparison.differences([], ours[broken])) == []
    [difference] = comparison.differences(official.verdicts[str(refused)], ours[refused])
    assert "the tag 'tag:yaml.org,2002:int' is not accepted" in difference


def test_another_country() -> None:
    """The template of all countries, with its reforms: nothing here is of France."""
    country = util.find_spec("openfisca_country_template")
    assert country is not None
    assert country.origin is not None
    files = sorted((Path(country.origin).parent / "tests").rglob("*.yaml"))
    found, cases, _ = compared(files, load_legislation("openfisca_country_template"))
    assert found == []
    assert cases > 30


@pytest.mark.skipif(not REAL_CASES.is_dir(), reason="the real cases are kept beside the project")
def test_real_cases(law: Legislation) -> None:
    found, cases, _ = compared(sorted(REAL_CASES.glob(REAL_SAMPLE)), law)
    assert found == []
    assert cases > 1
