"""A case that somebody wrote is proposed as if it came from a simulation, or says what is wrong."""

import time
from io import BytesIO

import pytest
from sqlalchemy import select

from contrib_app.contributions.effort import challenge
from contrib_app.contributions.models import Contribution
from contrib_app.engine import Failed
from lawcases import read_cases
from tests.contrib_app.proposals import CASE, session_of

KEY = "a key for tests only"
JSON = (
    '{"period": "2026-11", "input": {"individus": {"Jeanne": {"date_naissance": "1985-02-14"}}, '
    '"familles": {"f": {"parents": ["Jeanne"]}}}, "output": {"familles": {"f": {"rsa": 573}}}}'
)


@pytest.fixture
def engine(engine):
    engine.replies["check"] = []
    return engine


def send(client, text=CASE, file=None, **changed):
    data = {
        "text": text,
        "evidence": "RULES",
        "sentence": "L'article le dit.",
        "effort": challenge(KEY, time.time() - 60),
    } | changed
    if file is not None:
        data["file"] = (BytesIO(file), "cas.yaml")
    return client.post("/contribuer", data=data, content_type="multipart/form-data")


def kept(app):
    with session_of(app) as session:
        return session.scalars(select(Contribution)).one_or_none()


@pytest.mark.parametrize(("text", "benefit"), [(CASE, "af"), (JSON, "rsa")])
def test_a_case_is_kept_with_our_title_and_our_margin(client, app, engine, text, benefit):
    extra = "" if text is JSON else 'description: "De Jeanne"\nkeywords: [jeanne]\n'
    answer = send(client, text + extra)
    assert answer.status_code == 303
    (case,) = read_cases(kept(app).case_yaml)
    assert kept(app).benefit == benefit
    assert case.name == kept(app).title
    assert case.name.endswith("en novembre 2026")
    assert (case.description, case.keywords, case.absolute_error_margin) == (None, (), 1.0)


def test_a_file_is_read_too(client, app, engine):
    assert send(client, "", file=CASE.encode("utf-8-sig")).status_code == 303
    assert kept(app).benefit == "af"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Choisissez un fichier"),
        (f"- {CASE.replace(chr(10), chr(10) + '  ')}\n- output: {{af: 0}}\n", "en contient 2"),
        (CASE.replace("period: 2026-11", "period: 2026"), "Écrivez le mois du cas"),
        (CASE.replace("af: 0", "salaire_net: 0"), "n&#39;est pas une aide du catalogue"),
        ("period: 2026-11\ninput: {axes: []}\noutput: {af: 0}", "retirez « axes »"),
        ("a: " + "x" * 61_000, "trop long"),
        ("output: !!python/object:os.system {}", "n&#39;est pas lisible"),
    ],
)
def test_what_is_no_case_says_why(client, app, engine, text, said):
    answer = send(client, text)
    assert answer.status_code == 400
    assert said in answer.text
    assert "L&#39;article le dit." in answer.text, "what was typed is still there"
    assert kept(app) is None


def test_what_the_law_does_not_know_is_told_with_its_line(client, app, engine):
    engine.replies["check"] = [
        {"line": 8, "problem": "la variable « agee » n'existe pas", "remedy": "Écrivez « age »"}
    ]
    page = send(client).text
    assert "Ligne 8 : la variable « agee » n&#39;existe pas. Écrivez « age »." in page
    assert kept(app) is None


def test_a_file_that_is_no_text(client, app, engine):
    assert "pas du texte" in send(client, "", file=b"\xff\xfe\x00").text
    assert kept(app) is None


def test_an_engine_that_fails_loses_nothing(client, app, engine):
    engine.error = Failed("no")
    answer = send(client)
    assert answer.status_code == 429
    assert "Recommencez dans un instant" in answer.text
    assert "period: 2026-11" in answer.text
