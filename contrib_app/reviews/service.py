"""What reviewers decide. Takes a session, knows no HTTP, does not commit."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contrib_app.accounts.models import Reviewer
from contrib_app.catalogue import label_words
from contrib_app.contributions.models import Contribution, Event, State
from contrib_app.contributions.privacy import Passage, passages
from contrib_app.orm import now


class AlreadyDecided(Exception):
    """Somebody decided the case in the meantime, or its author withdrew it."""


class PersonalTitle(Exception):
    """The title looks like it names somebody."""

    def __init__(self, found: Sequence[Passage]):
        self.found = found
        super().__init__(", ".join(passage.kind for passage in found))


def waiting(session: Session) -> Sequence[Contribution]:
    """Return the cases that wait for a decision, oldest first."""
    return session.scalars(
        select(Contribution)
        .where(Contribution.state == State.NEW)
        .order_by(Contribution.proposed_at)
    ).all()


def decided(session: Session, most: int = 20) -> Sequence[Contribution]:
    """Return the latest decisions."""
    return session.scalars(
        select(Contribution)
        .where(Contribution.decided_at.is_not(None))
        .order_by(Contribution.decided_at.desc())
        .limit(most)
    ).all()


def find(session: Session, number: int) -> Contribution | None:
    """Return a proposed case by its number, or None."""
    found = session.get(Contribution, number)
    return found if found and found.state != State.DRAFT else None


def accept(session: Session, contribution: Contribution, reviewer: Reviewer, title: str) -> None:
    """Accept a case under a title that will be published.

    Raises PersonalTitle, or AlreadyDecided when the case is no longer new.
    """
    if found := list(passages(title, label_words())):
        raise PersonalTitle(found)
    _decide(session, contribution, reviewer, State.ACCEPTED, title=title)


def refuse(session: Session, contribution: Contribution, reviewer: Reviewer, reason: str) -> None:
    """Refuse a case, for a reason that its author will read. Raises AlreadyDecided."""
    _decide(session, contribution, reviewer, State.REFUSED, reason=reason)


def _decide(
    session: Session, contribution: Contribution, reviewer: Reviewer, state: State, **values: str
) -> None:
    """Compare and set in one statement: of two agents, one decides."""
    changed = session.execute(
        update(Contribution)
        .where(Contribution.id == contribution.id, Contribution.state == State.NEW)
        .values(state=state, decided_at=now(), decided_by=reviewer.id, **values)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise AlreadyDecided
    session.add(Event(contribution_id=contribution.id, what=state, who=reviewer.email))
