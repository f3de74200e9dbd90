"""Backups that are consistent while the application works, and restores that are checked.

SQLite is copied by its own backup interface, PostgreSQL by pg_dump: a plain copy of the files of a
database at work is worth nothing.
"""

import os
import secrets
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from contrib_app.work import queue

Verify = Callable[[str], None]


class BadBackup(Exception):
    """A backup cannot be made, or is not one; the message says why, in French."""


def back_up(database_url: str, file: Path) -> None:
    """Write a backup into a new file that only its owner reads. Raises BadBackup."""
    if file.exists():
        raise BadBackup(f"{file} existe déjà")
    scratch = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    scratch.touch(mode=0o600)
    try:
        url = make_url(database_url)
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(_sqlite_file(url), scratch)
            _check_sqlite(scratch)
        else:
            _postgresql("pg_dump", url, "--format=custom", "--no-owner", f"--file={scratch}")
        with open(scratch, "rb") as written:
            os.fsync(written.fileno())
        os.replace(scratch, file)
    finally:
        scratch.unlink(missing_ok=True)


def check(database_url: str, file: Path) -> int:
    """Restore a backup aside, look at it, and return how many cases it holds. Raises BadBackup."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        with tempfile.TemporaryDirectory(prefix="mesaides-") as folder:
            aside = Path(folder, "restored.sqlite3")
            _copy_sqlite(file, aside)
            _check_sqlite(aside)
            return _count(f"sqlite:///{aside}")
    aside_name = f"mesaides_check_{secrets.token_hex(4)}"
    _postgresql("createdb", url, aside_name)
    try:
        aside_url = url.set(database=aside_name)
        _restore_postgresql(aside_url, file)
        return _count(_plain(aside_url))
    finally:
        _postgresql("dropdb", url, aside_name)


def restore(database_url: str, file: Path) -> int:
    """Restore a backup where nothing is yet, and return how many cases it holds.

    The reconciler is asked to find what left since. Raises BadBackup.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        target = _sqlite_file(url)
        if target.exists():
            raise BadBackup(f"{target} existe déjà : déplacez-le d'abord")
        _check_sqlite(file)
        _copy_sqlite(file, target)
    else:
        _refuse_unless_empty(url)
        _restore_postgresql(url, file)
    _reconcile(_plain(url))
    return _count(_plain(url))


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BadBackup(f"{source} n'existe pas")
    try:
        with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as one:
            with sqlite3.connect(target) as other:
                one.backup(other, pages=1024)
            other.close()
        one.close()
    except sqlite3.Error as error:
        raise BadBackup(f"{source} n'est pas une base lisible ({type(error).__name__})") from None


def _check_sqlite(file: Path) -> None:
    if not file.is_file():
        raise BadBackup(f"{file} n'existe pas")
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BadBackup(f"{file} n'est pas une base lisible ({type(error).__name__})") from None
    finally:
        connection.close()
    if said != "ok" or broken:
        raise BadBackup(f"{file} est abîmé")


def _restore_postgresql(url: URL, file: Path) -> None:
    if not file.is_file():
        raise BadBackup(f"{file} n'existe pas")
    _postgresql(
        "pg_restore",
        url,
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={url.database}",
        str(file),
    )


def _refuse_unless_empty(url: URL) -> None:
    engine = create_engine(_plain(url))
    with engine.connect() as connection:
        tables = connection.execute(
            text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        ).scalar()
    engine.dispose()
    if tables:
        raise BadBackup(f"la base {url.database} n'est pas vide : restaurez dans une base neuve")


def _count(database_url: str) -> int:
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM contributions")).scalar() or 0)
    finally:
        engine.dispose()


def _reconcile(database_url: str) -> None:
    from sqlalchemy.orm import Session

    engine = create_engine(database_url)
    with Session(engine) as session:
        queue.ask(session, "reconcile")
        session.commit()
    engine.dispose()


def _plain(url: URL) -> str:
    """Return the address with the driver that is installed."""
    driver = "postgresql+psycopg" if url.get_backend_name().startswith("postgres") else "sqlite"
    return url.set(drivername=driver).render_as_string(hide_password=False)


def _sqlite_file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise BadBackup("la base n'est pas dans un fichier")
    return Path(url.database)


def _postgresql(program: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment."""
    host = url.query.get("host", url.host)
    facts = {
        "PGHOST": host if isinstance(host, str) else None,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PATH": f"{os.environ.get('PATH', os.defpath)}:{_newest_programs()}",
    }
    environment = {name: value for name, value in facts.items() if value}
    try:
        done = subprocess.run(
            [program, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise BadBackup(f"{program} manque : apt install postgresql-client") from None
    if done.returncode:
        raise BadBackup(f"{program} a échoué (code {done.returncode})")


def _newest_programs() -> str:
    found = Path("/usr/lib/postgresql").glob("*/bin")
    return ":".join(str(one) for one in sorted(found, key=lambda one: -int(one.parts[-2])))
