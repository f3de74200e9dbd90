"""Cut the power at every instant, and look for what was acknowledged and lost.

    python -m tests.chaos.powercut --transactions 40

SQLite commits transactions while strace writes down each call that changes a file. The disk is then
rebuilt as a power cut could leave it at each instant: what was synced is there; of the rest,
nothing, everything, or any part, a sector torn in two, a file not yet created or not yet removed.
Each disk is opened again, and must hold every transaction acknowledged before the cut.

`--control` runs a setting that is known to lose: a test that cannot see its loss proves nothing.
"""

import argparse
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from contrib_app.database import make_engine, sqlite_mode

CALLS = "openat,pwrite64,write,ftruncate,fdatasync,fsync,unlink,close,rename"
LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)")
SECTOR = 512
CONTROLS = {"delete-full": ("DELETE", "FULL"), "wal-normal": ("WAL", "NORMAL")}


@dataclass
class File:
    """A file as it is in memory, what of it is on disk, and the writes that wait."""

    content: bytes = b""
    safe: bytes = b""
    waiting: list = field(default_factory=list)
    exists_safe: bool = False
    exists: bool = True


@dataclass
class Report:
    cuts: int = 0
    disks: int = 0
    lost: int = 0
    unreadable: int = 0
    answers: int = 0
    answers_before_sync: int = 0

    @property
    def violations(self):
        return self.lost + self.unreadable


def work(folder, transactions, journal=None, synchronous=None):
    """In the traced process: commit transactions, and acknowledge each on standard output."""
    url = f"sqlite:///{folder}/app.sqlite3"
    engine = make_engine(url)
    with engine.connect() as connection:
        if journal:
            connection.commit()
            raw = connection.connection.driver_connection
            raw.execute(f"PRAGMA journal_mode = {journal}")
            raw.execute(f"PRAGMA synchronous = {synchronous}")
        for rank in range(1, transactions + 1):
            connection.exec_driver_sql("INSERT INTO acknowledged VALUES (?, ?)", (rank, "x" * 700))
            connection.commit()
            sys.stdout.write(f"ack {rank}\n")
            sys.stdout.flush()
    engine.dispose()


