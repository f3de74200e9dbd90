"""The database engine, with settings that keep what was acknowledged, and a session per request.

SQLite's defaults lose acknowledged transactions on a power cut, and its WAL mode corrupts with
several connections before 3.51.3. So: WAL with FULL where it is safe, DELETE with EXTRA elsewhere.
PostgreSQL commits to disk before it answers, and no statement keeps the others waiting for long.
"""

import re
import sqlite3
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

SAFE_WAL = (3, 51, 3)
POSTGRESQL_OPTIONS = "-c synchronous_commit=on -c statement_timeout=10s -c lock_timeout=5s"


def make_engine(url: str) -> Engine:
    """Return an engine for `url`, whose connections keep what they acknowledge.

    `postgresql://…` means the driver that is installed, psycopg.
    """
    url = re.sub("^postgres(ql)?://", "postgresql+psycopg://", url)
    options = {"connect_args": {"options": POSTGRESQL_OPTIONS}} if "+psycopg:" in url else {}
    engine = create_engine(url, pool_pre_ping=True, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine, whose transactions take SQLite's write lock when they begin."""
    return engine.execution_options(sqlite_begin="IMMEDIATE")


def sqlite_mode() -> tuple[str, str]:
    """Return the journal mode and the synchronous level that this SQLite can be trusted with."""
    return ("WAL", "FULL") if sqlite3.sqlite_version_info >= SAFE_WAL else ("DELETE", "EXTRA")


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy begins, not the driver
    journal, synchronous = sqlite_mode()
    for pragma in (
        "busy_timeout = 5000",
        f"journal_mode = {journal}",
        f"synchronous = {synchronous}",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def init_app(app: Flask, engine: Engine) -> None:
    """Give the application its engine, and close each request's session with the request."""
    app.extensions["database"] = engine
    app.teardown_appcontext(_close_session)


def get_session() -> Session:
    """Return the session of this request, opened on first use. Whoever changes things commits."""
    if "session" not in g:
        engine: Engine = current_app.extensions["database"]
        safe = request.method in ("GET", "HEAD", "OPTIONS")
        g.session = Session(engine if safe else writing(engine))
    session: Session = g.session
    return session


def writing_session() -> Session:
    """Return another session, which writes: for the few pages that a GET must change."""
    engine: Engine = current_app.extensions["database"]
    return Session(writing(engine))


def _close_session(_error: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
