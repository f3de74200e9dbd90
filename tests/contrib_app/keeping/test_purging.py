"""What is kept, and for how long; what is erased is really gone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from contrib_app.accounts.models import Reviewer
from contrib_app.contributions.models import Author, Contribution, Event, Message, State
from contrib_app.contributions.publication import Publication, PullState
from contrib_app.contributions.simulators import Proposal, Simulator, add_simulator
from contrib_app.database import make_engine
from contrib_app.keeping import backups
from contrib_app.keeping.purging import purge
from contrib_app.orm import now
from contrib_app.tables.models import DecisionTable, Stage
from tests.contrib_app.proposals import CASE, add_agent, propose, session_of, stored

CANARY = "canari-7f3a"


def old(app, number, *, days, state):
    """Put a case and its decision in the past."""
    moment = now() - timedelta(days=days)
    with session_of(app) as session:
        session.execute(
            update(Contribution).where(Contribution.id == number).values(proposed_at=moment)
        )
        session.add(Event(contribution_id=number, what=state, at=moment))
        session.add(Message(contribution_id=number, author=Author.AGENT, text=CANARY))
        session.commit()


def purged(app):
    with session_of(app) as session:
        count = purge(session)
        session.commit()
        return count


@pytest.mark.parametrize(
    ("state", "days", "erased"),
    [
        (State.NEW, 180, False),
        (State.NEW, 190, True),
        (State.NEEDS_INFORMATION, 190, True),
        (State.REFUSED, 29, False),
        (State.REFUSED, 31, True),
        (State.WITHDRAWN, 31, True),
        (State.ACCEPTED, 400, False),
        (State.PUBLISHED, 29, False),
        (State.PUBLISHED, 31, True),
    ],
)
def test_how_long_a_case_says_something(app, state, days, erased):
    number = propose(app, state=state, published_yaml=CASE, email=f"{CANARY}@free.example")
    old(app, number, days=days, state=state)
    purged(app)
    after = stored(app, number)
    assert (after.case_yaml == "") is erased
    assert (after.sentence == "") is erased
    assert (after.messages == []) is erased
    if state is State.PUBLISHED:
        assert after.published_yaml == CASE
        assert after.title
    if state in (State.NEW, State.NEEDS_INFORMATION) and erased:
        assert after.state == State.WITHDRAWN
    assert purged(app) == 0


def test_an_unmerged_case_keeps_what_it_needs(app):
    number = propose(app, state=State.PUBLISHED)
    with session_of(app) as session:
        session.add(Publication(id=1, branch="cas/1", pull_state=PullState.OPEN))
        session.flush()
        session.execute(update(Contribution).values(publication_id=1))
        session.commit()
    old(app, number, days=90, state=State.PUBLISHED)
    purged(app)
    assert stored(app, number).case_yaml


def test_a_draft_lives_a_day_and_an_email_a_year(app):
    number = propose(app, state=State.DRAFT)
    follower = propose(app, state=State.PUBLISHED, token="b" * 32, email="jeanne@free.example")
    with session_of(app) as session:
        session.execute(update(Contribution).values(proposed_at=now() - timedelta(days=366)))
        session.commit()
    purged(app)
    assert stored(app, follower).email is None
    with session_of(app) as session:
        assert session.get(Contribution, number) is None


def test_what_is_erased_is_in_no_file_and_in_no_later_backup(app, settings, tmp_path):
    number = propose(
        app,
        state=State.REFUSED,
        sentence=f"phrase {CANARY}",
        case_yaml=CASE.replace("demandeur", CANARY.replace("-", "_")),
        email=f"{CANARY}@free.example",
        title=f"titre {CANARY}",
        reason=f"motif {CANARY}",
    )
    old(app, number, days=400, state=State.REFUSED)
    purged(app)
    app.extensions["database"].dispose()
    copy = tmp_path / "backup"
    backups.back_up(settings.database_url, copy)
    kept = [copy]
    if settings.database_url.startswith("sqlite"):
        kept += list(tmp_path.glob("test.sqlite3*"))
    else:
        with make_engine(settings.database_url).connect() as connection:
            dumped = connection.exec_driver_sql("SELECT contributions::text FROM contributions")
            assert CANARY not in str(dumped.all())
    for file in kept:
        content = file.read_bytes()
        assert CANARY.encode() not in content
        assert CANARY.replace("-", "_").encode() not in content


@pytest.mark.parametrize(("days", "left"), [(0, 2), (2, 1), (31, 0)])
def test_tables_and_the_keys_of_other_simulators_go_too(app, days, left):
    moment = now() - timedelta(days=days, minutes=1)
    add_agent(app)
    with session_of(app) as session:
        reviewer = session.scalars(select(Reviewer)).one()
        session.add(
            DecisionTable(
                token="a" * 32,
                reviewer_id=reviewer.id,
                benefit="af",
                month="2026-11",
                stage=Stage.UPLOADED,
                content={"columns": [CANARY], "rows": [[CANARY]]},
                created_at=moment,
            )
        )
        add_simulator(session, "Autre")
        simulator = session.scalars(select(Simulator)).one()
        session.add(
            Proposal(
                simulator_id=simulator.id,
                key="x" * 8,
                body_hash="0" * 64,
                draft="a" * 32,
                created_at=moment,
            )
        )
        session.commit()
    purged(app)
    with session_of(app) as session:
        kept = [*session.scalars(select(DecisionTable)), *session.scalars(select(Proposal))]
    assert len(kept) == left
