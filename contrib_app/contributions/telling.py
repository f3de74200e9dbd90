"""Telling by e-mail whoever asked for it. Their address is erased once nothing is left to tell."""

from collections.abc import Callable

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from contrib_app.contributions import wording
from contrib_app.contributions.models import Contribution, State

Send = Callable[[str, str, str], None]
LAST = (State.REFUSED, State.WITHDRAWN)


def tell(database: Engine, send: Send, url: str, number: int) -> None:
    """Tell what became of a case, as it stands now. send: (to, subject, text)."""
    with Session(database) as session:
        contribution = session.get(Contribution, number)
        if contribution is None or contribution.email is None:
            return
        state, email = contribution.state, contribution.email
    subject, text = wording.mail_about(number, state, url)
    if text:
        send(email, subject, text)
    if state in LAST:
        with Session(database) as session:
            session.execute(
                update(Contribution)
                .where(Contribution.id == number, Contribution.state == state)
                .values(email=None)
            )
            session.commit()


def tell_flip(database: Engine, send: Send, url: str, number: int, passed: bool | None) -> None:
    """Tell that the rules changed, and now give the result of the case, or no longer do."""
    with Session(database) as session:
        contribution = session.get(Contribution, number)
        email = contribution.email if contribution else None
    if email is not None and passed is not None:
        send(email, *wording.mail_about_flip(number, passed, url))
