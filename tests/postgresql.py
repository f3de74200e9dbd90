"""A private PostgreSQL server in a temporary folder, on a Unix socket, for the tests alone."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

MISSING = "PostgreSQL manque : apt install postgresql, puis make test"


def binaries():
    """Return the folder of PostgreSQL's programs, the newest version's, or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3])
    )
    return found[-1].parent if found else None


class Server:
    """A server that `start` makes and `stop` removes. durable: with fsync, as in production."""

    def __init__(self, *, durable=False):
        self.programs = binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="mesaides-pg-"))
        self.data = self.folder / "data"
        self.durable = durable
        # PostgreSQL refuses to run as root: nobody then owns the folder and the process.
        self.as_whom = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
        if self.as_whom:
            shutil.chown(self.folder, "nobody", "nogroup")

    def start(self):
        if not self.data.exists():
            self._run("initdb", "-D", self.data, "-U", "mesaides", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses='' -k {self.folder}"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off"
        self._run(
            "pg_ctl", "-D", self.data, "-o", options, "-l", self.folder / "log", "-w", "start"
        )
        return self

    def stop(self, mode="immediate"):
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop", check=False)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pid(self):
        """Return the process of the postmaster."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def url(self, database="postgres"):
        return f"postgresql://mesaides@/{database}?host={self.folder}"

    def create(self, database):
        """Create a database and return its address."""
        self._run("createdb", "-h", self.folder, "-U", "mesaides", database)
        return self.url(database)

    def _run(self, program, *arguments, check=True):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [self.programs / program, *map(str, arguments)],
            check=check,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if check else subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            env=environment,
            **self.as_whom,
        )


def skip_if_missing():
    """Say plainly what is not run without PostgreSQL; in CI, that is a failure."""
    if binaries() is None:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
