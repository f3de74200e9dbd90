"""Ten euros either side of each amount, and what the agent reads of it."""

import pytest

from contrib_app.engine import Failed, StillComputing
from contrib_app.reviews.neighbours import neighbours_of
from lawcases import read_cases
from tests.contrib_app.proposals import CHECK, add_agent, propose, sign_in

CASE = """\
period: 2026-11
input:
  individus:
    demandeur: {salaire_net: {2024: 12000, 2026-11: 5}, age: 30, handicap: true}
  menages:
    menage: {personne_de_reference: [demandeur], loyer: {month:2026-08:4: 0}}
output:
  familles: {famille: {af: 0}}
"""
LABELS = {
    "salaire_net": {"label": "Salaire", "kind": "float", "unit": "currency"},
    "loyer": {"label": "Loyer", "kind": "float", "unit": None},
    "age": {"label": "Âge", "kind": "int", "unit": None},
    "handicap": {"label": "Handicap", "kind": "bool", "unit": None},
}


def test_each_amount_moves_as_a_whole_and_never_below_nothing():
    (case,) = read_cases(CASE)
    found = neighbours_of(case, LABELS)
    assert [one.words for one in found] == [
        "Demandeur, Salaire net : − 10 € par mois",
        "Demandeur, Salaire net : + 10 € par mois",
        "Logement, Loyer hors charges : + 10 € par mois",
    ]
    salary = [one.situation["individus"]["demandeur"]["salaire_net"] for one in found[:2]]
    assert salary == [{2024: 11880, "2026-11": 0}, {2024: 12120, "2026-11": 15}]
    assert found[2].situation["menages"]["menage"]["loyer"] == {"month:2026-08:4": 40}
    assert case.input["individus"]["demandeur"]["salaire_net"] == {2024: 12000, "2026-11": 5}


@pytest.fixture
def agent(app, client):
    add_agent(app)
    sign_in(client)
    return client


def test_the_agent_reads_conditions_and_neighbours(app, agent, engine):
    number = propose(app, case_yaml=CASE, checks=[CHECK])
    engine.replies["labels"] = LABELS
    engine.replies["why"] = {
        "conditions": [
            {
                "words": "Nombre d'enfants",
                "value": 1.0,
                "relation": "at least",
                "threshold": 2.0,
                "threshold_words": "",
                "met": False,
                "source": "CSS, article L. 521-1",
                "is_money": False,
            }
        ],
        "values": [{"af": {"famille": 0.0}}, None, *[{"af": {"famille": 150.0}}] * 2],
    }
    page = agent.get(f"/agents/cas/{number}/pourquoi").text
    assert "L. 521-1" in page
    assert "Demandeur, Salaire net : + 10 € par mois" in page
    assert "150" in page
    assert "non calculé" in page


def test_the_agent_waits_for_it(app, agent, engine):
    number = propose(app, case_yaml=CASE, checks=[CHECK])
    engine.replies["labels"] = LABELS
    engine.replies["why"] = lambda **_: (_ for _ in ()).throw(StillComputing("no"))
    assert '<meta http-equiv="refresh"' in agent.get(f"/agents/cas/{number}/pourquoi").text
    engine.replies["why"] = lambda **_: (_ for _ in ()).throw(Failed("no"))
    assert agent.get(f"/agents/cas/{number}/pourquoi").status_code == 303
