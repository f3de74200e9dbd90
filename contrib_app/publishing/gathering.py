"""Accepted cases → publications: each alone, or all those that wait together."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contrib_app.config import Publishing
from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import Publication
from contrib_app.work import queue


def gather(session: Session, settings: Publishing) -> Sequence[int]:
    """Have every accepted case leave that may, and return the numbers of their publications.

    From then on its author can no longer withdraw it. Does not commit.
    """
    if not settings.forge:
        return []
    waiting = session.scalars(
        select(Contribution.id)
        .where(
            Contribution.state == State.ACCEPTED,
            Contribution.may_publish,
            Contribution.publication_id.is_(None),
        )
        .order_by(Contribution.id)
        .limit(settings.largest_batch if settings.batch_minutes else None)
    ).all()
    if not settings.batch_minutes:
        return [_start(session, [number], settings.branch_prefix) for number in waiting]
    return [_start(session, waiting, settings.branch_prefix)] if waiting else []


def _start(session: Session, numbers: Sequence[int], prefix: str) -> int:
    """Open the publication of these cases, and ask for it to be done."""
    name = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}-{len(numbers)}"
    branch = f"{prefix}/{name}"
    again = session.scalar(select(Publication.id).where(Publication.branch == branch))
    publication = Publication(branch=f"{branch}-{again}" if again else branch)
    session.add(publication)
    session.flush()
    session.execute(
        update(Contribution)
        .where(
            Contribution.id.in_(numbers),
            Contribution.state == State.ACCEPTED,
            Contribution.publication_id.is_(None),
        )
        .values(publication_id=publication.id)
        .execution_options(synchronize_session=False)
    )
    queue.ask(session, "publish", publication.id)
    return publication.id
