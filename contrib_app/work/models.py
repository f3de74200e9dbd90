"""What is kept of a job."""

import enum

from sqlalchemy import Enum, Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from contrib_app.orm import Base


class Standing(enum.Enum):
    """A ready job is done when its time comes; a stuck one waits for somebody to look."""

    READY = "ready"
    STUCK = "stuck"


class Job(Base):
    """Something to do, once for each kind and subject. A job that is done is deleted.

    subject: number of what it is about, 0 when it is about nothing in particular.
    stamp: raised each time the job is asked for again; one asked for while it runs runs again.
    run_after, lease_until: seconds since 1970, by the database's clock.
    lease_by: who does it; another takes over when the lease is over.
    attempts: times it was begun; errors: times it failed. Their difference is kills.
    problem: type of the latest error, without a word of what it was about.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[int] = mapped_column(Integer, default=0)
    standing: Mapped[Standing] = mapped_column(Enum(Standing, native_enum=False, length=10))
    stamp: Mapped[int] = mapped_column(Integer, default=1)
    asked_at: Mapped[float] = mapped_column(Float)
    run_after: Mapped[float] = mapped_column(Float, index=True)
    lease_until: Mapped[float] = mapped_column(Float, default=0.0)
    lease_by: Mapped[str] = mapped_column(String(64), default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    errors: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str] = mapped_column(String(120), default="")
