"""Two workers of a real cluster give the outcomes of a local run."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lawcases import Case, CaseError, distributing, load_legislation, run_cases, run_on_dask
from lawcases.cli import main
from lawcases.distributing import groups_of, law_digest
from lawcases.errors import LegislationNotLoaded
from tests.lawcases.tinyland import write_country

distributed: Any = pytest.importorskip(
    "distributed", reason="Dask is not installed: pip install 'distributed>=2024.8'"
)
COUNTRY = "tinyland_of_dask"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("dask")
    write_country(folder, COUNTRY)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A scheduler and two workers, each a process of its own."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(folder)
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None
    )
    yield cluster.scheduler_address
    cluster.close()
    os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)


def cases() -> list[Case]:
    return [
        Case(f"case {rank}", f"2024-{1 + rank % 3:02}", {"rent": rank}, {"aid": 5})
        for rank in range(30)
    ] + [Case("unknown", "2024-01", {"rnet": 1}, {"aid": 0})]


def test_the_outcomes_are_those_of_a_local_run(address: str) -> None:
    reached: list[int] = []
    found = run_on_dask(cases(), address, COUNTRY, audit=1, progress=reached.append)
    local = run_cases(cases(), load_legislation(COUNTRY))
    assert [(one.case, one.checks, str(one.error)) for one in found] == [
        (one.case, one.checks, str(one.error)) for one in local
    ]
    assert sum(one.passed for one in found) == 1
    assert reached[-1] == 31
    assert len(reached) == 2


def test_from_the_command_line(
    address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(distributing, "PATIENCE", 1)
    file = tmp_path / "a.yaml"
    file.write_text("period: 2024-01\ninput: {rent: 100}\noutput: {aid: 60}\n")
    command = ["run", str(file), "--country", COUNTRY, "--dask", address]
    assert main(command) == 1
    assert "expected 60, computed 50 (-10)" in capsys.readouterr().out
    assert main([*command[:-1], "tcp://127.0.0.1:9"]) == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err


def test_a_worker_with_another_law_does_not_compute(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributing, "law_digest", lambda packages: "of another law")
    with pytest.raises(LegislationNotLoaded, match="this worker has another version"):
        run_on_dask(cases(), address, COUNTRY)


def test_a_digest_sees_every_change_and_only_what_files_hold(folder: Path) -> None:
    rate = folder / COUNTRY / "parameters" / "rate.yaml"
    text = rate.read_text()
    before = law_digest([COUNTRY])
    rate.write_text(text.replace("0.5", "0.6"))
    assert law_digest([COUNTRY]) != before
    rate.write_text(text)
    assert law_digest([COUNTRY]) == before
    with pytest.raises(LegislationNotLoaded, match="not installed"):
        law_digest(["no_such_country"])


def test_groups_hold_each_case_once_and_what_is_alike_together() -> None:
    groups = list(groups_of(cases(), 3))
    assert sorted(index for group in groups for index in group) == list(range(31))
    assert max(map(len, groups)) == 11
    assert list(groups_of([], 2)) == []


def test_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CaseError, match="pip install"):
        run_on_dask([], "tcp://127.0.0.1:9")
