"""What is kept of a table of decisions: only what its run needs, and only for a day."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from contrib_app.orm import Base, UtcDateTime, now


class Stage(enum.Enum):
    """Where a table stands."""

    UPLOADED = "uploaded"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class DecisionTable(Base):
    """A table of decisions that an agent uploaded.

    month: of the decisions (`2026-11`).
    content: columns and rows as they were uploaded; erased as soon as the columns are mapped.
    facts: what each row tells of a household, with ages instead of dates and nothing else.
    ignored: how many rows could not be used.
    report: what the run found, by `contrib_app.engine.deciding`.
    """

    __tablename__ = "decision_tables"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewers.id"), index=True)
    benefit: Mapped[str] = mapped_column(String(120))
    month: Mapped[str] = mapped_column(String(7))
    stage: Mapped[Stage] = mapped_column(Enum(Stage, native_enum=False, length=20))
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    ignored: Mapped[int] = mapped_column(Integer, default=0)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
