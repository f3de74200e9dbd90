"""The simulator in a frame of another site: only of those that the settings name."""

from dataclasses import replace

import pytest

from contrib_app.config import read_settings
from tests.contrib_app.conftest import problems_of

IN_FRAME = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def embedded(app):
    settings = replace(app.config["SETTINGS"], embedded_by=("https://ville.example",))
    app.config["SETTINGS"] = settings
    return app.test_client()


def test_nobody_frames_the_simulator_by_default(client):
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


def test_the_sites_of_the_settings_frame_public_pages_alone(embedded):
    page = embedded.get("/", headers=IN_FRAME)
    assert "frame-ancestors https://ville.example" in page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers
    agents = embedded.get("/agents/connexion")
    assert "frame-ancestors 'none'" in agents.headers["Content-Security-Policy"]


def test_a_framed_page_has_no_header_and_tells_its_height(embedded):
    framed = embedded.get("/", headers=IN_FRAME).text
    assert problems_of(framed) == []
    assert "site-header" not in framed
    assert "embedded.js" in framed
    whole = embedded.get("/").text
    assert "site-header" in whole
    assert "embedded.js" not in whole


def test_other_sites_may_load_the_script(client):
    script = client.get("/api/v1/widget.js", headers={"Sec-Fetch-Site": "cross-site"})
    assert "javascript" in script.mimetype
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("wrong", ["ville.example", "https://*", "https://a.example/x", "'self'"])
def test_a_site_is_named_by_its_origin(tmp_path, wrong):
    with pytest.raises(ValueError, match="MESAIDES_EMBEDDED_BY"):
        read_settings({"MESAIDES_HOME": str(tmp_path), "MESAIDES_EMBEDDED_BY": wrong})
    given = {"MESAIDES_EMBEDDED_BY": "https://a.example http://b.example:8000"}
    settings = read_settings({"MESAIDES_HOME": str(tmp_path), **given})
    assert settings.embedded_by == ("https://a.example", "http://b.example:8000")
