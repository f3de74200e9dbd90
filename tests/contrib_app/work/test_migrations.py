"""The migrations make the very tables that the models describe, on both databases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contrib_app import create_app, running
from contrib_app.database import make_engine, sqlite_mode, writing
from contrib_app.orm import Base


@pytest.fixture
def empty(settings):
    """The settings of a database without any table."""
    engine = make_engine(settings.database_url)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    yield settings
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        Base.metadata.create_all(engine)
    engine.dispose()


def upgrade_to(settings, revision):
    alembic = Config()
    folder = Path(running.__file__).parent / "migrations"
    alembic.set_main_option("script_location", str(folder))
    with writing(make_engine(settings.database_url)).begin() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, revision)


def test_migrations_and_models_agree(empty):
    create_app(empty)  # imports every model
    running.upgrade(empty)
    running.upgrade(empty)
    with make_engine(empty.database_url).connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_what_the_first_tables_held_is_kept(empty):
    upgrade_to(empty, "0001")
    moment = datetime(2026, 11, 2, 8, tzinfo=UTC)
    with make_engine(empty.database_url).begin() as connection:
        for number, institution in enumerate(["Ville", "Caisse", "Ville"], 1):
            connection.execute(
                text(
                    "INSERT INTO reviewers (id, email, institution, password_hash, active,"
                    " created_at) VALUES (:id, :email, :institution, 'x', true, :at)"
                ),
                {"id": number, "email": f"a{number}", "institution": institution, "at": moment},
            )
        connection.execute(
            text(
                "INSERT INTO contributions (id, token, code_hash, state, benefit, title, case_yaml,"
                " checks, simplification, evidence, sentence, may_publish, proposed_at, decided_by,"
                " reason) VALUES (7, 't', 'h', 'REFUSED', 'af', 'x', 'y', '[]', '{}', 'RULES', '',"
                " true, :at, 3, 'no')"
            ),
            {"at": moment},
        )
        connection.execute(
            text("INSERT INTO events VALUES (1, 7, 'REFUSED', 'a3', :at)"), {"at": moment}
        )
    running.upgrade(empty)
    with make_engine(empty.database_url).begin() as connection:
        named = connection.execute(
            text(
                "SELECT r.email, i.name FROM reviewers r JOIN institutions i"
                " ON i.id = r.institution_id ORDER BY r.id"
            )
        ).all()
        assert named == [("a1", "Ville"), ("a2", "Caisse"), ("a3", "Ville")]
        kept = connection.execute(text("SELECT state, version FROM contributions")).one()
        assert kept == ("REFUSED", 1)
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text("DELETE FROM events"))


def test_each_database_keeps_what_it_acknowledged(settings):
    with make_engine(settings.database_url).connect() as connection:
        if connection.dialect.name == "postgresql":
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "10s"
            return
        journal, synchronous = sqlite_mode()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == journal.lower()
        levels = {"FULL": 2, "EXTRA": 3}
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == levels[synchronous]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