def trace(folder, transactions, mode):
    """Run `work` under strace; return the calls, in order, and the disk before them."""
    database = folder / "app.sqlite3"
    with make_engine(f"sqlite:///{database}").begin() as connection:
        if mode:
            connection.connection.driver_connection.execute("COMMIT")
            connection.connection.driver_connection.execute(f"PRAGMA journal_mode = {mode[0]}")
            connection.connection.driver_connection.execute("BEGIN")
        connection.exec_driver_sql("CREATE TABLE acknowledged (rank INTEGER, padding TEXT)")
    before = {one.name: one.read_bytes() for one in folder.glob("app.sqlite3*")}
    log = folder / "strace.log"
    arguments = ["--work", str(folder), "--transactions", str(transactions), *(mode or ())]
    subprocess.run(
        [
            *("strace", "-f", "-y", "-xx", "-s", "100000", "-e", f"trace={CALLS}", "-o", log),
            *(sys.executable, "-m", "tests.chaos.powercut", *arguments),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return log.read_text().splitlines(), before


def replay(lines, before, chance, most):
    """Yield (acknowledged so far, disk) for every disk that a cut at some instant may leave."""
    files = {name: File(data, data, exists_safe=True) for name, data in before.items()}
    acknowledged = 0
    for instants, (call, name, facts) in enumerate(calls_of(lines), 1):
        if call == "ack":
            acknowledged = facts
        file = files.setdefault(name, File(exists=False)) if name else File()
        if call == "create":
            if not file.exists:  # an existing file is opened, and kept
                file.exists, file.content, file.safe, file.waiting = True, b"", b"", []
        elif call == "write":
            offset, data = facts
            file.content = patched(file.content, offset, data)
            file.waiting.append((offset, data))
        elif call == "truncate":
            file.content = file.content[:facts].ljust(facts, b"\0")
            file.waiting.append((facts, None))
        elif call == "sync":
            file.safe, file.waiting = file.content, []
        elif call == "sync folder":
            for one in files.values():
                one.exists_safe = one.exists
        elif call == "unlink":
            file.exists = False
        for disk in disks(files, chance, most):
            yield instants, acknowledged, disk


def disks(files, chance, most):
    """Yield disks that the pending writes may leave: none, all, any part, torn; and both states of
    each file that was created or removed without its folder being synced since."""
    for rank in range(most):
        disk = {}
        for name, file in files.items():
            there = file.exists if rank % 2 else file.exists_safe
            if not there:
                continue
            if rank < 2:
                kept = []
            elif rank < 4:
                kept = list(file.waiting)
            else:
                kept = [one for one in file.waiting if chance.random() < 0.5]
            content = file.safe
            for offset, data in kept:
                if data is None:
                    content = content[:offset].ljust(offset, b"\0")
                elif rank >= 6 and len(data) > SECTOR and chance.random() < 0.3:
                    cut = chance.randrange(1, len(data) // SECTOR + 1) * SECTOR
                    content = patched(content, offset, data[:cut])
                else:
                    content = patched(content, offset, data)
            disk[name] = content
        yield disk


def patched(content, offset, data):
    return content[:offset].ljust(offset, b"\0") + data + content[offset + len(data) :]


def calls_of(lines):
    """Yield (call, file, facts) for each line that changes a file of the database, in order."""
    for line in lines:
        found = LINE.match(line)
        if not found or int(found[3]) < 0:
            continue
        call, text = found[1], found[2]
        name = name_in(text)
        if call == "write" and text.startswith("1<"):
            said = bytes_in(text)
            if said.startswith(b"ack "):
                yield "ack", "", int(said.split()[1])
        elif call == "openat" and "O_CREAT" in text and name:
            yield "create", name, None
        elif not name and call in ("fsync", "fdatasync"):
            yield "sync folder", "", None
        elif not name:
            continue
        elif call == "pwrite64":
            yield "write", name, (int(text.rsplit(", ", 1)[1]), bytes_in(text))
        elif call == "ftruncate":
            yield "truncate", name, int(text.rsplit(", ", 1)[1])
        elif call in ("fsync", "fdatasync"):
            yield "sync", name, None
        elif call == "unlink":
            yield "unlink", name, None


def name_in(text):
    plain = re.sub(r"\\x([0-9a-f]{2})", lambda hexa: chr(int(hexa[1], 16)), text[:4000])
    found = re.search(r"app\.sqlite3(?:-journal|-wal|-shm)?(?![\w-])", plain)
    return None if found is None or found[0].endswith("-shm") else found[0]


def bytes_in(text):
    quoted = re.search(r'"((?:\\x[0-9a-f]{2})*)"', text)
    return bytes.fromhex(quoted[1].replace("\\x", "")) if quoted else b""


def judge(disk, acknowledged, folder):
    """Return "lost", "unreadable" or "" for one disk."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in disk.items():
        (folder / name).write_bytes(content)
    connection = sqlite3.connect(folder / "app.sqlite3")
    try:
        ranks = {one for (one,) in connection.execute("SELECT rank FROM acknowledged")}
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.Error:
        return "unreadable"
    finally:
        connection.close()
    if not sound:
        return "unreadable"
    return "" if set(range(1, acknowledged + 1)) <= ranks else "lost"


def cut(folder, transactions=8, mode=None, most=8, seed=1):
    """Return what cutting the power everywhere finds. mode: a control; None: what the app picks."""
    folder = Path(folder)
    lines, before = trace(folder, transactions, mode)
    report = Report()
    seen = set()
    unsynced = set()
    for call, name, _ in calls_of(lines):
        if call in ("write", "truncate"):
            unsynced.add(name)
        elif call == "sync" or call == "unlink":
            unsynced.discard(name)
        elif call == "ack":
            report.answers += 1
            report.answers_before_sync += bool(unsynced)
    for instants, acknowledged, disk in replay(lines, before, random.Random(seed), most):
        report.cuts = instants
        key = hash((acknowledged, *sorted(disk.items())))
        if key in seen:
            continue
        seen.add(key)
        report.disks += 1
        verdict = judge(disk, acknowledged, folder / "disk")
        report.lost += verdict == "lost"
        report.unreadable += verdict == "unreadable"
    return report


def main():
    parser = argparse.ArgumentParser(description="Cut the power, and look for what was lost.")
    parser.add_argument("--transactions", type=int, default=40)
    parser.add_argument("--disks", type=int, default=12, help="disks tried at each instant")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", choices=list(CONTROLS))
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("mode", nargs="*", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(given.work, given.transactions, *given.mode)
        return 0
    with tempfile.TemporaryDirectory(prefix="mesaides-cut-") as folder:
        mode = CONTROLS.get(given.control)
        report = cut(folder, given.transactions, mode, given.disks, given.seed)
    print(f"{mode or sqlite_mode()}, seed {given.seed}: {report}, violations {report.violations}")
    return 1 if bool(report.violations) is not bool(mode) else 0


if __name__ == "__main__":
    sys.exit(main())
