"""Accounts: made on the command line, slow to guess, gone when signed out."""

import pytest
from click.testing import CliRunner

from contrib_app.accounts.service import AccountError, add_reviewer, check_password
from contrib_app.accounts.throttle import Throttle
from contrib_app.cli import main
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
