"""What every answer carries, and what errors never say."""

import logging
import subprocess
import sys

import pytest

from contrib_app.contributions.models import Contribution

PUBLIC = ["/", "/a-propos", "/suivi", "/agents/connexion", "/nowhere"]


@pytest.mark.parametrize("path", PUBLIC)
def test_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/a-propos", "/suivi"])
def test_citizens_get_no_cookie(client, path):
    assert "Set-Cookie" not in client.get(path).headers


def test_a_form_of_another_site_is_refused(client):
    page = client.post("/simulation", headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert client.post("/simulation", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/simulation", headers={"Origin": "http://localhost"}).status_code == 303


def test_a_body_too_long_gets_words(client):
    assert client.post("/suivi", data={"code": "x" * 100_000}).status_code == 413


def test_an_error_of_ours_tells_no_value(app, client, monkeypatch, caplog):
    def explode(*_):
        raise ValueError("salaire de Jeanne : 1234")

    app.testing = False
    monkeypatch.setattr("contrib_app.contributions.service.find_by_code", explode)
    with caplog.at_level(logging.ERROR):
        page = client.post("/suivi", data={"code": "0" * 26})
    assert page.status_code == 500
    assert "Jeanne" not in page.text + caplog.text
    assert "ValueError" in caplog.text
    assert Contribution.__tablename__ not in page.text


def test_old_servers_are_never_loaded():
    program = (
        "import sys, contrib_app, contrib_app.cli, contrib_app.engine.jobs;"
        "print(sorted({'gunicorn', 'flask_cors', 'openfisca_web_api'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
