"""Jobs: taken by one at a time, given back, taken over, never forgotten."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select, update

from contrib_app.work import queue
from contrib_app.work.models import Job, Standing
from tests.contrib_app.proposals import session_of


def ask(app, kind="publish", subject=1, **options):
    with session_of(app) as session:
        queue.ask(session, kind, subject, **options)
        session.commit()


def take(app, name="one"):
    with session_of(app) as session:
        taken = queue.take(session, name)
        session.commit()
        return taken


def do(app, verb, taken, *arguments, **options):
    with session_of(app) as session:
        done = verb(session, taken, *arguments, **options)
        session.commit()
        return done


def jobs(app):
    with session_of(app) as session:
        return session.scalars(select(Job)).all()


def let_time_pass(app):
    """Bring every wait and every lease to its end."""
    with session_of(app) as session:
        session.execute(update(Job).values(run_after=0.0, lease_until=0.0))
        session.commit()


def test_a_job_is_asked_for_once_taken_once_and_forgotten(app):
    ask(app)
    ask(app)
    taken = take(app)
    assert (taken.kind, taken.subject, taken.attempts) == ("publish", 1, 1)
    assert take(app, "other") is None
    do(app, queue.finish, taken)
    assert jobs(app) == []


def test_a_job_asked_for_while_it_runs_runs_again(app):
    ask(app)
    taken = take(app)
    ask(app)
    do(app, queue.finish, taken)
    again = take(app)
    assert again.attempts == 1
    do(app, queue.finish, again)
    assert jobs(app) == []


def test_a_job_waits_for_its_time(app):
    ask(app, wait=60)
    assert take(app) is None
    ask(app)
    assert take(app) is not None, "asked for again, it is brought forward"


def test_the_job_of_a_process_that_died_is_taken_over(app):
    ask(app)
    first = take(app, "dead")
    assert take(app, "alive") is None
    let_time_pass(app)
    second = take(app, "alive")
    assert second.attempts == 2
    assert second.errors == 0, "a kill is not an error"
    do(app, queue.finish, first)
    assert len(jobs(app)) == 1, "who lost the lease finishes nothing"
    assert not do(app, queue.keep, first)
    assert do(app, queue.keep, second)


def test_a_job_that_fails_waits_longer_each_time_up_to_a_bound(app):
    ask(app)
    waits = []
    for _ in range(9):
        do(app, queue.give_back, take(app), "ConnectionError")
        (job,) = jobs(app)
        waits.append(job.run_after - job.asked_at)
        let_time_pass(app)
    assert job.problem == "ConnectionError"
    assert waits[0] < 5
    assert 25 < waits[-1] < 60


def test_a_stuck_job_waits_for_somebody(app):
    ask(app)
    do(app, queue.set_aside, take(app), "Conflict")
    assert take(app) is None
    assert jobs(app)[0].standing is Standing.STUCK
    ask(app)
    assert take(app) is not None


def test_a_job_that_recurs_stays(app):
    ask(app, "purge", 0)
    do(app, queue.finish, take(app), again_in=3600)
    assert take(app) is None
    let_time_pass(app)
    assert take(app) is not None


def test_what_is_asked_in_a_transaction_that_fails_is_not_asked(app):
    with session_of(app) as session:
        queue.ask(session, "publish", 1)
        session.rollback()
    assert jobs(app) == []


def test_of_workers_who_come_together_each_takes_its_own(app):
    for subject in range(12):
        ask(app, subject=subject)
    with ThreadPoolExecutor(4) as pool:
        names = [f"worker {rank}" for rank in range(4)]
        taken = list(pool.map(lambda name: [take(app, name) for _ in range(3)], names))
    subjects = sorted(one.subject for few in taken for one in few if one)
    assert len(subjects) == len(set(subjects))
    rest = []
    while one := take(app):
        rest.append(one.subject)
    assert sorted(subjects + rest) == list(range(12))
