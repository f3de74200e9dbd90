"""What is kept, and for how long. What remains of an old case is its number and its decisions.

| what | kept |
|---|---|
| simulations, drafts, tables of decisions | a day |
| the keys of other simulators' requests | thirty days |
| a case that nobody decided | six months, then it is withdrawn |
| what a refused or withdrawn case said | thirty days after the decision |
| what a published case said besides its published text | thirty days after its merge, or export |
| the e-mail of whoever follows a published case | a year after it was proposed |
| sign-ins | eight hours |
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, delete, or_, select, update
from sqlalchemy.orm import Session

from contrib_app.accounts.models import SignIn
from contrib_app.accounts.sign_ins import IDLE, LONGEST
from contrib_app.contributions import timeline
from contrib_app.contributions.models import Contribution, Event, Message, State
from contrib_app.contributions.publication import Publication, PullState
from contrib_app.contributions.simulators import Proposal
from contrib_app.orm import now
from contrib_app.simulator.models import Simulation, over
from contrib_app.tables.models import DecisionTable

DAY = timedelta(days=1)
UNDECIDED = timedelta(days=183)
DECIDED = timedelta(days=30)
EMAIL = timedelta(days=365)
ERASED: dict[str, Any] = {
    "case_yaml": "",
    "sentence": "",
    "checks": [],
    "simplification": {},
    "reason": "",
    "not_computable": {},
    "evidence_date": None,
}


def purge(session: Session) -> int:
    """Erase what is no longer needed, and return how many cases lost what they said."""
    moment = now()
    session.execute(delete(Simulation).where(over(moment)))
    session.execute(
        delete(Contribution).where(
            Contribution.state == State.DRAFT, Contribution.proposed_at < moment - DAY
        )
    )
    session.execute(delete(DecisionTable).where(DecisionTable.created_at < moment - DAY))
    session.execute(delete(Proposal).where(Proposal.created_at < moment - DECIDED))
    session.execute(
        delete(SignIn).where(
            or_(SignIn.started_at < moment - LONGEST, SignIn.seen_at < moment - IDLE)
        )
    )
    session.execute(
        update(Contribution)
        .where(Contribution.email.is_not(None), Contribution.proposed_at < moment - EMAIL)
        .values(email=None)
    )
    for number in session.scalars(
        select(Contribution.id).where(
            Contribution.state.in_((State.NEW, State.NEEDS_INFORMATION)),
            Contribution.proposed_at < moment - UNDECIDED,
        )
    ).all():
        timeline.move(session, number, State.WITHDRAWN, note="too old", email=None)
        _erase(session, [number])
    ended = _long_since(moment, State.REFUSED, State.WITHDRAWN)
    exported = _long_since(moment, State.PUBLISHED)
    merged = select(Publication.id).where(
        Publication.pull_state == PullState.MERGED, Publication.merged_at < moment - DECIDED
    )
    old = session.scalars(
        select(Contribution.id).where(
            Contribution.case_yaml != "",
            or_(
                Contribution.state.in_((State.REFUSED, State.WITHDRAWN))
                & Contribution.id.in_(ended),
                (Contribution.state == State.PUBLISHED) & Contribution.publication_id.in_(merged),
                (Contribution.state == State.PUBLISHED)
                & Contribution.publication_id.is_(None)
                & Contribution.id.in_(exported),
            ),
        )
    ).all()
    _erase(session, old)
    return len(old)


def _long_since(moment: datetime, *states: State) -> Select[int]:
    """Return the cases that came to one of these states long enough ago."""
    return select(Event.contribution_id).where(Event.what.in_(states), Event.at < moment - DECIDED)


def _erase(session: Session, numbers: Sequence[int]) -> None:
    """Erase what these cases said; a published one keeps its published text and title."""
    title = case((Contribution.state == State.PUBLISHED, Contribution.title), else_="")
    session.execute(
        update(Contribution).where(Contribution.id.in_(numbers)).values(title=title, **ERASED)
    )
    session.execute(delete(Message).where(Message.contribution_id.in_(numbers)))
