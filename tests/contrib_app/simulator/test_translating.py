"""English is a catalogue; a third language would only be another one."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "contrib_app/translations/en/LC_MESSAGES/messages.po"


def read_catalogue():
    with CATALOGUE.open("rb") as file:
        return {one.id: one.string for one in read_po(file) if one.id}


def test_nearly_every_text_has_its_english():
    """A text that is new is read in French until somebody translates it: one in twenty at most."""
    methods, options = parse_mapping_cfg((ROOT / "babel.cfg").open())
    found = extract_from_dir(
        ROOT, methods, options, keywords={"_": None, "translated": None, "gettext": None}
    )
    texts = {message for _file, _line, message, _comments, _context in found}
    catalogue = read_catalogue()
    missing = {text for text in texts if not catalogue.get(text)}
    assert len(missing) <= len(texts) / 20, f"run make translations, and translate: {missing}"


def test_what_is_compiled_is_what_is_written():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = {one.id: one.string for one in read_mo(file) if one.id}
    written = {text: english for text, english in read_catalogue().items() if english}
    assert compiled == written, "run make translations"


def test_the_questionnaire_speaks_english(app, client):
    app.test_client_class = None
    plain = app.test_client()
    page = plain.get("/?langue=en").text
    assert '<html lang="en">' in page
    assert "Start the simulation" in page
    address = plain.post("/simulation", data={"langue": "en"}).location
    page = plain.get(address).text
    assert '<html lang="en">' in page
    assert "Do you live in a couple?" in page
    assert "Yes, we are married" in page
    assert "Step 1 of" in page
    refused = plain.post(address, data={"enfants": "0"})
    assert "Something needs correcting" in refused.text


def test_french_is_spoken_otherwise(client):
    for path in ("/", "/?langue=xx", "/?langue=fr"):
        assert "Commencer la simulation" in client.get(path).text
