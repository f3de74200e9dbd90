"""Signing in with a real OIDC provider, and every way to forge its answer that we know of."""

import base64
import hashlib
import hmac
import json
import threading
import time
import warnings
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask import Response, g, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select
from werkzeug.serving import make_server

from contrib_app import create_app
from contrib_app.accounts import institutions
from contrib_app.accounts.models import Reviewer, SignIn
from contrib_app.config import Oidc
from tests.contrib_app.proposals import PASSWORD, add_agent, session_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock

pytestmark = pytest.mark.one_database
SIRET = "21750001600019"
OTHER_KEY = RSAKey.generate_key(2048)


class Provider:
    """A real provider, whose answers pass through `forge` before they leave.

    forge: (claims, header, key) → token, for the id token. user_info: (claims, key) → Response.
    """

    def __init__(self):
        self.forge = self.user_info = None
        self.metadata = {}
        self.app = oidc_provider_mock.app(require_nonce=True)
        self.app.after_request(self.tamper)
        self.set_user(siret=SIRET)

    def set_user(self, **claims):
        self.claims = {"email": "agent@ville.example", "email_verified": True, **claims}

    def tamper(self, response):
        if request.path == "/.well-known/openid-configuration":
            response.set_data(json.dumps({**response.get_json(), **self.metadata}))
        key = RSAKey.import_key(g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
        if request.path == "/oauth2/token" and response.status_code == 200 and self.forge:
            answer = response.get_json()
            head, body = (part(answer["id_token"], rank) for rank in (0, 1))
            forged = self.forge(body, head, key)
            answer = {**answer, "id_token": forged} if forged else {"access_token": "x"}
            response.set_data(json.dumps(answer))
        if request.path == "/userinfo" and response.status_code == 200 and self.user_info:
            return self.user_info(response.get_json(), key)
        return response


def part(token, rank):
    text = token.split(".")[rank]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def plain(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(claims, header, key):
    return jwt.encode({"alg": "RS256", "kid": header.get("kid")}, claims, key)


def unsigned(claims):
    head, body = (plain(json.dumps(one).encode()) for one in ({"alg": "none"}, claims))
    return f"{head}.{body}."


@pytest.fixture(scope="module")
def running_provider():
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    yield provider
    server.shutdown()


@pytest.fixture
def provider(running_provider):
    running_provider.forge = running_provider.user_info = None
    running_provider.metadata = {}
    running_provider.set_user(siret=SIRET)
    return running_provider


@pytest.fixture
def settings(settings, provider, database_url):
    return replace(settings, oidc=Oidc(provider.issuer, "mesaides", "a secret"))


@pytest.fixture
def allowed(app):
    with session_of(app) as session:
        institutions.named(session, "Ville").organisation = SIRET
        institutions.named(session, "Autre")
        session.commit()


def ask(client):
    """Begin to sign in; return where the provider sends the agent back, with its code."""
    leaving = client.get("/agents/oidc").location
    given = parse_qs(urlsplit(leaving).query)
    assert given["code_challenge_method"] == ["S256"]
    assert given["state"]
    assert given["nonce"]
    return leaving


def consent(provider, leaving, sub="agent-1"):
    requests.put(f"{provider.issuer}/users/{sub}", json=provider.claims, timeout=5)
    back = requests.post(leaving, data={"sub": sub}, allow_redirects=False, timeout=5)
    target = urlsplit(back.headers["Location"])
    return f"{target.path}?{target.query}"


def sign_in_by(client, provider, sub="agent-1", change=lambda back: back):
    return client.get(change(consent(provider, ask(client), sub)))


def nobody_is_in(app, client):
    with session_of(app) as session:
        assert session.scalars(select(SignIn)).all() == []
    return client.get("/agents/cas").status_code == 302


def test_an_agent_of_an_allowed_organisation_signs_in(app, client, provider, allowed):
    assert "compte de mon administration" in client.get("/agents/connexion").text
    assert sign_in_by(client, provider).location == "/agents/cas"
    assert client.get("/agents/cas").status_code == 200
    client.get("/agents/cas")
    sign_in_by(app.test_client(), provider)
    with session_of(app) as session:
        (agent,) = session.scalars(select(Reviewer))
        assert (agent.email, agent.institution.name) == ("agent@ville.example", "Ville")
        assert agent.subject == f"{provider.issuer} agent-1"
        assert agent.password_hash == ""


def test_signed_user_info_as_proconnect_sends_it(app, client, provider, allowed):
    def as_jwt(claims, key):
        claims = {**claims, "iss": provider.issuer, "aud": "mesaides"}
        return Response(jwt.encode({"alg": "RS256"}, claims, key), mimetype="application/jwt")

    provider.user_info = as_jwt
    assert sign_in_by(client, provider).location == "/agents/cas"


USER_INFO = {
    "other key": lambda claims, key: jwt.encode({"alg": "RS256"}, claims, OTHER_KEY),
    "other audience": lambda claims, key: jwt.encode(
        {"alg": "RS256"}, {**claims, "aud": "another"}, key
    ),
    "other issuer": lambda claims, key: jwt.encode(
        {"alg": "RS256"}, {**claims, "iss": "https://evil.example"}, key
    ),
    "other subject": lambda claims, key: jwt.encode(
        {"alg": "RS256"}, {**claims, "sub": "agent-2"}, key
    ),
    "no signature": lambda claims, key: unsigned(claims),
}


@pytest.mark.parametrize("name", USER_INFO)
def test_forged_user_info(app, client, provider, allowed, name):
    def forged(claims, key):
        whole = {**claims, "iss": provider.issuer, "aud": "mesaides"}
        return Response(USER_INFO[name](whole, key), mimetype="application/jwt")

    provider.user_info = forged
    assert sign_in_by(client, provider).status_code == 401
    assert nobody_is_in(app, client)


def by_hmac_of_public_key(claims, header, key):
    """Sign with the public key as if it were a shared secret."""
    head = plain(json.dumps({"alg": "HS256", "kid": header.get("kid")}).encode())
    body = plain(json.dumps(claims).encode())
    mark = hmac.new(key.as_pem(private=False), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{plain(mark)}"


ID_TOKENS = {
    "other nonce": lambda claims, head, key: signed({**claims, "nonce": "x"}, head, key),
    "no nonce": lambda claims, head, key: signed(
        {name: value for name, value in claims.items() if name != "nonce"}, head, key
    ),
    "other audience": lambda claims, head, key: signed({**claims, "aud": "another"}, head, key),
    "other issuer": lambda claims, head, key: signed(
        {**claims, "iss": "https://evil.example"}, head, key
    ),
    "an hour old": lambda claims, head, key: signed(
        {**claims, "exp": int(time.time()) - 3600}, head, key
    ),
    "other key": lambda claims, head, key: signed(claims, head, OTHER_KEY),
    "alg none": lambda claims, head, key: unsigned(claims),
    "public key as a secret": by_hmac_of_public_key,
    "no id token": lambda claims, head, key: None,
}


@pytest.mark.parametrize("name", ID_TOKENS)
def test_forged_id_tokens(app, client, provider, allowed, name):
    provider.forge = ID_TOKENS[name]
    page = sign_in_by(client, provider)
    assert page.status_code == 401
    assert "n&#39;a pas abouti" in page.text
    assert nobody_is_in(app, client)


def without(name):
    def change(back):
        path, _, query = back.partition("?")
        given = {key: value[0] for key, value in parse_qs(query).items() if key != name}
        return f"{path}?{urlencode(given)}"

    return change


ANSWERS = {
    "no state": without("state"),
    "other state": lambda back: without("state")(back) + "&state=x",
    "no code": without("code"),
    "other code": lambda back: without("code")(back) + "&code=x",
    "mix-up": lambda back: f"{back}&iss=https%3A%2F%2Fevil.example",
    "refusal": lambda back: without("code")(back) + "&error=access_denied",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_forged_answers(app, client, provider, allowed, name):
    assert sign_in_by(client, provider, change=ANSWERS[name]).status_code == 401
    assert nobody_is_in(app, client)


def test_the_answer_of_another_browser_and_a_code_used_twice(app, client, provider, allowed):
    back = consent(provider, ask(client))
    assert app.test_client().get(back).status_code == 401, "somebody else's answer"
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 401, "the same answer again"


def test_a_provider_that_names_another_issuer(app, client, provider, allowed):
    provider.metadata = {"issuer": "https://evil.example"}
    assert sign_in_by(client, provider).status_code == 401


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"siret": "00000000000000"}, "pas encore d&#39;accès"),
        ({}, "pas encore d&#39;accès"),
        ({"siret": SIRET, "email": "nothing"}, "e-mail vérifié"),
        ({"siret": SIRET, "email_verified": False}, "e-mail vérifié"),
    ],
)
def test_somebody_who_is_not_allowed(app, client, provider, allowed, claims, words):
    provider.set_user(**claims)
    page = sign_in_by(client, provider)
    assert page.status_code == 403
    assert words in page.text
    assert nobody_is_in(app, client)


def test_a_closed_account_and_one_of_another_institution(app, client, provider, allowed):
    sign_in_by(client, provider)
    with session_of(app) as session:
        session.scalar(select(Reviewer)).active = False
        session.commit()
    assert sign_in_by(app.test_client(), provider).status_code == 403
    with session_of(app) as session:
        agent = session.scalar(select(Reviewer))
        agent.active, agent.institution_id = True, 2
        session.commit()
    assert sign_in_by(app.test_client(), provider).status_code == 403


def test_a_local_account_is_joined_within_its_institution_only(app, client, provider, allowed):
    add_agent(app)
    assert sign_in_by(client, provider).status_code == 303
    assert sign_in_by(app.test_client(), provider, sub="agent-2").status_code == 403


def test_local_accounts_can_be_switched_off(settings, app):
    add_agent(app)
    bare = create_app(replace(settings, local_accounts=False))
    page = bare.test_client().get("/agents/connexion")
    assert "Mot de passe" not in page.text
    assert bare.test_client().post(
        "/agents/connexion", data={"password": PASSWORD}
    ).status_code in (
        400,
        403,
    )
