"""A row of texts becomes the answers of a household, or says which of its cells is wrong."""

import pytest

from contrib_app.simulator.situation import situation_of
from contrib_app.tables.columns import FACTS, Unusable, answers_of, facts_of, guessed

MONTH = "2026-11"
ROW = {
    "age": "34 ans"[:2],
    "couple": "Marié",
    "age_conjoint": "36",
    "ages_enfants": "4 ans, 7 et 10",
    "enfants_handicapes": "1",
    "commune": "75120",
    "statut": "HLM",
    "loyer": "1 012,50 €",
    "salaire": "2000",
    "salaire_conjoint": "",
    "mois_a_paris": "60",
    "montant": "128",
}


def facts(**changed):
    row = ROW | changed
    return facts_of(list(row), {key: key for key in row}, list(row.values()))


def test_a_row_tells_a_household():
    situation = situation_of(answers_of(facts(), MONTH), MONTH)
    assert list(situation["individus"]) == [
        "demandeur",
        "conjoint",
        "enfant1",
        "enfant2",
        "enfant3",
    ]
    assert situation["individus"]["demandeur"]["date_naissance"] == "1992-11-01"
    assert situation["individus"]["enfant2"]["date_naissance"] == "2019-11-01"
    assert situation["individus"]["enfant1"]["taux_incapacite"]
    assert "handicap" not in situation["individus"]["enfant2"]
    assert situation["individus"]["demandeur"]["salaire_net"][MONTH] == 2000
    home = situation["menages"]["menage"]
    assert set(home["depcom"].values()) == {"75120"}
    assert set(home["statut_occupation_logement"].values()) == {"locataire_hlm"}
    assert list(home["loyer"].values()) == [5062.5]


def test_a_birth_date_is_made_vaguer():
    told = facts(age="", naissance="23/05/1985")
    assert answers_of(told, MONTH)["personne/demandeur"]["naissance"] == "1985-05-01"


def test_an_unused_column_is_not_read():
    told = facts_of(["nom", "age", "montant"], {"age": "age", "montant": "montant"}, ["X", "3", ""])
    assert told == {"age": 3, "montant": 0}


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("age", "trente"),
        ("age", "200"),
        ("age", ""),
        ("naissance", "31/02/2000"),
        ("couple", "peut-être"),
        ("ages_enfants", "aîné 4"),
        ("ages_enfants", ",".join("1" * 13)),
        ("enfants_handicapes", "4"),
        ("commune", "Paris"),
        ("commune", "99999"),
        ("statut", "péniche"),
        ("loyer", "-5"),
        ("loyer", "1e308"),
        ("montant", "=1+1"),
        ("colocation", "bof"),
    ],
)
def test_a_wrong_cell_is_named(fact, text):
    with pytest.raises(Unusable) as refused:
        facts(**{fact: text})
    assert refused.value.fact == fact
    assert refused.value.problem.endswith(".")


def test_columns_are_guessed_once_each():
    columns = [
        "N° dossier",
        "Âge du demandeur",
        "Âge du conjoint",
        "Âge des enfants",
        "Salaire",
        "Salaire du conjoint",
        "Code postal",
        "Montant décidé",
    ]
    assert list(guessed(columns).values()) == [
        "age",
        "age_conjoint",
        "ages_enfants",
        "salaire",
        "salaire_conjoint",
        "commune",
        "montant",
    ]


def test_every_fact_has_words_and_hints():
    assert all(fact.label and fact.hints for fact in FACTS.values())
