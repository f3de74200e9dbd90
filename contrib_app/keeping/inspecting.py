"""Looking at an installation: what is wrong, or will be, in French, for whoever runs it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contrib_app import migrations
from contrib_app.catalogue import find_benefit
from contrib_app.config import Settings
from contrib_app.contributions.models import Contribution, State
from contrib_app.orm import database_now
from contrib_app.publishing.errors import BadSetting
from contrib_app.publishing.press import make_press
from contrib_app.work.models import Job, Standing

LATE_SECONDS = 15 * 60


def problems(settings: Settings, database: Engine) -> Iterator[str]:
    """Yield what is wrong with an installation: its settings, its files, its database, its jobs."""
    yield from _settings(settings, database)
    yield from _files(settings)
    try:
        yield from _database(database)
    except SQLAlchemyError as error:
        yield f"la base ne répond pas ({type(error).__name__}) : vérifiez DATABASE_URL"


def _settings(settings: Settings, database: Engine) -> Iterator[str]:
    try:
        make_press(settings, database)
    except BadSetting as error:
        yield f"publication : {error}"
    publishing = settings.publishing
    if publishing.forge in ("github", "gitlab", "gitea", "forgejo"):
        for name, value in (
            ("MESAIDES_PROJECT", publishing.project),
            ("MESAIDES_REPOSITORY", publishing.repository),
            ("MESAIDES_FORGE_TOKEN", publishing.token),
        ):
            if not value:
                yield f"publication : {name} manque"
    elif publishing.forge == "branch" and not publishing.repository:
        yield "publication : MESAIDES_REPOSITORY manque"
    if settings.mail not in ("file", "console") and urlsplit(settings.mail).scheme not in (
        "smtp",
        "smtps",
    ):
        yield "MESAIDES_MAIL vaut file, console ou smtp://…"
    if len(settings.secret_key) < 32:
        yield "SECRET_KEY a moins de 32 caractères : laissez-la tirer au hasard"


def _files(settings: Settings) -> Iterator[str]:
    for path in (settings.home, settings.home / "secret_key", settings.home / "mail"):
        if path.exists() and stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            yield f"{path} est lisible par d'autres : chmod go= {path}"


def _database(database: Engine) -> Iterator[str]:
    with database.connect() as connection:
        if database.dialect.name == "sqlite":
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                yield "la base SQLite est abîmée : restaurez la dernière sauvegarde"
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                yield "la base SQLite a des liens rompus : restaurez la dernière sauvegarde"
        have = MigrationContext.configure(connection).get_current_revision()
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(migrations.__path__[0])))
    want = ScriptDirectory.from_config(alembic).get_current_head()
    if have != want:
        yield f"la base en est à la version {have}, le programme à {want} : mesaides upgrade"
        return
    with Session(database) as session:
        yield from _jobs(session)
        for benefit in session.scalars(select(Contribution.benefit).distinct()):
            if find_benefit(benefit) is None:
                yield f"des cas portent sur {benefit}, qui n'est plus au catalogue"


def _jobs(session: Session) -> Iterator[str]:
    stuck = session.scalars(select(Job).where(Job.standing == Standing.STUCK))
    for job in stuck:
        yield f"le travail {job.key} attend quelqu'un ({job.problem}), puis : mesaides retry"
    late = session.scalar(
        select(func.count())
        .select_from(Job)
        .where(
            Job.standing == Standing.READY,
            Job.run_after < database_now() - LATE_SECONDS,
        )
    )
    if late:
        yield f"{late} travaux attendent depuis un quart d'heure : mesaides worker tourne-t-il ?"
    waiting = session.scalar(
        select(func.count())
        .select_from(Contribution)
        .where(Contribution.state == State.ACCEPTED, Contribution.may_publish)
    )
    if waiting:
        yield f"{waiting} cas acceptés ne sont pas encore publiés"
