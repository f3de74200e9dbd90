"""From a result to a recorded case, and its follow-up."""

import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from contrib_app.contributions import preparing
from contrib_app.contributions.effort import challenge
from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import Publication
from contrib_app.contributions.service import CODE_LENGTH, code_for, hash_of
from contrib_app.engine import Failed, TooBusy, TooSlow
from lawcases import read_cases
from tests.contrib_app.proposals import (
    CASE,
    CHECK,
    MOVED,
    prepare_drafts,
    propose,
    session_of,
    stored,
)
from tests.contrib_app.simulator.conftest import Someone

KEY = "a key for tests only"
HOSTILE = "<img src=x onerror=alert(1)> !!python/object:os.system [x] ${7*7} {{7*7}}"


@pytest.fixture
def engine(engine):
    engine.values = {"ppa": {"famille": 123.45}}
    engine.replies |= {
        "simplify": lambda **_: {"case_yaml": CASE, "kept": 3, "dropped": 20, "steps": [MOVED]},
        "signature": "5" * 64,
        "judge": {"passed": True, "error": None, "checks": [CHECK]},
    }
    return engine


@pytest.fixture
def form(client, engine):
    """The address of the contribution form of somebody in Rennes, and valid answers."""
    someone = Someone(client).answer_all()
    return f"{someone.address}/contribuer"


def answers(**changed):
    return {
        "ppa-famille-avis": "autre",
        "ppa-famille-valeur": "150",
        "evidence": "NOTIFICATION",
        "sentence": "La notification dit 150 €.",
        "effort": challenge(KEY, time.time() - 60),
    } | changed


def count(app):
    with session_of(app) as session:
        return session.scalar(
            select(func.count()).select_from(Contribution).where(Contribution.state == State.NEW)
        )


def test_nothing_is_chosen_in_advance(client, form):
    page = client.get(form)
    assert page.text.count('value="inconnu"') == page.text.count('checked class="form-check') or (
        page.text.count("checked") == page.text.count('value="inconnu"')
    )
    assert 'value="150"' not in page.text


def test_a_case_asserts_only_what_was_chosen(client, form, engine, app):
    client.post(form, data=answers())
    prepare_drafts(app)
    case = next(given["case_yaml"] for job, given in engine.calls if job == "simplify")
    output = case.split("output:")[1]
    assert "ppa: 150" in output
    assert "rsa" not in output
    assert "La notification" not in case


def test_a_yearly_benefit_is_asserted_for_its_year(client, engine, app):
    someone = Someone(client).answer_all(
        logement={"code_postal": "75020", "statut": "locataire_vide"},
        loyer={"loyer": "900"},
        paris={"mois_a_paris": "60"},
    )
    given = answers(**{"ppa-famille-avis": "inconnu"}) | {
        "paris_forfait_familles-famille-avis": "autre",
        "paris_forfait_familles-famille-valeur": "305",
    }
    assert client.post(f"{someone.address}/contribuer", data=given).status_code == 303
    prepare_drafts(app)
    case = next(said["case_yaml"] for job, said in engine.calls if job == "simplify")
    asserted = read_cases(case)[0].output["familles"]["famille"]["paris_forfait_familles"]
    assert asserted == {f"year:{datetime.now(UTC):%Y-%m}": 305}


