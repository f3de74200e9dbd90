"""The states of a contribution: which may follow which, and the only statement that changes one.

A change compares and sets in one statement: of two that come together, one happens.
"""

from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from contrib_app.contributions.models import Contribution, Event, State

FOLLOWS = {
    State.NEW: {State.DRAFT, State.NEEDS_INFORMATION, State.ACCEPTED},
    State.NEEDS_INFORMATION: {State.NEW},
    State.ACCEPTED: {State.NEW},
    State.REFUSED: {State.NEW, State.NEEDS_INFORMATION},
    State.PUBLISHED: {State.ACCEPTED},
    State.WITHDRAWN: {State.NEW, State.NEEDS_INFORMATION, State.ACCEPTED},
}


def move(
    session: Session,
    number: int,
    to: State,
    *conditions: ColumnElement[bool],
    who: str = "",
    note: str = "",
    **values: Any,
) -> bool:
    """Change the state of a contribution and write it in its timeline.

    conditions: what must also be true of it. values: columns set at the same time.
    Return False, changing nothing, when its state or a condition no longer allows the change.
    """
    changed = session.execute(
        update(Contribution)
        .where(Contribution.id == number, Contribution.state.in_(FOLLOWS[to]), *conditions)
        .values(state=to, version=Contribution.version + 1, **values)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        return False
    session.add(Event(contribution_id=number, what=to, who=who, note=note))
    return True
