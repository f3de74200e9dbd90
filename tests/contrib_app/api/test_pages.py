"""What the API says, and to whom."""

import pytest

from contrib_app.api.openapi import EXAMPLE
from contrib_app.catalogue import load_catalogue
from contrib_app.engine import Failed, TooBusy, TooSlow

PATH = "/api/v1/simulations"
VOCABULARY = {
    "persons": "individus",
    "roles": {
        "familles": {"parents": 2, "enfants": None},
        "foyers_fiscaux": {"declarants": 2, "personnes_a_charge": None},
        "menages": {"personne_de_reference": 1, "enfants": None},
    },
    "variables": {
        "date_naissance": ["date", "individus", "eternity", False, []],
        "salaire_net": ["float", "individus", "month", True, []],
        "age": ["int", "individus", "month", False, []],
        "handicap": ["bool", "individus", "month", True, []],
        "depcom": ["str", "menages", "month", True, []],
        "loyer": ["float", "menages", "month", True, []],
        "statut_occupation_logement": ["enum", "menages", "month", True, ["locataire_vide"]],
        "rsa": ["float", "familles", "month", True, []],
        "ppa": ["float", "familles", "month", True, []],
        "aide_logement": ["float", "familles", "month", True, []],
        "rfr": ["float", "foyers_fiscaux", "year", False, []],
    },
}


@pytest.fixture
def engine(engine):
    engine.replies["vocabulary"] = VOCABULARY
    engine.replies["compute"] = lambda variables, **_: {name: {"a": 1.5} for name in variables}
    return engine


def errors_of(response):
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == response.status_code
    return {one["field"]: one["message"] for one in response.json["errors"]}


def test_a_household_is_computed(client, engine):
    response = client.post(PATH, json=EXAMPLE)
    assert response.status_code == 200
    rsa = response.json["results"]["rsa"]
    assert (rsa["period"], rsa["entity"], rsa["values"]) == ("2026-11", "familles", {"a": 1.5})
    assert rsa["label"]
    assert set(response.json["versions"]) >= {"openfisca-france", "openfisca-mesaides"}
    assert engine.calls[-1][1]["situation"] == EXAMPLE["situation"]


def test_without_outputs_the_benefits_of_the_place_are_computed(client, engine):
    names = {name for one in load_catalogue() for name in one.variables}
    benefits = {key: ["float", "familles", "month", True, []] for key in names}
    variables = benefits | VOCABULARY["variables"]
    engine.replies["vocabulary"] = VOCABULARY | {"variables": variables}
    given = {key: value for key, value in EXAMPLE.items() if key != "outputs"}
    asked = client.post(PATH, json=given).json["results"]
    assert "rennes_metropole_transport" in asked
    assert not any(name.startswith("paris") for name in asked)

    del given["situation"]["menages"]["menage"]["depcom"]
    response = client.post(PATH, json=given)
    assert "depcom" in errors_of(response)["outputs"]


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"period": "2026"}, "period", "mois"),
        ({"outputs": {"rsaa": "2026-11"}}, "outputs.rsaa", "« rsa »"),
        ({"outputs": {"rfr": "2026-11"}}, "outputs.rfr", "2026"),
        (
            {"situation": {"individus": {"a": {"salaire_net": {"2026-11": "9**9**8"}}}}},
            "situation.individus.a.salaire_net.2026-11",
            "nombre",
        ),
        (
            {"situation": {"individus": {"a": {"loyer": 1}}}},
            "situation.individus.a.loyer",
            "menages",
        ),
        (
            {"situation": {"individus": {"a": {}}, "familles": {"f": {"parents": ["b"]}}}},
            "situation.familles.f.parents",
            "« b »",
        ),
    ],
)
def test_each_refusal_names_its_field_and_what_instead(client, change, field, word):
    response = client.post(PATH, json={**EXAMPLE, **change})
    assert response.status_code == 422
    assert word in errors_of(response)[field]


@pytest.mark.parametrize(
    ("error", "status", "field"),
    [
        (TooBusy("busy", 7), 503, "service"),
        (TooSlow("slow"), 422, "outputs"),
        (Failed("ZeroDivisionError"), 422, "situation"),
    ],
)
def test_what_the_engine_cannot_do_is_said(client, engine, error, status, field):
    client.post(PATH, json=EXAMPLE)
    engine.error = error
    response = client.post(PATH, json=EXAMPLE)
    assert response.status_code == status
    assert field in errors_of(response)
    assert response.headers.get("Retry-After") == ("7" if status == 503 else None)


@pytest.mark.parametrize(
    ("method", "path", "status", "field"),
    [
        ("GET", PATH, 405, "méthode"),
        ("POST", "/api/v1/nothing", 404, "adresse"),
        ("GET", "/api/v2", 404, None),
    ],
)
def test_addresses_that_do_not_exist(client, method, path, status, field):
    response = client.open(path, method=method)
    assert response.status_code == status
    if field:
        assert field in errors_of(response)


def test_any_site_may_call_and_no_cookie_is_needed(client):
    other = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}
    asked = client.options(PATH, headers={**other, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "POST"
    assert asked.headers["Access-Control-Allow-Headers"] == "Content-Type"
    for response in (asked, client.post(PATH, json=EXAMPLE, headers=other)):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Set-Cookie" not in response.headers
    assert client.get("/").headers.get("Access-Control-Allow-Origin") is None
    assert client.post("/simulation", headers=other).status_code == 403
