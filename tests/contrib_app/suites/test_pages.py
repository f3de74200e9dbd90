"""Anybody reads the published cases of a benefit, and what nobody's case guards yet."""

import pytest

from contrib_app.contributions.models import State
from contrib_app.contributions.publication import Source, keep_run
from contrib_app.database import writing
from contrib_app.engine import Failed, TooBusy
from contrib_app.engine.covering import covered
from contrib_app.suites import service
from lawcases import load_legislation
from tests.contrib_app.proposals import CASE, propose, session_of

FOUND = {
    "reached": 3,
    "total": 5,
    "wanted": [{"what": "Plafond <b> : 2000 depuis le 2018-01-01", "where": "x.yaml, ligne 3"}],
}


def published(app, **changed):
    values = {"state": State.PUBLISHED, "published_yaml": CASE, "path": "yaml/national/af/x_1.yaml"}
    return propose(app, **values | changed)


def measure(app, engine):
    service.measure(writing(app.extensions["database"]), engine, "france-176+abc")


def test_only_published_cases_are_public(client, app):
    published(app)
    propose(app, token="b" * 32, title="Pas encore relu")
    propose(app, token="c" * 32, title="Refusé", state=State.REFUSED)
    page = client.get("/cas/af").text
    assert "Allocations familiales : pas de droit" in page
    assert "Pas encore relu" not in page
    assert "Refusé" not in page
    assert "La décision" not in page, "the sentence of a contributor is never published"
    assert "yaml/national/af/x_1.yaml" in page


def test_each_version_of_the_rules_has_its_verdict(client, app):
    number = published(app)
    with session_of(app) as session:
        keep_run(session, number, "france-175", Source.PLATFORM, True)
        keep_run(session, number, "france-176", Source.PLATFORM, False)
        session.commit()
    page = client.get("/cas/af").text
    assert "france-175 : vert" in page
    assert "france-176 : rouge" in page
    assert "1 cas non satisfait" in client.get("/cas").text


def test_what_is_wanted_is_told(client, app, engine):
    published(app)
    engine.replies["coverage"] = FOUND
    measure(app, engine)
    page = client.get("/cas/af").text
    assert "<strong>3</strong> des 5 valeurs" in page
    assert "Plafond &lt;b&gt; : 2000 depuis le 2018-01-01" in page
    (asked,) = [arguments for job, arguments in engine.calls if job == "coverage"]
    assert asked == {"texts": [CASE], "path": "national/france/af"}
    measure(app, engine)
    assert client.get("/cas/af").status_code == 200


@pytest.mark.parametrize("error", [TooBusy, Failed])
def test_what_cannot_be_measured_now_stays_as_it_was(client, app, engine, error):
    published(app)
    engine.replies["coverage"] = FOUND
    measure(app, engine)
    engine.error = error("no")
    measure(app, engine)
    assert "<strong>3</strong> des 5 valeurs" in client.get("/cas/af").text


def test_every_benefit_has_a_page_and_nothing_else(client, app):
    assert client.get("/cas").status_code == 200
    assert client.get("/cas/paris_logement_familles").status_code == 200
    assert client.get("/cas/salaire_net").status_code == 404
    assert client.get("/cas/..%2f..").status_code == 404


def test_the_real_law_tells_what_is_wanted():
    law = load_legislation("openfisca_france", ["openfisca_mesaides"])
    text = """\
period: 2026-11
input:
  individus: {demandeur: {date_naissance: 1985-02-14}}
  familles: {famille: {parents: [demandeur], quotient_familial_caf: 500}}
  menages: {menage: {personne_de_reference: [demandeur], depcom: "29019"}}
output:
  individus: {demandeur: {brest_metropole_transport: 11.95}}
"""
    found = covered([text], "metropoles/brest/brest_metropole_transport", law)
    assert 0 < found["reached"] < found["total"]
    assert found["wanted"]
    assert all("metropoles/brest" in one["where"] for one in found["wanted"])
    assert covered([text], "national/france/af", law)["total"] == 0
