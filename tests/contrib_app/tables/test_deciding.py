"""A table of decisions, judged by the real law: what it computes is what each row has alone."""

import pytest

import lawcases
from contrib_app.engine.deciding import case_of, decide
from lawcases import load_legislation

BENEFIT = "paris_logement_familles"
MONTH = "2026-11"


@pytest.fixture(scope="module")
def law():
    return load_legislation("openfisca_france", ["openfisca_mesaides"])


def household(children, salary, decided, **other):
    return {
        "age": 34,
        "couple": "marie",
        "ages_enfants": list(range(3, 3 + children)),
        "commune": ("75020", "75120"),
        "statut": "locataire_vide",
        "loyer": 900.0,
        "salaire": salary,
        "salaire_conjoint": 0.0,
        "mois_a_paris": 60,
        "montant": decided,
        **other,
    }


TABLE = [
    household(2, 1500.0, 116.0),
    household(2, 2500.0, 0.0),
    household(3, 2500.0, 128.0),
    household(0, 1500.0, 0.0, couple="seul"),
    # The agency gave 100 € to each of those who have three children and a low rent.
    *[household(3, 2000.0 + rank, 100.0, loyer=850.0) for rank in range(4)],
]


def test_rows_are_computed_as_alone_and_clustered(law):
    found = decide(TABLE, variable=BENEFIT, month=MONTH, legislation=law)
    alone = [
        lawcases.run_case(case_of(facts, BENEFIT, MONTH), law).checks[0].computed
        for facts in (TABLE[0], TABLE[4])
    ]
    assert [found["computed"][0], found["computed"][4]] == [round(value, 2) for value in alone]
    assert found["computed"] == [116, 0, 128, 0, 128, 128, 128, 128]
    (cluster,) = found["clusters"]
    assert sorted(cluster["rows"]) == [4, 5, 6, 7]
    assert cluster["among"] == 4
