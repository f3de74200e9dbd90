"""The migrations make the very tables that the models describe, and can be applied twice."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from contrib_app import create_app, running
from contrib_app.database import make_engine, sqlite_mode
from contrib_app.orm import Base


def test_migrations_and_models_agree(settings):
    create_app(settings)  # imports every model
    running.upgrade(settings)
    running.upgrade(settings)
    with make_engine(settings.database_url).connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_sqlite_keeps_what_it_acknowledged(settings):
    with make_engine(settings.database_url).connect() as connection:
        journal, synchronous = sqlite_mode()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == journal.lower()
        levels = {"FULL": 2, "EXTRA": 3}
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == levels[synchronous]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
