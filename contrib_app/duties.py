"""Every kind of job, and what does it: the list that the worker works from."""

from collections.abc import Mapping

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contrib_app import mail
from contrib_app.config import Settings
from contrib_app.contributions import service as contributions
from contrib_app.contributions import telling
from contrib_app.contributions.preparing import prepare
from contrib_app.engine import Engine as Computing
from contrib_app.keeping.purging import purge
from contrib_app.publishing import learning, rerunning
from contrib_app.publishing.gathering import gather
from contrib_app.publishing.press import Press
from contrib_app.publishing.publish import publish
from contrib_app.publishing.reconciling import reconcile
from contrib_app.publishing.rules import installed_rules
from contrib_app.simulator.service import Computer
from contrib_app.suites import service as suites
from contrib_app.tables import service as tables
from contrib_app.work import queue
from contrib_app.work.worker import Handler

HOUR, DAY = 3600.0, 86400.0
RECURRING = ("gather", "reconcile", "rules", "purge", suites.JOB)


def duties(
    settings: Settings,
    database: Engine,
    press: Press,
    runner: rerunning.Runner = rerunning.run,
    computer: Computer | None = None,
) -> Mapping[str, Handler]:
    """Return what does each kind of job. A handler's answer is when the job recurs, in seconds."""
    computing = computer or Computing(settings.socket, patience=20 * settings.compute_seconds)

    def send(to: str, subject: str, text: str) -> None:
        mail.send(settings, to, subject, text)

    def do_gather(_: int) -> float:
        with press.session() as session:
            gather(session, press.settings)
            session.commit()
        return press.settings.batch_minutes * 60 or HOUR

    def do_publish(number: int) -> None:
        publish(press, number)

    def do_reconcile(_: int) -> float:
        reconcile(press)
        return HOUR

    def do_rules(_: int) -> float:
        rules = installed_rules()
        with Session(database) as session:
            texts = rerunning.texts_to_run(session, rules)
        if texts:
            verdicts = runner(texts)
            with Session(database) as session:
                rerunning.keep_verdicts(session, rules, verdicts)
                session.commit()
        return HOUR

    def do_tell(number: int) -> None:
        telling.tell(database, send, settings.url, number)

    def do_flip(number: int) -> None:
        with Session(database) as session:
            passed = rerunning.last_verdict(session, number)
        telling.tell_flip(database, send, settings.url, number, passed)

    def do_purge(_: int) -> float:
        with Session(database) as session:
            purge(session)
            session.commit()
        return DAY

    def do_coverage(_: int) -> float:
        suites.measure(database, computing, installed_rules())
        return DAY

    return {
        suites.JOB: do_coverage,
        "gather": do_gather,
        "publish": do_publish,
        "look": lambda number: learning.look(press, number),
        "reconcile": do_reconcile,
        "rules": do_rules,
        "tell": do_tell,
        "flip": do_flip,
        "purge": do_purge,
        contributions.PREPARE: lambda number: prepare(database, computing, number),
        tables.JOB: lambda number: tables.compute(database, computing, number),
    }


def start_recurring(database: Engine) -> None:
    """Ask for the jobs that recur, and for one more run of each."""
    with Session(database) as session:
        for kind in RECURRING:
            queue.ask(session, kind)
        session.commit()
