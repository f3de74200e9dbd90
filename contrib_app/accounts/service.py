"""Accounts: create, sign in, slow down whoever guesses. Knows no HTTP, does not commit."""

import hashlib
import hmac
import re
import secrets
import threading
import time
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from contrib_app.accounts.models import Reviewer

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody has this password")


class AccountError(Exception):
    """An account cannot be made as asked. `reason` is one of: email, taken, short, long."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def add_reviewer(session: Session, email: str, institution: str, password: str) -> Reviewer:
    """Create the account of a reviewer. Raises AccountError."""
    email = email.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) or len(email) > 254:
        raise AccountError("email")
    if session.scalar(select(Reviewer).where(Reviewer.email == email)):
        raise AccountError("taken")
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError("short")
    if len(password) > LONGEST_PASSWORD:
        raise AccountError("long")
    reviewer = Reviewer(
        email=email, institution=institution.strip(), password_hash=HASHER.hash(password)
    )
    session.add(reviewer)
    return reviewer


def check_password(session: Session, email: str, password: str) -> Reviewer | None:
    """Return the active reviewer of that e-mail and password, or None, in the same time."""
    reviewer = session.scalar(select(Reviewer).where(Reviewer.email == email.strip().lower()))
    try:
        HASHER.verify(reviewer.password_hash if reviewer else NOBODY, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return None
    return reviewer if reviewer and reviewer.active else None


class Throttle:
    """Counts failures by key, in memory only; keys are kept as keyed hashes, never as they are.

    tries: failures allowed in `window` seconds.
    """

    def __init__(
        self,
        tries: int = 10,
        window: float = 900,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.tries, self.window, self.clock = tries, window, clock
        self._key = secrets.token_bytes(32)
        self._failures: dict[bytes, list[float]] = {}
        self._lock = threading.Lock()

    def is_open(self, *keys: str) -> bool:
        """Tell whether another try is allowed for all these keys."""
        with self._lock:
            self._forget_the_old()
            return all(len(self._failures.get(self._hash(key), [])) < self.tries for key in keys)

    def fail(self, *keys: str) -> None:
        """Count a failure for these keys."""
        with self._lock:
            for key in keys:
                self._failures.setdefault(self._hash(key), []).append(self.clock())

    def _hash(self, key: str) -> bytes:
        return hmac.new(self._key, key.encode(), hashlib.sha256).digest()

    def _forget_the_old(self) -> None:
        limit = self.clock() - self.window
        kept = {key: [at for at in times if at > limit] for key, times in self._failures.items()}
        self._failures = {key: times for key, times in kept.items() if times}
