"""What the engine does of a case, with the real law: check it, shorten it, tell what it shows."""

import pytest

from contrib_app.engine.checking import problems_of
from contrib_app.engine.labels import labels_of
from contrib_app.engine.resembling import digest_of
from contrib_app.engine.simplifying import simplify
from lawcases import load_legislation, read_cases, run_case

CASE = """\
name: Tarif de Brest
period: 2026-11
input:
  individus:
    demandeur:
      date_naissance: 1985-02-14
      salaire_net: {month:2026-08:4: 4812.37}
      activite: {month:2026-08:4: actif}
    enfant1: {date_naissance: 2016-05-20}
  familles:
    famille:
      parents: [demandeur]
      enfants: [enfant1]
      quotient_familial_caf: {2026-11: 500}
  foyers_fiscaux:
    foyer_fiscal: {declarants: [demandeur], personnes_a_charge: [enfant1]}
  menages:
    menage:
      personne_de_reference: [demandeur]
      enfants: [enfant1]
      depcom: {month:2026-08:4: "29061"}
      loyer: {month:2026-08:4: 1806}
output:
  individus:
    demandeur: {brest_metropole_transport: 11.95}
"""


@pytest.fixture(scope="module")
def law():
    return load_legislation("openfisca_france", ["openfisca_mesaides"])


def only(text):
    (case,) = read_cases(text)
    return case


def test_a_case_is_made_short_vague_and_stays_true(law):
    before = run_case(only(CASE), law).checks[0].computed
    found = simplify(only(CASE), law)
    short = only(found["case_yaml"])
    assert run_case(short, law).checks[0].computed == before
    assert found["kept"] + found["dropped"] == 7
    assert found["kept"] <= 4
    text = found["case_yaml"]
    assert "salaire_net" not in text
    assert "29061" not in text, "another commune of the same territory stands for it"
    assert "29019" in text
    assert "02-14" not in text
    changed = {step["what"]: step["changes"] for step in found["steps"]}
    assert ["menage", "depcom", "month:2026-08:4", "29061", "29019"] in changed["commune"]


def test_a_case_shows_the_same_thing_whatever_its_amounts(law):
    one = digest_of(only(CASE), law)
    assert one == digest_of(only(CASE.replace("2026-11: 500", "2026-11: 510")), law)
    assert one != digest_of(only(CASE.replace("2026-11: 500", "2026-11: 5000")), law)


def test_what_is_wrong_is_said_in_french_with_its_line(law):
    (wrong,) = problems_of(CASE.replace("activite:", "activitee:"), law)
    assert wrong["line"] == 8
    assert "activitee" in wrong["problem"]
    assert "activite" in wrong["remedy"]
    assert problems_of(CASE, law) == []
    assert problems_of("a: !!python/object:x {}", law)


def test_labels(law):
    found = labels_of(["loyer", "activite", "nobody"], law)
    assert list(found) == ["loyer", "activite"]
    assert found["loyer"]["kind"] == "float"
    assert found["activite"]["members"]["actif"]
