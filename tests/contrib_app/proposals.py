"""A contribution that waits for a reviewer, and an agent: what several rooms' tests start from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrib_app.accounts import service as accounts
from contrib_app.contributions.models import Contribution, Evidence, State
from contrib_app.contributions.preparing import prepare
from contrib_app.contributions.service import code_for, hash_of
from contrib_app.database import writing

PASSWORD = "un mot de passe assez long"
CASE = """\
name: "Prime d'activité : 120 € par mois"
period: 2026-11
absolute_error_margin: 1.0
input:
  individus:
    demandeur: {date_naissance: 1990-01-01}
  familles:
    famille: {parents: [demandeur]}
output:
  familles:
    famille: {af: 0}
"""
MOVED = {
    "what": "dates",
    "changes": [["demandeur", "date_naissance", "", "1989-12-14", "1990-01-01"]],
}
CHECK = {
    "variable": "af",
    "instance": "famille",
    "period": "2026-11",
    "expected": 0,
    "computed": 0.0,
    "passed": True,
}


def prepare_drafts(app):
    """Do what the worker does with the drafts that were just kept."""
    with session_of(app) as session:
        drafts = session.scalars(
            select(Contribution.id).where(Contribution.state == State.DRAFT)
        ).all()
    for number in drafts:
        prepare(writing(app.extensions["database"]), app.extensions["engine"], number)


def session_of(app):
    return Session(writing(app.extensions["database"]))


def propose(app, *, state=State.NEW, token="a" * 32, **changed):
    """Store a contribution; return its number."""
    values = {
        "token": token,
        "code_hash": hash_of(code_for(token, app.config["SECRET_KEY"])),
        "state": state,
        "benefit": "af",
        "title": "Allocations familiales : pas de droit",
        "case_yaml": CASE,
        "checks": [CHECK],
        "simplification": {"kept": 3, "dropped": 9, "steps": [MOVED]},
        "evidence": Evidence.NOTIFICATION,
        "sentence": "La décision <b>reçue</b>.",
        "may_publish": True,
    }
    with session_of(app) as session:
        contribution = Contribution(**values | changed)
        session.add(contribution)
        session.commit()
        return contribution.id


def stored(app, number):
    with session_of(app) as session:
        contribution = session.get(Contribution, number)
        list(contribution.events)
        list(contribution.messages)
        session.expunge_all()
        return contribution


def add_agent(app, email="agent@ville.example"):
    with session_of(app) as session:
        accounts.add_reviewer(session, email, "Ville", PASSWORD)
        session.commit()


def token_in(html):
    """Return the CSRF token of a page."""
    return html.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def sign_in(client, email="agent@ville.example", password=PASSWORD):
    page = client.get("/agents/connexion")
    data = {"csrf_token": token_in(page.text), "email": email, "password": password}
    return client.post("/agents/connexion", data=data)
