"""Starting the parts: database, computing, web server. No Flask request happens here."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click
import waitress
from alembic import command
from alembic.config import Config
from sqlalchemy import event
from waitress.server import BaseWSGIServer

from contrib_app.config import Settings
from contrib_app.database import make_engine, writing
from contrib_app.engine.client import MOST_CALLS
from contrib_app.work.worker import Worker

START_SECONDS = 120

# Slow clients hold a connection, never a thread: waitress reads whole requests before it calls us.
WEB_SERVER: dict[str, Any] = {
    "threads": 16 + MOST_CALLS,
    "connection_limit": 1000,
    "channel_timeout": 30,
    "max_request_body_size": 6 * 1024 * 1024,
    "ident": "",
}
MIGRATING = 7283946501  # any number, the same on every machine


def upgrade(settings: Settings) -> None:
    """Apply the migrations that the database lacks."""
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = make_engine(settings.database_url)
    if engine.dialect.name == "sqlite":
        # SQLite changes a table by copying it and dropping the first, which its lines' keys forbid.
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = OFF"))
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            # Machines that start together wait for one another, and a migration takes its time.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise click.ClickException(f"la mise à jour perdrait des liens : {broken[0][0]}")
    engine.dispose()


@contextmanager
def computing(settings: Settings) -> Iterator[None]:
    """Keep the computing process running, starting it again if it dies, until the block ends."""
    stopping = threading.Event()
    process = _start_computing(settings)
    try:
        _wait_until_it_answers(settings.socket, process)

        def keep_running() -> None:
            nonlocal process
            while not stopping.wait(1):
                if process.poll() is not None:
                    process = _start_computing(settings)

        keeper = threading.Thread(target=keep_running, daemon=True)
        keeper.start()
        yield
        stopping.set()
        keeper.join()
    finally:
        stopping.set()
        process.kill()
        process.wait()


def work(settings: Settings) -> None:
    """Do the jobs until interrupted or told to stop; the one at hand is finished first."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    upgrade(settings)
    _worker(settings).run(stopping)


@contextmanager
def working(settings: Settings) -> Iterator[None]:
    """Do the jobs in a thread until the block ends."""
    stopping = threading.Event()
    thread = threading.Thread(target=_worker(settings).run, args=(stopping,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(5)


def _worker(settings: Settings) -> Worker:
    from contrib_app.duties import duties, start_recurring
    from contrib_app.publishing.errors import BadSetting
    from contrib_app.publishing.press import make_press

    database = writing(make_engine(settings.database_url))
    try:
        press = make_press(settings, database)
    except BadSetting as error:
        raise click.ClickException(f"réglage de publication : {error}") from None
    start_recurring(database)
    return Worker(database, duties(settings, database, press))


def serve(settings: Settings, host: str, port: int, *, worker: bool = True) -> None:
    """Serve until interrupted, telling the address once it answers.

    worker: also do the jobs, in a thread; several machines rather run `mesaides worker`.
    """
    from contrib_app import create_app

    if not _is_free(host, port):
        raise click.ClickException(
            f"le port {port} est déjà pris : arrêtez ce qui l'occupe, ou choisissez-en un autre "
            f"(PORT={port + 1})"
        )
    upgrade(settings)
    click.echo("Chargement de la législation…")
    with computing(settings), working(settings) if worker else nullcontext():
        server: BaseWSGIServer = waitress.create_server(
            create_app(settings), host=host, port=port, **WEB_SERVER
        )
        click.echo(f"Mes aides répond sur http://{host}:{port} (Ctrl-C pour arrêter)")
        try:
            server.run()
        finally:
            server.close()


def _start_computing(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the warm process. It ends when our end of its standard input closes."""
    return subprocess.Popen(
        [sys.executable, "-m", "contrib_app.engine"],
        stdin=subprocess.PIPE,
        env={
            **os.environ,
            "MESAIDES_HOME": str(settings.home),
            "MESAIDES_COMPUTE_SECONDS": str(settings.compute_seconds),
            "MESAIDES_COMPUTE_MEGABYTES": str(settings.compute_megabytes),
        },
    )


def _wait_until_it_answers(address: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise click.ClickException("le calcul n'a pas pu démarrer : voir le message ci-dessus")
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(address))
            except OSError:
                time.sleep(0.1)
            else:
                return
    raise click.ClickException(f"le calcul n'a pas démarré en {START_SECONDS} secondes")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
