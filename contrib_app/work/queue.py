"""The lease table: ask for a job, take one, finish it, give it back. Does not commit.

The clock is the database's. A job whose process died is taken over when its lease ends; nothing
is lost when two processes do the same job, since every job can be done twice.
"""

from dataclasses import dataclass

from sqlalchemy import case, delete, literal, select, update
from sqlalchemy.orm import Session

from contrib_app.orm import database_now, insert
from contrib_app.work.models import Job, Standing

LEASE_SECONDS = 60.0
LONGEST_WAIT = 30.0
LONGEST_WAIT_REFUSED = 3600.0


@dataclass(frozen=True)
class Taken:
    """A job under our lease, as it was when we took it."""

    id: int
    kind: str
    subject: int
    stamp: int
    attempts: int
    errors: int
    lease_by: str


def ask(session: Session, kind: str, subject: int = 0, *, wait: float = 0.0) -> None:
    """Ask for a job, in the transaction that makes it needed.

    wait: seconds before it may begin. A job that is asked for already is brought forward; one that
    is running, or stuck, runs once more.
    """
    when = database_now() + wait
    asked = insert(session, Job).values(
        key=f"{kind}:{subject}",
        kind=kind,
        subject=subject,
        standing=Standing.READY,
        stamp=1,
        asked_at=database_now(),
        run_after=when,
        lease_until=0.0,
        lease_by="",
        attempts=0,
        errors=0,
        problem="",
    )
    sooner = case(
        (Job.standing == Standing.STUCK, asked.excluded.run_after),
        (Job.run_after < asked.excluded.run_after, Job.run_after),
        else_=asked.excluded.run_after,
    )
    session.execute(
        asked.on_conflict_do_update(
            index_elements=[Job.key],
            set_={"stamp": Job.stamp + 1, "run_after": sooner, "standing": Standing.READY},
        )
    )


def take(session: Session, name: str) -> Taken | None:
    """Take the job that has waited longest, under a lease; `name` tells who takes it."""
    waiting = (
        select(Job.id)
        .where(
            Job.standing == Standing.READY,
            Job.run_after <= database_now(),
            Job.lease_until < database_now(),
        )
        .order_by(Job.run_after, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(
        update(Job)
        .where(Job.id == waiting.scalar_subquery())
        .values(
            lease_until=database_now() + LEASE_SECONDS, lease_by=name, attempts=Job.attempts + 1
        )
        .returning(Job.id, Job.kind, Job.subject, Job.stamp, Job.attempts, Job.errors, Job.lease_by)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return Taken(*taken) if taken else None


def keep(session: Session, taken: Taken) -> bool:
    """Make our lease longer. Return False when the job is no longer ours."""
    kept = session.execute(
        _ours(update(Job), taken).values(lease_until=database_now() + LEASE_SECONDS)
    )
    return bool(kept.rowcount)  # type: ignore[attr-defined]


def finish(session: Session, taken: Taken, *, again_in: float | None = None) -> None:
    """Forget a job that is done; one that was asked for in the meantime runs again.

    again_in: seconds after which a job that recurs runs again.
    """
    if again_in is None:
        session.execute(
            delete(Job).where(
                Job.id == taken.id, Job.lease_by == taken.lease_by, Job.stamp == taken.stamp
            )
        )
        when = literal(0.0) + database_now()
    else:
        when = database_now() + again_in
    session.execute(
        _ours(update(Job), taken).values(
            lease_until=0.0,
            lease_by="",
            attempts=0,
            errors=0,
            problem="",
            run_after=case((Job.stamp == taken.stamp, when), else_=database_now()),
        )
    )


def give_back(
    session: Session, taken: Taken, problem: str, *, refused: bool = False, wait: float = 0.0
) -> None:
    """Put back a job that failed, to be tried again later.

    The wait doubles, up to half a minute for a fault, an hour when the other side `refused`; it is
    at least `wait` seconds.
    """
    longer = (
        min(LONGEST_WAIT_REFUSED, 30.0 * 2 ** min(taken.errors, 10))
        if refused
        else min(LONGEST_WAIT, 0.5 * 2 ** min(taken.errors, 10))
    )
    session.execute(
        _ours(update(Job), taken).values(
            lease_until=0.0,
            lease_by="",
            errors=Job.errors + 1,
            problem=problem[:120],
            run_after=database_now() + max(wait, longer),
        )
    )


def set_aside(session: Session, taken: Taken, problem: str) -> None:
    """Put a job aside until somebody has looked at it."""
    session.execute(
        _ours(update(Job), taken).values(
            lease_until=0.0,
            lease_by="",
            errors=Job.errors + 1,
            standing=Standing.STUCK,
            problem=problem[:120],
        )
    )


def _ours(statement, taken: Taken):  # type: ignore[no-untyped-def]
    return statement.where(Job.id == taken.id, Job.lease_by == taken.lease_by).execution_options(
        synchronize_session=False
    )
