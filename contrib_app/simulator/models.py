"""What is kept of a simulation, for a day."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from contrib_app.orm import Base, UtcDateTime, now


class Simulation(Base):
    """The answers of somebody, known only by an address that cannot be guessed.

    answers: {page: {question: answer}}, as `questions` names them.
    month: the month that the simulation computes, `2026-11`.
    results: {"question": digest of what the engine was asked, "values": what it answered}.
    """

    __tablename__ = "simulations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    month: Mapped[str] = mapped_column(String(7))
    results: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