def test_the_whole_way(client, form, app):
    preview = client.post(form, data=answers()).location
    assert '<meta http-equiv="refresh"' in client.get(preview).text
    assert client.post(preview, data={"may_read": "y"}).status_code == 200
    assert count(app) == 0, "what was not shown is not proposed"
    prepare_drafts(app)
    page = client.get(preview)
    assert "date_naissance: 1990-01-01" in page.text
    assert "Demandeur, Date de naissance : 14/12/1989 → 01/01/1990" in page.text
    assert "tests/yaml/national/france/ppa/" in page.text
    assert "23 informations au départ, 3 gardées" in page.text
    assert count(app) == 0, "a draft is not a contribution"

    refused = client.post(preview, data={"may_publish": "y"})
    assert refused.status_code == 400
    assert "Sans cet accord" in refused.text

    recorded = client.post(preview, data={"may_read": "y"})
    code = recorded.text.split('id="code">')[1].split("<")[0]
    assert len(code) == CODE_LENGTH
    assert count(app) == 1

    again = client.post(preview, data={"may_read": "y", "may_publish": "y"})
    assert code in again.text, "a form sent twice gives the same code"
    assert count(app) == 1
    assert not stored(app, 1).may_publish, "a replay changes nothing"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ppa-famille-avis": "inconnu"}, "Choisissez au moins un résultat"),
        ({"ppa-famille-valeur": ""}, "Écrivez le bon montant"),
        ({"ppa-famille-valeur": "-3"}, "négatif"),
        ({"ppa-famille-valeur": "1e308"}, "en chiffres"),
        ({"ppa-famille-avis": "forgé"}, "réponses proposées"),
        ({"evidence": "AUTRE"}, "réponses proposées"),
        ({"sentence": ""}, "Écrivez une phrase"),
        ({"sentence": "x" * 501}, "500 caractères"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(client, form, changed, message):
    page = client.post(form, data=answers(**changed))
    assert page.status_code == 400
    assert message in page.text
    if "sentence" not in changed:
        assert "La notification dit 150" in page.text


def test_html_and_yaml_in_the_sentence_stay_words(client, form, app):
    preview = client.post(form, data=answers(sentence=HOSTILE)).location
    prepare_drafts(app)
    client.post(preview, data={"may_read": "y"})
    assert stored(app, 1).sentence == HOSTILE
    assert HOSTILE not in stored(app, 1).case_yaml


@pytest.mark.parametrize("error", [TooSlow, Failed])
def test_a_case_that_cannot_be_prepared_says_so(client, form, engine, app, error):
    engine.replies["simplify"] = lambda **_: (_ for _ in ()).throw(error("no"))
    preview = client.post(form, data=answers()).location
    prepare_drafts(app)
    page = client.get(preview)
    assert page.status_code == 502
    assert "Rien n'a été proposé" in page.text
    client.post(preview, data={"may_read": "y"})
    assert count(app) == 0


def test_a_busy_engine_is_asked_again_later(client, form, engine, app):
    engine.replies["simplify"] = lambda **_: (_ for _ in ()).throw(TooBusy("no"))
    client.post(form, data=answers())
    with pytest.raises(preparing.EngineIsBusy):
        prepare_drafts(app)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"effort": ""}, "Envoyez-la à nouveau"),
        ({"effort": challenge("another key", 0)}, "Envoyez-la à nouveau"),
        ({"effort": challenge(KEY, 0)}, "restée ouverte trop longtemps"),
        ({"effort": challenge(KEY, time.time() + 3600)}, "restée ouverte trop longtemps"),
        ({"site": "http://spam.example"}, "Envoyez-la à nouveau"),
    ],
)
def test_what_nobody_made_an_effort_for_is_refused(client, form, app, changed, message):
    page = client.post(form, data=answers(**changed))
    assert page.status_code == 400
    assert message in page.text
    assert "La notification dit 150" in page.text


def test_who_sends_too_fast_waits_and_sends_again(client, form):
    given = answers(effort=challenge(KEY, time.time()))
    page = client.post(form, data=given)
    assert page.status_code == 400
    assert given["effort"] in page.text, "the time already spent counts"


def test_one_address_proposes_so_many_cases_in_an_hour(client, form, app):
    app.extensions["contribution_limit"].count = 2
    assert [client.post(form, data=answers()).status_code for _ in range(3)] == [303, 303, 429]
    refused = client.post(form, data=answers())
    assert int(refused.headers["Retry-After"]) > 3000
    assert "La notification dit 150" in refused.text


def test_a_sentence_that_names_somebody_is_shown_before_it_is_kept(client, form, app):
    page = client.post(form, data=answers(sentence="Appelez Mme Durand au 06 12 34 56 78."))
    assert page.status_code == 400
    assert "« 06 12 34 56 78 » (téléphone)" in page.text
    assert "« Mme Durand » (nom)" in page.text
    kept = answers(sentence="Le décret Jean Zay le dit.", keep_sentence="y")
    preview = client.post(form, data=kept).location
    prepare_drafts(app)
    assert "Le décret Jean Zay le dit." in client.get(preview).text


def test_what_should_not_be_computed_is_read_and_never_published(client, form, app):
    given = answers(**{"ppa-famille-avis": "incalculable", "ppa-famille-motif": ""})
    assert "Écrivez pourquoi." in client.post(form, data=given).text
    given["ppa-famille-motif"] = "Je suis  travailleur\nindépendant"
    preview = client.post(form, data=given).location
    prepare_drafts(app)
    page = client.get(preview).text
    assert "Je suis travailleur indépendant" in page
    assert "may_publish" not in page
    client.post(preview, data={"may_read": "y", "may_publish": "y"})
    assert not stored(app, 1).may_publish
    assert stored(app, 1).not_computable == {"ppa": "Je suis travailleur indépendant"}


def test_a_case_that_shows_the_same_thing_is_told(client, form, app):
    propose(app, signature="5" * 64, benefit="ppa")
    propose(app, token="b" * 32, signature="5" * 64, benefit="ppa", state=State.REFUSED)
    propose(app, token="c" * 32, signature="5" * 64, benefit="rsa")
    preview = client.post(form, data=answers()).location
    prepare_drafts(app)
    assert "Un cas déjà reçu remplit les mêmes conditions" in client.get(preview).text


