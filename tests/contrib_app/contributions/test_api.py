"""Another simulator proposes a case; the person looks at it and sends it here."""

import json

import pytest
from sqlalchemy import func, select

from contrib_app.contributions.models import Contribution, Evidence, State
from contrib_app.contributions.simulators import Simulator, add_simulator
from contrib_app.engine import TooBusy
from lawcases import read_cases
from tests.contrib_app.proposals import session_of

PATH = "/api/v1/contributions"
KEY = "0123-abcd-4567"
VOCABULARY = {
    "persons": "individus",
    "roles": {
        "familles": {"parents": 2, "enfants": None},
        "foyers_fiscaux": {"declarants": 2, "personnes_a_charge": None},
        "menages": {"personne_de_reference": 1, "enfants": None},
    },
    "variables": {
        "date_naissance": ["date", "individus", "eternity", False, []],
        "rsa": ["float", "familles", "month", True, []],
        "apa_eligibilite": ["bool", "individus", "month", True, []],
    },
}
SITUATION = {
    "individus": {"a": {"date_naissance": "1985-02-14"}},
    "familles": {"f": {"parents": ["a"]}},
    "foyers_fiscaux": {"x": {"declarants": ["a"]}},
    "menages": {"m": {"personne_de_reference": ["a"]}},
}
PROPOSAL = {
    "period": "2026-11",
    "situation": SITUATION,
    "expected": [{"variable": "rsa", "instance": "f", "value": 573.49}],
    "evidence": "notification",
    "evidence_date": "2026-11-02",
    "sentence": "La notification dit ce montant.",
}


@pytest.fixture
def engine(engine):
    engine.replies["vocabulary"] = VOCABULARY
    return engine


@pytest.fixture
def token(app):
    with session_of(app) as session:
        token = add_simulator(session, "Autre simulateur")
        session.commit()
    return token


def post(client, token, given=PROPOSAL, key=KEY, **headers):
    sent = {"Authorization": f"Bearer {token}", "Idempotency-Key": key} | headers
    return client.post(PATH, data=json.dumps(given), content_type="application/json", headers=sent)


def drafts(app):
    with session_of(app) as session:
        return session.scalar(select(func.count()).select_from(Contribution))


def test_a_case_is_kept_to_be_looked_at(client, app, token):
    answer = post(client, token)
    assert answer.status_code == 201
    assert answer.json["state"] == "draft"
    assert answer.json["page"] == answer.headers["Location"]
    with session_of(app) as session:
        draft = session.scalars(select(Contribution)).one()
    assert answer.json["page"].endswith(f"/contribution/{draft.token}")
    assert (draft.state, draft.benefit, draft.evidence) == (
        State.DRAFT,
        "rsa",
        Evidence.NOTIFICATION,
    )
    assert draft.evidence_date == "2026-11-02"
    (case,) = read_cases(draft.case_yaml)
    assert case.output == {"familles": {"f": {"rsa": 573.49}}}
    assert case.name == "Revenu de solidarité active (RSA) : 573,49 en novembre 2026"
    assert "notification" not in draft.case_yaml
    assert client.get(f"/contribution/{draft.token}").status_code == 200


def test_the_same_request_gives_the_same_case(client, app, token):
    pages = {post(client, token).json["page"] for _ in range(3)}
    assert len(pages) == 1
    assert drafts(app) == 1
    other = post(client, token, PROPOSAL | {"sentence": "Une autre."})
    assert other.status_code == 422
    assert "a déjà servi" in other.json["title"]
    assert post(client, token, key="another-key-1").status_code == 201
    assert drafts(app) == 2


@pytest.mark.parametrize("given", ["", "x", "Bearer", None])
def test_only_known_simulators_propose(client, app, token, given):
    headers = {"Authorization": given} if given is not None else {}
    answer = client.post(PATH, json=PROPOSAL, headers={"Idempotency-Key": KEY, **headers})
    assert answer.status_code == 401
    assert drafts(app) == 0


def test_a_token_is_kept_as_a_digest_only(app, token):
    with session_of(app) as session:
        simulator = session.scalars(select(Simulator)).one()
    assert token not in str(vars(simulator))


@pytest.mark.parametrize("key", ["", "court", "x" * 65, "é" * 10, "a b c d e f"])
def test_a_key_is_asked_for(client, token, key):
    headers = {"Authorization": f"Bearer {token}"}
    if key.isascii():
        headers["Idempotency-Key"] = key
    answer = client.post(PATH, json=PROPOSAL, headers=headers)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["field"] == "Idempotency-Key"


RSA = PROPOSAL["expected"][0]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"situation": {"individus": {"a": {"agee": 3}}}}, "situation.individus.a.agee"),
        ({"period": "2026"}, "period"),
        ({"expected": []}, "expected"),
        ({"expected": [RSA] * 11}, "expected"),
        ({"expected": [RSA, {**RSA, "value": 3}]}, "expected.1"),
        ({"expected": "rsa"}, "expected"),
        ({"expected": [3]}, "expected.0"),
        ({"expected": [{**RSA, "margin": 1e30}]}, "expected.0"),
        ({"expected": [{**RSA, "variable": "salaire_net"}]}, "expected.0.variable"),
        ({"expected": [{**RSA, "variable": ["rsa"]}]}, "expected.0.variable"),
        ({"expected": [{**RSA, "instance": "a"}]}, "expected.0.instance"),
        ({"expected": [{**RSA, "instance": ["f"]}]}, "expected.0.instance"),
        ({"expected": [{**RSA, "value": "9**9**8"}]}, "expected.0.value"),
        ({"expected": [{**RSA, "value": True}]}, "expected.0.value"),
        ({"expected": [{**RSA, "value": -1}]}, "expected.0.value"),
        ({"expected": [{**RSA, "variable": "apa_eligibilite"}]}, "expected.0.instance"),
        ({"evidence": "rumeur"}, "evidence"),
        ({"evidence": ["notification"]}, "evidence"),
        ({"evidence_date": "12/10/2026"}, "evidence_date"),
        ({"evidence_date": "2999-01-01"}, "evidence_date"),
        ({"evidence_date": 3}, "evidence_date"),
        ({"sentence": ""}, "sentence"),
        ({"sentence": "x" * 501}, "sentence"),
        ({"reforms": "os"}, "reforms"),
    ],
)
def test_what_is_wrong_is_named(client, app, token, changed, field):
    answer = post(client, token, PROPOSAL | changed)
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json["errors"]]
    assert drafts(app) == 0


def test_a_busy_engine_says_when_to_come_back(client, engine, app, token):
    engine.error = TooBusy("no")
    assert post(client, token).status_code == 503
    assert drafts(app) == 0
