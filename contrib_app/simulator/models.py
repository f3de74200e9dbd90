"""What is kept of a simulation, for a day, or longer when somebody asks for it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from contrib_app.orm import Base, UtcDateTime, now

LIFETIME = timedelta(days=1)


class Simulation(Base):
    """The answers of somebody, known only by an address that cannot be guessed.

    answers: {page: {question: answer}}, as `questions` names them.
    month: the month that the simulation computes, `2026-11`.
    results: {"question": digest of what the engine was asked, "values": what it answered}.
    kept_until: until when it lives, when its holder asked to keep it.
    kept: {"on", "month", "values", "versions"}: the results that were kept, and what computed them.
    for_other: it is filled in for somebody else, who is never called "you".
    """

    __tablename__ = "simulations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    month: Mapped[str] = mapped_column(String(7))
    results: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    kept_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    for_other: Mapped[bool] = mapped_column(default=False, server_default=false())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)

    def is_alive(self, moment: datetime) -> bool:
        kept = self.kept_until is not None and self.kept_until >= moment
        return kept or self.updated_at >= moment - LIFETIME


def over(moment: datetime) -> ColumnElement[bool]:
    """Return what is true of the simulations that nobody may see any more."""
    not_kept = or_(Simulation.kept_until.is_(None), Simulation.kept_until < moment)
    return and_(Simulation.updated_at < moment - LIFETIME, not_kept)
