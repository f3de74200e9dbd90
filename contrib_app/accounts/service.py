"""Accounts: create, sign in, lock. Takes a session, knows no HTTP, does not commit."""

import re
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contrib_app.accounts import institutions, sign_ins
from contrib_app.accounts.models import Reviewer, Role
from contrib_app.orm import now

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
FAILURES_BEFORE_LOCK = 20
LOCK = timedelta(hours=1)
HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody has this password")


class AccountError(Exception):
    """An account cannot be made as asked. `reason` is one of: email, taken, short, long."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def add_reviewer(
    session: Session, email: str, institution: str, password: str, role: Role = Role.REVIEWER
) -> Reviewer:
    """Create the local account of an agent, and the institution if it is new.

    Raises AccountError.
    """
    email = checked_email(email)
    if session.scalar(select(Reviewer).where(Reviewer.email == email)):
        raise AccountError("taken")
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError("short")
    if len(password) > LONGEST_PASSWORD:
        raise AccountError("long")
    reviewer = Reviewer(
        email=email,
        institution=institutions.named(session, institution),
        password_hash=HASHER.hash(password),
        role=role,
    )
    session.add(reviewer)
    return reviewer


def checked_email(email: str) -> str:
    """Return an e-mail as it is kept. Raises AccountError when it is not one."""
    email = email.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) or len(email) > 254:
        raise AccountError("email")
    return email


def check_password(session: Session, email: str, password: str) -> Reviewer | None:
    """Return the active, unlocked agent of that e-mail and password, or None, in the same time.

    Too many wrong passwords lock the account for an hour. The caller commits, either way.
    """
    reviewer = session.scalar(select(Reviewer).where(Reviewer.email == email.strip().lower()))
    known = reviewer.password_hash if reviewer and reviewer.password_hash else NOBODY
    try:
        HASHER.verify(known, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        if reviewer:
            _count_failure(session, reviewer)
        return None
    if reviewer is None or not reviewer.password_hash or not is_open(reviewer):
        return None
    reviewer.failures = 0
    return reviewer


def is_open(reviewer: Reviewer) -> bool:
    """Tell whether an agent may sign in now."""
    return reviewer.active and (reviewer.locked_until is None or reviewer.locked_until <= now())


def set_active(session: Session, reviewer: Reviewer, active: bool) -> None:
    """Close an account, ending its sign-ins at once, or open it again."""
    reviewer.active = active
    if active:
        reviewer.failures, reviewer.locked_until = 0, None
    else:
        sign_ins.end_all(session, reviewer)


def _count_failure(session: Session, reviewer: Reviewer) -> None:
    failures = session.scalar(
        update(Reviewer)
        .where(Reviewer.id == reviewer.id)
        .values(failures=Reviewer.failures + 1)
        .returning(Reviewer.failures)
    )
    if failures and failures % FAILURES_BEFORE_LOCK == 0:
        reviewer.locked_until = now() + LOCK
