"""`mesaides backup`, `restore`, `purge`, `retry`: arguments and exit codes only."""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from contrib_app.config import read_settings
from contrib_app.database import make_engine, writing
from contrib_app.keeping import backups, purging
from contrib_app.work import queue
from contrib_app.work.models import Job, Standing

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Sauvegarde la base dans FILE, pendant que l'application travaille."""
    try:
        backups.back_up(read_settings().database_url, file)
    except backups.BadBackup as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Sauvegarde écrite dans {file}. Vérifiez-la : mesaides restore --check {file}")


@click.command()
@click.option("--check", is_flag=True, help="Restaure à côté, vérifie, et ne change rien.")
@click.argument("file", type=FILE)
def restore(file: Path, check: bool) -> None:
    """Restaure la sauvegarde FILE dans une base neuve."""
    verb = backups.check if check else backups.restore
    try:
        count = verb(read_settings().database_url, file)
    except backups.BadBackup as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{'Sauvegarde vérifiée' if check else 'Base restaurée'} : {count} cas.")


@click.command()
def purge() -> None:
    """Efface ce qui n'a plus à être gardé (le worker le fait chaque jour)."""
    with Session(writing(make_engine(read_settings().database_url))) as session:
        count = purging.purge(session)
        session.commit()
    click.echo(f"{count} cas ont perdu leur contenu.")


@click.command()
def retry() -> None:
    """Remet en route les travaux qui attendaient quelqu'un."""
    with Session(writing(make_engine(read_settings().database_url))) as session:
        stuck = session.scalars(select(Job).where(Job.standing == Standing.STUCK)).all()
        for job in stuck:
            queue.ask(session, job.kind, job.subject)
        session.commit()
    click.echo(f"{len(stuck)} travaux remis en route.")
