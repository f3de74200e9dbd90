"""What is slow to make, kept on disk between two runs, in a folder that nobody else can write.

The folder is `lawcases` in the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`); deleting
it costs one slow run. A file there is loaded only if it was made by this user, for exactly the key
that is asked for, and it can only hold the classes that its reader names. Whatever is amiss
(another owner, a folder open to others, a torn file, a full disk) means no cache, never a failure.
"""

import contextlib
import hashlib
import os
import pickle
import stat
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

FORMAT = b"lawcases 1\n"
DIGEST = hashlib.sha256().digest_size
KEPT_FILES = 24
# A file written within the last tick of its clock could change again and keep its date.
SETTLED_SECONDS = 2.0


def cache_folder() -> Path:
    """Return where things are kept. The environment may say: XDG_CACHE_HOME."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    # A relative path is to be ignored: https://specifications.freedesktop.org/basedir-spec/
    base = Path(home) if os.path.isabs(home) else Path("~/.cache").expanduser()
    return base / "lawcases"


def kept(name: str, key: bytes, make: Callable[[], T], modules: tuple[str, ...]) -> T:
    """Return what `make` returns, from the cache if it was made for the same key before.

    name: of the file; a new key replaces it. modules: packages whose classes it may hold.
    """
    folder = _own_folder()
    if folder is None:
        return make()
    file = folder / (hashlib.sha256(name.encode()).hexdigest()[:32] + ".pickle")
    digest = hashlib.sha256(FORMAT + key).digest()
    try:
        return _read(file, digest, modules)  # type: ignore[no-any-return]
    except Exception:  # absent, of another key, torn: a pickle may raise anything
        made = make()
    with contextlib.suppress(OSError, pickle.PicklingError, RecursionError):
        _write(file, digest, made)
        _forget_the_oldest(folder)
    return made


def fingerprint(files: Iterable[os.DirEntry[str]]) -> bytes | None:
    """Return a key that changes when one of the files does, None if one changed just now.

    The date of the last change of an inode is part of it: no tool can set it back.
    """
    digest = hashlib.sha256()
    settled = time.time() - SETTLED_SECONDS
    for entry in files:
        facts = entry.stat()
        if facts.st_ctime > settled:
            return None
        numbers = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
        digest.update(f"{entry.path}\0{numbers}\0".encode("utf-8", "surrogateescape"))
    return digest.digest()


def files_below(folder: str) -> list[os.DirEntry[str]]:
    """Return the files of a folder and of the folders below, in a stable order."""
    found: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir():
                found += files_below(entry.path)
            else:
                found.append(entry)
    return found


def _own_folder() -> Path | None:
    """Return the folder if it is ours alone, made if need be."""
    if not hasattr(os, "geteuid"):
        return None  # no owner to check
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.lstat()
    except OSError:
        return None
    return folder if stat.S_ISDIR(facts.st_mode) and _is_ours_alone(facts) else None


def _is_ours_alone(facts: os.stat_result) -> bool:
    return facts.st_uid == os.geteuid() and not facts.st_mode & 0o077


class _Reader(pickle.Unpickler):
    """Reads the classes of some packages, and nothing else."""

    modules: tuple[str, ...] = ()

    def find_class(self, module: str, name: str) -> Any:
        if any(module == one or module.startswith(f"{one}.") for one in self.modules):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in the cache")


def _read(file: Path, digest: bytes, modules: tuple[str, ...]) -> Any:
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    with open(descriptor, "rb") as stream:
        facts = os.fstat(descriptor)
        if not (stat.S_ISREG(facts.st_mode) and _is_ours_alone(facts)):
            raise PermissionError(file)
        if stream.read(len(FORMAT) + DIGEST) != FORMAT + digest:
            raise LookupError(file)
        reader = _Reader(stream)
        reader.modules = modules
        return reader.load()


def _write(file: Path, digest: bytes, made: Any) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")  # for its owner alone
    try:
        with open(descriptor, "wb") as stream:
            stream.write(FORMAT + digest)
            pickle.dump(made, stream, pickle.HIGHEST_PROTOCOL)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise


def _forget_the_oldest(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT_FILES:]:
        file.unlink()
