"""An agent's queue and decisions; of two agents, one decides."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from contrib_app.accounts import institutions
from contrib_app.accounts.models import Reviewer, Role
from contrib_app.contributions import service as contributions
from contrib_app.contributions.models import Contribution, Event, State
from contrib_app.engine import TooBusy
from contrib_app.reviews import service
from tests.contrib_app.proposals import (
    CASE,
    CHECK,
    add_agent,
    propose,
    session_of,
    sign_in,
    stored,
    token_in,
)


@pytest.fixture
def agent(app, client):
    add_agent(app)
    assert sign_in(client).status_code == 303
    return client


def decide(client, number, verb, **given):
    token = token_in(client.get(f"/agents/cas/{number}").text)
    return client.post(f"/agents/cas/{number}/{verb}", data={"csrf_token": token, **given})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/agents/cas"),
        ("get", "/agents/cas/1"),
        ("post", "/agents/cas/1/accepter"),
        ("post", "/agents/cas/1/refuser"),
        ("post", "/agents/cas/1/recalculer"),
    ],
)
def test_only_a_signed_in_agent_comes_in(client, app, method, path):
    propose(app)
    response = getattr(client, method)(path)
    assert response.status_code in (302, 400)
    assert stored(app, 1).state == State.NEW


def test_the_queue_and_the_case(agent, app):
    number = propose(app)
    assert f"n° {number}" in agent.get("/agents/cas").text
    page = agent.get(f"/agents/cas/{number}").text
    assert "La décision &lt;b&gt;reçue&lt;/b&gt;." in page
    assert "Une décision reçue" in page
    assert "12 informations au départ, 3 gardées" in page
    assert agent.get("/agents/cas/99").status_code == 404


def test_accepting_under_a_new_title(agent, app):
    number = propose(app)
    assert decide(agent, number, "accepter", title="AF : rien pour un seul").status_code == 303
    contribution = stored(app, number)
    assert (contribution.state, contribution.title) == (State.ACCEPTED, "AF : rien pour un seul")
    assert [event.who for event in contribution.events] == ["agent@ville.example"]


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("Voir avec jeanne@free.fr", "e-mail"),
        ("Dossier 1234567 A à revoir", "allocataire"),
        ("Deux\nlignes", "une ligne"),
        ("abc", "caractères"),
        ("", "Écrivez un titre"),
    ],
)
def test_a_title_that_cannot_be_published(agent, app, title, message):
    number = propose(app)
    page = decide(agent, number, "accepter", title=title)
    assert page.status_code == 400
    assert message in page.text
    assert stored(app, number).state == State.NEW


def test_refusing_needs_a_reason_that_its_author_reads(agent, app):
    number = propose(app)
    assert decide(agent, number, "refuser", reason="").status_code == 400
    assert decide(agent, number, "refuser", reason="Le plafond est dépassé.").status_code == 303
    assert stored(app, number).reason == "Le plafond est dépassé."


def test_a_decided_case_is_not_decided_again(agent, app):
    number = propose(app)
    token = token_in(agent.get(f"/agents/cas/{number}").text)
    decide(agent, number, "refuser", reason="Le plafond est dépassé.")
    again = agent.post(
        f"/agents/cas/{number}/accepter", data={"csrf_token": token, "title": "Un autre titre"}
    )
    assert again.status_code == 409
    assert stored(app, number).state == State.REFUSED


def test_a_form_without_its_token_changes_nothing(agent, app):
    number = propose(app)
    page = agent.post(f"/agents/cas/{number}/accepter", data={"title": "Un bon titre"})
    assert page.status_code == 400
    assert stored(app, number).state == State.NEW


def test_of_agents_who_decide_together_one_does(app):
    for rank in range(4):
        add_agent(app, f"agent{rank}@ville.example")
    for race in range(10):
        number = propose(app, token=f"{race:032x}")

        def decide_first(rank, number=number):
            with session_of(app) as session:
                case = session.get(Contribution, number)
                reviewer = session.get(Reviewer, rank + 1)
                try:
                    service.refuse(session, case, reviewer, f"motif {rank}")
                except service.AlreadyDecided:
                    return None
                session.commit()
                return rank

        with ThreadPoolExecutor(4) as pool:
            winners = [rank for rank in pool.map(decide_first, range(4)) if rank is not None]
        assert len(winners) == 1
        assert stored(app, number).reason == f"motif {winners[0]}"


def test_judging_again(agent, app, engine):
    number = propose(app)
    token = token_in(agent.get(f"/agents/cas/{number}").text)
    engine.replies["judge"] = {"checks": [], "passed": True, "error": None}
    agent.post(f"/agents/cas/{number}/recalculer", data={"csrf_token": token})
    assert stored(app, number).checks == []
    engine.error = TooBusy("no")
    again = agent.post(
        f"/agents/cas/{number}/recalculer", data={"csrf_token": token}, follow_redirects=True
    )
    assert "Le calcul n&#39;a pas abouti" in again.text


def test_asking_and_its_answer(agent, app):
    number = propose(app)
    assert decide(agent, number, "demander", question="").status_code == 400
    assert decide(agent, number, "demander", question="Depuis quand ?").status_code == 303
    assert stored(app, number).state == State.NEEDS_INFORMATION
    assert "Depuis quand ?" in agent.get(f"/agents/cas/{number}").text
    with session_of(app) as session:
        assert contributions.answer(session, session.get(Contribution, number), "Depuis mai.")
        session.commit()
    assert "Depuis mai." in agent.get(f"/agents/cas/{number}").text
    assert [event.what for event in stored(app, number).events] == [
        State.NEEDS_INFORMATION,
        State.NEW,
    ]


def test_nobody_decides_on_what_they_have_not_seen(agent, app):
    number = propose(app)
    seen = agent.get(f"/agents/cas/{number}").text
    version = seen.split('id="accept-version"')[1].split('value="')[1].split('"')[0]
    with session_of(app) as session:
        service.keep_checks(session, session.get(Contribution, number), [])
        session.commit()
    late = agent.post(
        f"/agents/cas/{number}/accepter",
        data={"csrf_token": token_in(seen), "title": "Un bon titre", "version": version},
    )
    assert late.status_code == 409
    assert stored(app, number).state == State.NEW


def test_an_institution_sees_its_own_cases_and_those_of_nobody(agent, app, client):
    with session_of(app) as session:
        city = institutions.named(session, "Ville")
        other = institutions.named(session, "Autre")
        institutions.give(session, city, ["paris_logement_familles"])
        institutions.give(session, other, ["rsa"])
        session.commit()
    nobodys = propose(app)
    own = propose(app, token="b" * 32, benefit="paris_logement_familles")
    others = propose(app, token="c" * 32, benefit="rsa")
    page = agent.get("/agents/cas").text
    assert page.index(f"n° {own}<") < page.index(f"n° {nobodys}<")
    assert f"n° {others}<" not in page
    assert agent.get(f"/agents/cas/{others}").status_code == 403
    with session_of(app) as session:
        session.get(Reviewer, 1).role = Role.PLATFORM_ADMIN
        session.commit()
    assert f"n° {others}<" in agent.get("/agents/cas").text


def test_a_timeline_is_never_rewritten(agent, app):
    number = propose(app)
    decide(agent, number, "refuser", reason="Le plafond est dépassé.")
    for statement in (update(Event).values(who="x"), delete(Event)):
        with session_of(app) as session, pytest.raises(DBAPIError, match="append-only"):
            session.execute(statement)


RARE = CASE.replace("1990-01-01", "1931-05-17")


def test_a_rare_case_is_published_on_a_typed_word_only(agent, app):
    number = propose(app, case_yaml=RARE)
    assert "Combinaison rare" in agent.get(f"/agents/cas/{number}").text
    refused = decide(agent, number, "accepter", title="Allocations familiales", confirmation="oui")
    assert refused.status_code == 400
    assert stored(app, number).state == State.NEW
    decide(agent, number, "accepter", title="Allocations familiales", confirmation="publier")
    assert stored(app, number).state == State.ACCEPTED


def test_a_rare_case_that_is_not_published_needs_no_word(agent, app):
    number = propose(app, case_yaml=RARE, may_publish=False)
    decide(agent, number, "accepter", title="Allocations familiales")
    assert stored(app, number).state == State.ACCEPTED


def test_the_queue_tells_the_gap_and_the_similar_cases(agent, app):
    wrong = {**CHECK, "expected": 100, "computed": 92.0, "passed": False}
    one = propose(app, signature="5" * 64, checks=[wrong])
    propose(app, token="b" * 32, signature="5" * 64)
    page = agent.get("/agents/cas").text
    assert "contredit : à 10 % près" in page
    assert "Mêmes conditions que" in agent.get(f"/agents/cas/{one}").text