def test_the_evidence_has_a_date_which_is_past(client, form, app):
    page = client.post(form, data=answers(evidence_date="01/01/2999"))
    assert "dans l&#39;avenir" in page.text
    client.post(form, data=answers(evidence_date="12/10/2026"))
    assert stored(app, 1).evidence_date == "2026-10-12"


def test_an_unfinished_simulation_goes_back_to_its_questions(client, engine):
    someone = Someone(client)
    assert client.get(f"{someone.address}/contribuer").status_code == 303


def test_unknown_addresses(client, app):
    assert client.get("/contribution/unknown").status_code == 404
    assert client.get(f"/simulation/{'0' * 32}/contribuer").status_code == 404


def test_a_code_follows_its_case_and_never_enters_an_address(client, app, caplog):
    number = propose(app)
    code = code_for("a" * 32, app.config["SECRET_KEY"])
    typed = f" {code[:6].lower()}-{code[6:]} "
    page = client.post("/suivi", data={"code": typed})
    assert page.status_code == 200
    assert f"Cas n° {number}" in page.text
    assert "en attente de relecture" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert code not in caplog.text


def test_an_unknown_code_is_said_without_a_hint(client, app):
    propose(app)
    page = client.post("/suivi", data={"code": "0" * 26})
    assert page.status_code == 404
    assert "Aucun cas ne correspond" in page.text


def test_a_draft_is_followed_by_nobody(client, app):
    propose(app, state=State.DRAFT)
    code = code_for("a" * 32, app.config["SECRET_KEY"])
    assert client.post("/suivi", data={"code": code}).status_code == 404


def test_withdrawing_erases_what_was_said(client, app):
    number = propose(app)
    code = code_for("a" * 32, app.config["SECRET_KEY"])
    page = client.post("/suivi", data={"code": code, "retirer": "oui"})
    assert "Retiré à la demande de son auteur" in page.text
    assert (stored(app, number).sentence, stored(app, number).case_yaml) == ("", "")


def test_an_accepted_case_is_withdrawn_until_it_begins_to_leave(client, app):
    number = propose(app, state=State.ACCEPTED)
    code = code_for("a" * 32, app.config["SECRET_KEY"])
    with session_of(app) as session:
        session.add(Publication(id=1, branch="cas/1"))
        session.get(Contribution, number).publication_id = 1
        session.commit()
    page = client.post("/suivi", data={"code": code, "retirer": "oui"})
    assert "Retirer ce cas" not in page.text
    assert stored(app, number).state == State.ACCEPTED
    with session_of(app) as session:
        session.get(Contribution, number).publication_id = None
        session.commit()
    client.post("/suivi", data={"code": code, "retirer": "oui"})
    assert stored(app, number).state == State.WITHDRAWN


def test_answering_the_agent(client, app):
    number = propose(app, state=State.NEEDS_INFORMATION)
    code = code_for("a" * 32, app.config["SECRET_KEY"])
    page = client.post("/suivi", data={"code": code, "answer": ""})
    assert "Écrivez une réponse." in page.text
    page = client.post("/suivi", data={"code": code, "answer": "Oui, <b>deux</b> enfants."})
    assert "Oui, &lt;b&gt;deux&lt;/b&gt; enfants." in page.text
    assert stored(app, number).state == State.NEW
    again = client.post("/suivi", data={"code": code, "answer": "Encore"})
    assert "Encore" not in again.text


def test_an_email_is_kept_only_if_given_and_erased_on_demand(client, form, app):
    preview = client.post(form, data=answers()).location
    prepare_drafts(app)
    wrong = client.post(preview, data={"may_read": "y", "email": "not an email"})
    assert "Cet e-mail n&#39;en est pas un." in wrong.text
    recorded = client.post(preview, data={"may_read": "y", "email": "Jeanne@free.example"})
    code = recorded.text.split('id="code">')[1].split("<")[0]
    assert stored(app, 1).email == "jeanne@free.example"
    page = client.post("/suivi", data={"code": code})
    assert "jeanne@" not in page.text
    client.post("/suivi", data={"code": code, "oublier": "oui"})
    assert stored(app, 1).email is None


def test_guessing_codes_is_slowed_down(client, app):
    propose(app)
    for _ in range(20):
        assert client.post("/suivi", data={"code": "0" * 26}).status_code == 404
    code = code_for("a" * 32, app.config["SECRET_KEY"])
    assert client.post("/suivi", data={"code": code}).status_code == 429


def test_codes_are_kept_as_hashes_only(app):
    number = propose(app)
    code = code_for("a" * 32, app.config["SECRET_KEY"])
    assert stored(app, number).code_hash == hash_of(code) != code
    assert code_for("b" * 32, app.config["SECRET_KEY"]) != code
