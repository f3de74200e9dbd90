"""Accounts: made on the command line, slow to guess, gone when signed out."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from contrib_app.accounts.models import Reviewer, Role, SignIn
from contrib_app.accounts.service import AccountError, add_reviewer, check_password
from contrib_app.accounts.throttle import Throttle
from contrib_app.cli import main
from contrib_app.orm import now
from tests.contrib_app.proposals import PASSWORD, add_agent, session_of, sign_in, token_in


def test_signing_in_and_out(app, client):
    add_agent(app)
    assert sign_in(client).location.endswith("/agents/cas")
    page = client.get("/agents/cas")
    client.post("/agents/deconnexion", data={"csrf_token": token_in(page.text)})
    assert client.get("/agents/cas").status_code == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [("agent@ville.example", "un autre mot de passe"), ("personne@ville.example", PASSWORD)],
)
def test_a_wrong_account_and_a_wrong_password_get_the_same_words(app, client, email, password):
    add_agent(app)
    page = sign_in(client, email, password)
    assert page.status_code == 401
    assert "E-mail ou mot de passe incorrect." in page.text


def test_guessing_is_slowed_down(app, client):
    add_agent(app)
    for _ in range(10):
        assert sign_in(client, password="deviner deviner").status_code == 401
    page = sign_in(client)
    assert page.status_code == 429
    assert "attendez un quart d&#39;heure" in page.text


def test_the_throttle_forgets():
    time = [0.0]
    throttle = Throttle(tries=2, window=10, clock=lambda: time[0])
    throttle.fail("a")
    throttle.fail("a")
    assert not throttle.is_open("a")
    assert throttle.is_open("b")
    time[0] = 11
    assert throttle.is_open("a")


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        ("not an email", PASSWORD, "email"),
        ("agent@ville.example", PASSWORD, "taken"),
        ("other@ville.example", "court", "short"),
        ("other@ville.example", "x" * 300, "long"),
    ],
)
def test_accounts_that_cannot_be_made(app, email, password, reason):
    add_agent(app)
    with session_of(app) as session, pytest.raises(AccountError) as error:
        add_reviewer(session, email, "Ville", password)
    assert error.value.reason == reason


def test_a_closed_account_does_not_sign_in(app, client):
    add_agent(app)
    sign_in(client)
    with session_of(app) as session:
        reviewer = check_password(session, "AGENT@ville.example", PASSWORD)
        reviewer.active = False
        session.commit()
        assert check_password(session, "agent@ville.example", PASSWORD) is None
    assert client.get("/agents/cas").status_code == 302


def test_the_command_prompts_and_explains(tmp_path, monkeypatch):
    monkeypatch.setenv("MESAIDES_HOME", str(tmp_path))
    command = ["add-reviewer", "agent@ville.example", "--institution", "Ville"]
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    done = CliRunner().invoke(main, command, input=typed)
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    again = CliRunner().invoke(main, command, input=typed)
    assert again.exit_code == 1
    assert "un compte existe déjà" in again.output


def test_a_session_copied_before_signing_out_is_worth_nothing(app, client):
    add_agent(app)
    sign_in(client)
    copy = app.test_client()
    copy.set_cookie("session", client.get_cookie("session").value)
    assert copy.get("/agents/cas").status_code == 200
    page = client.get("/agents/cas")
    client.post("/agents/deconnexion", data={"csrf_token": token_in(page.text)})
    assert copy.get("/agents/cas").status_code == 302


@pytest.mark.parametrize(
    ("column", "age", "status"),
    [("seen_at", 29, 200), ("seen_at", 31, 302), ("started_at", 481, 302)],
)
def test_a_session_ends_by_itself(app, client, column, age, status):
    add_agent(app)
    sign_in(client)
    with session_of(app) as session:
        session.execute(update(SignIn).values({column: now() - timedelta(minutes=age)}))
        session.commit()
    assert client.get("/agents/cas").status_code == status
    if status == 200:
        with session_of(app) as session:
            assert session.scalar(select(SignIn.seen_at)) > now() - timedelta(minutes=1)


def test_an_account_locks_itself_and_opens_again(app):
    add_agent(app)
    with session_of(app) as session:
        for _ in range(20):
            assert check_password(session, "agent@ville.example", "deviner deviner") is None
        session.commit()
        assert check_password(session, "agent@ville.example", PASSWORD) is None, "locked"
        session.execute(update(Reviewer).values(locked_until=now() - timedelta(seconds=1)))
        assert check_password(session, "agent@ville.example", PASSWORD) is not None


def test_an_administrator_closes_accounts_of_its_institution_only(app, client):
    for email, institution, role in (
        ("admin@ville.example", "Ville", Role.INSTITUTION_ADMIN),
        ("agent@ville.example", "Ville", Role.REVIEWER),
        ("agent@autre.example", "Autre", Role.REVIEWER),
    ):
        with session_of(app) as session:
            add_reviewer(session, email, institution, PASSWORD, role)
            session.commit()
    agent = app.test_client()
    sign_in(agent)
    assert agent.get("/agents/comptes").status_code == 403
    sign_in(client, "admin@ville.example")
    page = client.get("/agents/comptes").text
    assert "agent@autre.example" not in page
    data = {"csrf_token": token_in(page), "open": "non"}
    assert client.post("/agents/comptes/3", data=data).status_code == 403
    assert client.post("/agents/comptes/1", data=data).status_code == 403, "not its own"
    assert client.post("/agents/comptes/2", data=data).status_code == 303
    assert agent.get("/agents/cas").status_code == 302
    client.post("/agents/comptes/2", data={**data, "open": "oui"})
    assert sign_in(agent).status_code == 303


def test_sign_ins_are_logged_without_saying_who_failed(app, client, caplog):
    add_agent(app)
    with caplog.at_level("INFO", "mesaides.accounts"):
        sign_in(client, password="deviner deviner")
        sign_in(client)
    assert "sign-in refused" in caplog.text
    assert "agent 1 signed in" in caplog.text
    assert "agent@ville.example" not in caplog.text
    assert PASSWORD not in caplog.text
