"""What is kept of how cases leave, and of what the rules say of them since."""

import enum
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Boolean, Enum, ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from contrib_app.contributions.models import Contribution
from contrib_app.orm import Base, UtcDateTime, insert, now


class PullState(enum.Enum):
    """What became of a pull request."""

    NONE = "none"
    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


class Checks(enum.Enum):
    """What the repository's own checks say of a branch."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    SUCCESS = "success"
    FAILURE = "failure"


class Publication(Base):
    """One branch, and its pull request: one case, or a batch of them.

    Each column is kept before the step that needs it, so that a retry makes the very same commit:
    base_sha: the commit it starts from. made_at: the moment that the commit bears.
    commit_sha: the commit itself. pull_number, pull_url: the pull request, when the forge has any.
    """

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    branch: Mapped[str] = mapped_column(String(80), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    base_sha: Mapped[str | None] = mapped_column(String(64), default=None)
    commit_sha: Mapped[str | None] = mapped_column(String(64), default=None)
    pushed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    pull_number: Mapped[int | None] = mapped_column(Integer, default=None)
    pull_url: Mapped[str | None] = mapped_column(String(500), default=None)
    pull_state: Mapped[PullState] = mapped_column(
        Enum(PullState, native_enum=False, length=10), default=PullState.NONE
    )
    checks: Mapped[Checks] = mapped_column(
        Enum(Checks, native_enum=False, length=10), default=Checks.UNKNOWN
    )
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    contributions: Mapped[list[Contribution]] = relationship(
        order_by=Contribution.id, viewonly=True
    )


class Source(enum.Enum):
    """Who ran a case."""

    PLATFORM = "platform"
    CI = "ci"


class Run(Base):
    """What one version of the rules says of a published case: once for each version and source."""

    __tablename__ = "runs"
    __table_args__ = (UniqueConstraint("contribution_id", "rules", "source"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    rules: Mapped[str] = mapped_column(String(100))
    source: Mapped[Source] = mapped_column(Enum(Source, native_enum=False, length=10))
    passed: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def publication_of(session: Session, contribution: Contribution) -> Publication | None:
    """Return the branch and pull request of a case, or None before its publication."""
    if contribution.publication_id is None:
        return None
    return session.get(Publication, contribution.publication_id)


def runs_of(session: Session, contribution: Contribution) -> Sequence[Run]:
    """Return what each version of the rules said of a case, latest first."""
    return session.scalars(
        select(Run).where(Run.contribution_id == contribution.id).order_by(Run.id.desc())
    ).all()


def keep_run(session: Session, number: int, rules: str, source: Source, passed: bool) -> None:
    """Keep what a version of the rules says of a case; the same news twice is one line."""
    values = {
        "contribution_id": number,
        "rules": rules,
        "source": source,
        "passed": passed,
        "at": now(),
    }
    session.execute(
        insert(session, Run)
        .values(values)
        .on_conflict_do_update(
            index_elements=[Run.contribution_id, Run.rules, Run.source],
            set_={"passed": passed, "at": values["at"]},
        )
    )
