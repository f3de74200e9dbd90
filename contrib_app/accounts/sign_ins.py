"""Sign-ins kept by the server, so that signing out, or closing an account, ends them for good.

A cookie carries 256 random bits; the database keeps their hash.
"""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from contrib_app.accounts.models import Reviewer, SignIn
from contrib_app.orm import now

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)


def start(session: Session, reviewer: Reviewer) -> Reviewer:
    """Sign an agent in: a new secret each time. Sign-ins that are over are forgotten."""
    session.execute(
        delete(SignIn).where(
            or_(SignIn.started_at < now() - LONGEST, SignIn.seen_at < now() - IDLE)
        )
    )
    reviewer.token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=_hash(reviewer.token), reviewer_id=reviewer.id))
    return reviewer


def find(session: Session, token: str) -> Reviewer | None:
    """Return the agent of a sign-in that is not over, or None."""
    found = session.get(SignIn, _hash(token))
    if found is None or _is_over(found):
        return None
    reviewer = session.get(Reviewer, found.reviewer_id)
    if reviewer is None or not reviewer.active:
        return None
    reviewer.token = token
    return reviewer


def is_to_mark(session: Session, token: str) -> bool:
    """Tell whether it is time to note that this sign-in, which is not over, is still in use."""
    found = session.get(SignIn, _hash(token))
    return found is not None and not _is_over(found) and found.seen_at < now() - SEEN_EVERY


def mark(session: Session, token: str) -> None:
    """Note that a sign-in is in use."""
    if found := session.get(SignIn, _hash(token)):
        found.seen_at = now()


def end(session: Session, token: str) -> None:
    """End one sign-in."""
    session.execute(delete(SignIn).where(SignIn.token_hash == _hash(token)))


def end_all(session: Session, reviewer: Reviewer) -> None:
    """End every sign-in of an agent."""
    session.execute(delete(SignIn).where(SignIn.reviewer_id == reviewer.id))


def _is_over(found: SignIn) -> bool:
    return found.started_at < now() - LONGEST or found.seen_at < now() - IDLE


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
