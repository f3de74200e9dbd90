"""Other simulators that propose cases: their tokens, and requests that are never done twice."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from contrib_app.orm import Base, UtcDateTime, now


class Simulator(Base):
    """A simulator that may propose cases. Its token is kept as a digest only."""

    __tablename__ = "simulators"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Proposal(Base):
    """A request of a simulator, by the key that it chose: sent again, it gives the same draft.

    body_hash: digest of what was asked; the same key with another body is a mistake.
    draft: token of the contribution that it made.
    """

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("simulator_id", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    simulator_id: Mapped[int] = mapped_column(ForeignKey("simulators.id"))
    key: Mapped[str] = mapped_column(String(64))
    body_hash: Mapped[str] = mapped_column(String(64))
    draft: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def add_simulator(session: Session, name: str) -> str:
    """Add a simulator and return its token, which is told once."""
    token = secrets.token_urlsafe(32)
    session.add(Simulator(name=name, token_hash=digest(token.encode())))
    session.flush()
    return token


def find_simulator(session: Session, token: str) -> Simulator | None:
    """Return the simulator that a token belongs to, or None."""
    return session.scalar(select(Simulator).where(Simulator.token_hash == digest(token.encode())))


def find_proposal(session: Session, simulator: Simulator, key: str) -> Proposal | None:
    """Return what a simulator already asked under this key, or None."""
    return session.scalar(
        select(Proposal).where(Proposal.simulator_id == simulator.id, Proposal.key == key)
    )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
