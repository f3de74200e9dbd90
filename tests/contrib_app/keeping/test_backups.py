"""Backups made while the application writes, restored and checked."""

import stat
import threading

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from contrib_app import running
from contrib_app.cli import main
from contrib_app.database import make_engine
from contrib_app.keeping import backups
from contrib_app.keeping.inspecting import problems
from tests.contrib_app.proposals import propose, session_of


def test_a_backup_made_under_load_is_consistent(app, settings, tmp_path):
    """Each transaction adds two lines; no backup ever holds an odd number of them."""
    stopping = threading.Event()
    written = []

    def write():
        while not stopping.is_set():
            with session_of(app) as session:
                for _ in range(2):
                    session.execute(
                        text(
                            "INSERT INTO institutions (name, created_at) "
                            "VALUES (:name, '2026-01-01')"
                        ),
                        {"name": f"{len(written)}"},
                    )
                    written.append(None)
                session.commit()

    propose(app)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for rank in range(5):
            file = tmp_path / f"backup-{rank}"
            backups.back_up(settings.database_url, file)
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert backups.check(settings.database_url, file) == 1
    finally:
        stopping.set()
        writer.join()
    if settings.database_url.startswith("sqlite"):
        for rank in range(5):
            with make_engine(f"sqlite:///{tmp_path}/backup-{rank}").connect() as connection:
                count = connection.execute(text("SELECT count(*) FROM institutions")).scalar()
                assert count % 2 == 0
    assert written


@pytest.mark.one_database
def test_restoring_gives_the_cases_back_and_asks_for_a_reconciliation(app, settings, tmp_path):
    propose(app)
    file = tmp_path / "backup"
    backups.back_up(settings.database_url, file)
    other = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert backups.restore(other, file) == 1
    with make_engine(other).connect() as connection:
        assert connection.execute(text("SELECT key FROM jobs")).scalars().all() == ["reconcile:0"]
    with pytest.raises(backups.BadBackup, match="existe déjà"):
        backups.restore(other, file)
    with pytest.raises(backups.BadBackup, match="existe déjà"):
        backups.back_up(settings.database_url, file)


def test_what_is_not_a_backup(app, settings, tmp_path):
    file = tmp_path / "backup"
    with pytest.raises(backups.BadBackup, match="n'existe pas"):
        backups.check(settings.database_url, file)
    file.write_bytes(b"not a backup" * 1000)
    with pytest.raises(backups.BadBackup):
        backups.check(settings.database_url, file)


@pytest.mark.one_database
def test_the_commands(tmp_path, monkeypatch):
    monkeypatch.setenv("MESAIDES_HOME", str(tmp_path / "home"))
    run = CliRunner().invoke
    assert run(main, ["upgrade"]).exit_code == 0
    done = run(main, ["add-institution", "Ville", "--benefit", "paris_logement_familles"])
    assert done.output == "Ville gère : paris_logement_familles.\n"
    assert "aucune aide" in run(main, ["add-institution", "Ville", "--benefit", "nope"]).output
    taken = run(main, ["add-institution", "Autre", "--benefit", "paris_logement_familles"])
    assert "déjà géré" in taken.output
    file = str(tmp_path / "backup")
    assert run(main, ["backup", file]).exit_code == 0
    assert run(main, ["restore", "--check", file]).output == "Sauvegarde vérifiée : 0 cas.\n"
    assert run(main, ["restore", file]).exit_code == 1
    assert run(main, ["purge"]).output == "0 cas ont perdu leur contenu.\n"
    assert run(main, ["retry"]).output == "0 travaux remis en route.\n"


@pytest.mark.one_database
def test_an_installation_says_what_is_wrong(settings, monkeypatch):
    from dataclasses import replace

    settings.home.chmod(0o700)
    running.upgrade(settings)
    well = replace(settings, secret_key="x" * 64)
    database = make_engine(settings.database_url)
    assert list(problems(well, database)) == []
    ill = replace(
        settings,
        mail="pigeon",
        publishing=replace(settings.publishing, forge="github", repository="ext::sh"),
    )
    settings.home.chmod(0o755)
    said = "\n".join(problems(ill, database))
    for word in ("names a program", "MESAIDES_PROJECT", "MESAIDES_MAIL", "SECRET_KEY", "lisible"):
        assert word in said
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "mesaides upgrade" in "\n".join(problems(well, database))
