"""The cache gives back what was made for the same key, and trusts nobody else's files."""

import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from lawcases import keeping
from lawcases.keeping import cache_folder, files_below, fingerprint, kept


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


class Maker:
    """Counts how many times something was made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> dict[str, int]:
        self.made += 1
        return {"rank": self.made}

    def ask(self, key: bytes = b"key", name: str = "name") -> dict[str, int]:
        return kept(name, key, self, ())


def only_file() -> Path:
    (file,) = cache_folder().iterdir()
    return file


def test_it_is_made_once_for_a_key_and_anew_for_another() -> None:
    make = Maker()
    assert [make.ask(), make.ask(), make.ask(b"other"), make.ask(b"other")] == [
        {"rank": 1},
        {"rank": 1},
        {"rank": 2},
        {"rank": 2},
    ]
    assert cache_folder().stat().st_mode & 0o777 == 0o700
    assert only_file().stat().st_mode & 0o777 == 0o600
    only_file().unlink()
    assert make.ask(b"other") == {"rank": 3}


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o707])
def test_a_folder_open_to_others_is_not_used(mode: int) -> None:
    make = Maker()
    make.ask()
    cache_folder().chmod(mode)
    assert make.ask() == {"rank": 2}
    assert make.ask() == {"rank": 3}


def test_what_somebody_else_owns_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    make.ask()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert make.ask() == {"rank": 2}


def test_a_link_is_not_followed(home: Path) -> None:
    make = Maker()
    make.ask()
    moved = home / "moved"
    only_file().rename(moved)
    (cache_folder() / "x").symlink_to(moved)
    (cache_folder() / "x").rename(cache_folder() / kept_name())
    assert make.ask() == {"rank": 2}
    cache_folder().rename(home / "folder")
    cache_folder().symlink_to(home / "folder")
    assert make.ask() == {"rank": 3}


def kept_name() -> str:
    """Return the name of the file that `Maker.ask` uses."""
    before = set(cache_folder().iterdir())
    Maker().ask(b"to know the name")
    (file,) = set(cache_folder().iterdir()) - before
    file.unlink()
    return file.name


def test_a_torn_file_and_one_readable_by_others_are_made_anew() -> None:
    make = Maker()
    make.ask()
    file = only_file()
    file.write_bytes(file.read_bytes()[:-3])
    assert make.ask() == {"rank": 2}
    only_file().chmod(0o644)
    assert make.ask() == {"rank": 3}
    assert make.ask() == {"rank": 3}


class Hostile:
    def __reduce__(self) -> Any:
        return os.mkdir, ("ran",)


def test_no_class_but_those_named_is_ever_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    make.ask()
    file = only_file()
    head = file.read_bytes()[: len(keeping.FORMAT) + keeping.DIGEST]
    file.write_bytes(head + pickle.dumps(Hostile()))
    monkeypatch.chdir(cache_folder().parent)
    assert make.ask() == {"rank": 2}
    assert not Path("ran").exists()


def test_no_folder_means_no_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "file"))
    assert Maker().ask() == {"rank": 1}
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(home / "me"))
    assert cache_folder() == home / "me" / ".cache" / "lawcases"


def test_the_oldest_files_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "KEPT_FILES", 2)
    make = Maker()
    for name in "abcd":
        make.ask(name=name)
    assert len(list(cache_folder().iterdir())) == 2
    assert make.ask(name="d") == {"rank": 4}


def test_a_fingerprint_sees_every_change(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "law"
    (folder / "inner").mkdir(parents=True)
    file = folder / "inner" / "a.yaml"
    file.write_text("1")

    def now() -> bytes | None:
        return fingerprint(files_below(str(folder)))

    assert now() is None  # too fresh to be sure
    monkeypatch.setattr(keeping, "SETTLED_SECONDS", 0)
    first = now()
    assert first is not None
    assert now() == first
    dates = file.stat()
    file.write_text("2")
    os.utime(file, ns=(dates.st_atime_ns, dates.st_mtime_ns))  # same size, same date
    second = now()
    assert second not in (None, first)
    (folder / "b.yaml").touch()
    assert now() not in (None, first, second)
