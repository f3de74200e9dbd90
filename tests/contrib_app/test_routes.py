"""Who may enter where: every route is in this table, and a route missing from it fails."""

import re
from dataclasses import replace

import pytest
from flask import request

from contrib_app import create_app
from contrib_app.accounts import institutions
from contrib_app.accounts.models import Reviewer, Role
from contrib_app.accounts.service import add_reviewer
from tests.contrib_app.proposals import PASSWORD, propose, session_of, sign_in, token_in

PUBLIC = {
    "static",
    "bootstrap.static",
    "accounts.sign_in",
    "accounts.sign_in_elsewhere",
    "accounts.come_back",
    "accounts.sign_out",
    "contributions.follow",
    "contributions.preview",
    "contributions.start",
    "contributions.upload",
    "hooks.news",
    "hooks.report",
}
PUBLIC_ROOMS = {"simulator", "understanding", "api", "suites"}
AGENTS = {"reviews", "tables"}
ADMINS = {"accounts.accounts", "accounts.change_account"}
CASE = {"number": 1, "token": "0" * 32, "rank": 0, "filename": "theme.css", "variable": "af"}
WHO = {
    "reviewer": ("agent@ville.example", "Ville", Role.REVIEWER),
    "other institution": ("agent@autre.example", "Autre", Role.REVIEWER),
    "admin": ("admin@ville.example", "Ville", Role.INSTITUTION_ADMIN),
    "platform": ("admin@plateforme.example", "Plateforme", Role.PLATFORM_ADMIN),
    "closed": ("ferme@ville.example", "Ville", Role.REVIEWER),
}
DENIED = (302, 400, 401, 403)


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.methods - {"OPTIONS", "HEAD"}]


def room(rule):
    return rule.endpoint.partition(".")[0]


def test_every_route_is_in_the_table(app):
    known = PUBLIC | ADMINS
    unknown = {
        rule.endpoint
        for rule in rules(app)
        if rule.endpoint not in known and room(rule) not in PUBLIC_ROOMS | AGENTS
    }
    assert unknown == set()


@pytest.fixture
def clients(app):
    """A client for each kind of person, the agents signed in."""
    propose(app, benefit="paris_logement_familles")
    found = {"anonymous": app.test_client()}
    with session_of(app) as session:
        for email, institution, role in WHO.values():
            add_reviewer(session, email, institution, PASSWORD, role)
        city = institutions.named(session, "Ville")
        institutions.give(session, city, ["paris_logement_familles"])
        session.commit()
    for name, (email, *_) in WHO.items():
        found[name] = app.test_client()
        assert sign_in(found[name], email).status_code == 303
    with session_of(app) as session:
        reviewers = {one.email: one for one in session.query(Reviewer)}
        reviewers["ferme@ville.example"].active = False
        session.commit()
    return found


def reach(client, rule):
    """Return what a person gets, with the CSRF token of their own session if they have one."""
    page = client.get("/agents/cas").text
    token = token_in(page) if "csrf_token" in page else ""
    values = {name: value for name, value in CASE.items() if name in rule.arguments}
    address = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(values[name[1]]), rule.rule)
    method = "post" if "POST" in rule.methods else "get"
    return getattr(client, method)(address, data={"csrf_token": token}).status_code


def test_who_may_enter_where(app, clients, engine):
    engine.replies["judge"] = {"checks": [], "passed": True, "error": None}
    for rule in rules(app):
        if room(rule) in AGENTS:
            for name in ("anonymous", "closed"):
                assert reach(clients[name], rule) in DENIED, (name, rule.rule)
        if room(rule) == "reviews" and "number" in rule.arguments:
            assert reach(clients["other institution"], rule) == 403, rule.rule
            assert reach(clients["reviewer"], rule) not in (401, 403, 404), rule.rule
            assert reach(clients["platform"], rule) not in (401, 403, 404), rule.rule
        if rule.endpoint in ADMINS:
            for name in ("anonymous", "closed", "reviewer", "other institution"):
                assert reach(clients[name], rule) in DENIED, (name, rule.rule)
    assert clients["admin"].get("/agents/comptes").status_code == 200


def test_every_answer_carries_the_headers(app, clients):
    for rule in rules(app):
        if set(rule.arguments) - set(CASE):
            continue
        values = {name: CASE[name] for name in rule.arguments}
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda name, of=values: str(of[name[1]]), rule.rule)
        for name in ("anonymous", "reviewer"):
            headers = clients[name].open(address, method="GET").headers
            assert "default-src 'none'" in headers["Content-Security-Policy"], address
            assert headers["X-Content-Type-Options"] == "nosniff", address
            assert headers["Referrer-Policy"] == "no-referrer", address
            assert "Access-Control-Allow-Credentials" not in headers, address
            if not rule.endpoint.endswith("static"):
                assert headers["Cache-Control"] == "no-store", address


def test_over_https_cookies_never_go_without_it(settings, app):
    public = create_app(replace(settings, url="https://aides.example"))
    client = public.test_client()
    answer = client.get("/agents/connexion", base_url="https://aides.example")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_proxy_is_believed_only_if_it_is_ours(settings, app, proxies, address):
    seen = create_app(replace(settings, proxies=proxies))
    found = []

    @seen.before_request
    def look():
        found.append(request.remote_addr)

    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    seen.test_client().get("/a-propos", headers=headers)
    assert found == [address]
