"""Kill -9 whatever works, again and again, and look for what was lost or doubled.

    python -m tests.chaos.kill --kills 1000 --database sqlite --seed 1
    python -m tests.chaos.kill --kills 300 --database postgresql --seed 1

Several clients propose cases and repeat until they are acknowledged, sending one in five twice; two
agents race to decide each; a hostile forge fails one call in three. Meanwhile the web process, the
workers (and the git children that they started) and PostgreSQL's postmaster are killed. In the end:
each acknowledged case is there, each accepted one has one branch that adds one file and one pull
request, each decision was taken once, and git and the database find themselves sound.
"""

import argparse
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import requests
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contrib_app import running
from contrib_app.accounts import service as accounts
from contrib_app.accounts.models import Reviewer
from contrib_app.config import read_settings
from contrib_app.contributions.models import Contribution, Event, State
from contrib_app.contributions.publication import Publication
from contrib_app.contributions.service import code_for, hash_of
from contrib_app.database import make_engine, writing
from contrib_app.reviews import service as reviews
from contrib_app.work.models import Job
from tests.contrib_app.proposals import CASE, CHECK, PASSWORD
from tests.contrib_app.publishing.conftest import FakeForge, Remote
from tests.postgresql import Server

AGENTS = ("one@ville.example", "two@ville.example")
FAULTS = [None] * 14 + [502, 503, 429, "drop before", "drop after", "drop after", 404]
PATIENCE = 120.0


class HostileForge(FakeForge):
    """Fails one call in three, in every way but a long wait."""

    def __init__(self, chance):
        super().__init__()
        self.chance = chance

    def handle(self, request, content):
        self.faults = [self.chance.choice(FAULTS)]
        super().handle(request, content)


@dataclass
class Report:
    """What happened, and what was promised and not held."""

    kills: int = 0
    acknowledged: int = 0
    accepted: int = 0
    refused: int = 0
    races: int = 0
    branches: int = 0
    pulls: int = 0
    drained_in: float = 0.0
    violations: list[str] = field(default_factory=list)


class Harness:
    """An installation under attack, in a folder of its own."""

    def __init__(self, folder, database, seed):
        self.folder = folder
        self.chance = random.Random(seed)
        self.report = Report()
        self.stopping = threading.Event()
        self.server = Server(durable=True).start() if database == "postgresql" else None
        self.remote = Remote(folder / "remote.git")
        self.forge = HostileForge(random.Random(seed + 1))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            **os.environ,
            "MESAIDES_HOME": str(folder / "home"),
            "MESAIDES_FORGE": "github",
            "MESAIDES_PROJECT": "owner/rules",
            "MESAIDES_FORGE_TOKEN": "a token",
            "MESAIDES_FORGE_URL": self.forge.url,
            "MESAIDES_REPOSITORY": self.remote.url,
        }
        if self.server:
            self.environment["DATABASE_URL"] = self.server.create("chaos")
        self.settings = read_settings(self.environment)
        running.upgrade(self.settings)
        self.engine = writing(make_engine(self.settings.database_url))
        with Session(self.engine) as session:
            for email in AGENTS:
                accounts.add_reviewer(session, email, "Ville", PASSWORD)
            session.commit()
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.process", str(self.port)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.pids = {}
        for name in ("web", "worker 1", "worker 2"):
            self.start(name)

    def start(self, name):
        self.nursery.stdin.write(name.split()[0] + "\n")
        self.nursery.stdin.flush()
        self.pids[name] = int(self.nursery.stdout.readline())

    def kill(self, name):
        """Kill a process; one time in two, a worker's git children with it."""
        pid = self.pids[name]
        group = name != "web" and self.chance.random() < 0.5
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(pid, signal.SIGKILL)
        self.report.kills += 1
        self.start(name)

    def kill_postmaster(self):
        os.kill(self.server.pid, signal.SIGKILL)
        self.report.kills += 1
        deadline = time.monotonic() + 30
        while True:  # its children leave once they notice, and hold the memory until then
            time.sleep(0.3)
            try:
                self.server.start()
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def retry(self, verb):
        """Do something until it is acknowledged, as anybody would."""
        while not self.stopping.is_set():
            try:
                return verb()
            except (requests.RequestException, SQLAlchemyError, ConnectionError):
                time.sleep(0.05)
        return None

    def propose(self, rank):
        """Propose a case by its preview page; return its number once acknowledged."""
        token = f"{rank:032x}"

        def draft():
            with Session(self.engine) as session:
                found = session.scalar(select(Contribution.id).where(Contribution.token == token))
                if found is None:
                    session.add(draft_of(token, self.settings.secret_key))
                    session.commit()

        def send():
            answer = requests.post(
                f"http://127.0.0.1:{self.port}/contribution/{token}",
                data={"may_read": "y", "may_publish": "y"},
                timeout=10,
            )
            if answer.status_code != 200 or "est enregistré" not in answer.text:
                raise ConnectionError
            return int(answer.text.split("cas n° ")[1].split()[0])

        self.retry(draft)
        number = self.retry(send)
        if number is not None and self.chance.random() < 0.2:
            self.retry(send)
        return number

    def decide(self, number):
        """Have two agents race, and keep on until one decision is acknowledged to either."""
        wins = []

        def race(rank):
            def once():
                with Session(self.engine) as session:
                    contribution = session.get(Contribution, number)
                    reviewer = session.get(Reviewer, rank + 1)
                    try:
                        if number % 5 == 0:
                            reviews.refuse(session, contribution, reviewer, "motif du refus")
                        else:
                            reviews.accept(session, contribution, reviewer, f"Titre {number}")
                    except reviews.AlreadyDecided:
                        return
                    session.commit()
                    wins.append(rank)

            self.retry(once)

        racers = [threading.Thread(target=race, args=(rank,)) for rank in (0, 1)]
        for one in racers:
            one.start()
        for one in racers:
            one.join()
        self.report.races += 1
        if len(wins) > 1:
            self.report.violations.append(f"case {number}: two decisions acknowledged")

    def contribute(self, client, pause):
        rank = client * 1_000_000
        while not self.stopping.is_set():
            rank += 1
            number = self.propose(rank)
            if number is not None:
                self.report.acknowledged += 1
                self.acknowledged.add(number)
                self.decide(number)
            time.sleep(pause)

    def run(self, kills, pause=0.15):
        self.acknowledged = set()
        clients = [
            threading.Thread(target=self.contribute, args=(rank, pause)) for rank in range(1, 3)
        ]
        for one in clients:
            one.start()
        while self.report.kills < kills:
            time.sleep(self.chance.uniform(0.1, 0.8))
            if self.server and self.chance.random() < 0.1:
                self.kill_postmaster()
            else:
                self.kill(self.chance.choice(list(self.pids)))
        self.stopping.set()
        for one in clients:
            one.join()
        self.drain()
        self.verify()
        return self.report

    def drain(self):
        """Wait until every accepted case is published: nobody kills anything any more."""
        start = time.monotonic()
        while time.monotonic() - start < PATIENCE:
            with Session(self.engine) as session:
                left = session.scalar(
                    select(func.count())
                    .select_from(Contribution)
                    .where(Contribution.state == State.ACCEPTED)
                )
            if not left:
                break
            time.sleep(0.1)
        self.report.drained_in = round(time.monotonic() - start, 1)

    def verify(self):
        found = self.report.violations.append
        with Session(self.engine) as session:
            cases = session.scalars(select(Contribution)).all()
            events = session.execute(
                select(Event.contribution_id, Event.what, func.count()).group_by(
                    Event.contribution_id, Event.what
                )
            ).all()
            publications = {one.id: one for one in session.scalars(select(Publication))}
            stuck = session.scalars(select(Job.key).where(Job.standing == "STUCK")).all()
        numbers = {one.id for one in cases if one.state is not State.DRAFT}
        for number in self.acknowledged - numbers:
            found(f"case {number}: acknowledged and lost")
        for number, what, count in events:
            if count > 1:
                found(f"case {number}: {count} times {what.value}")
        if stuck:
            found(f"jobs set aside: {stuck}")
        branches, heads = self.remote.branches(), [one["head"] for one in self.forge.pulls]
        for case in cases:
            if case.state is State.ACCEPTED:
                found(f"case {case.id}: accepted and not published in {PATIENCE} s")
            elif case.state is State.PUBLISHED:
                self.report.accepted += 1
                branch = publications[case.publication_id].branch
                if branch not in branches or list(self.remote.files(branch)) != [
                    f"tests/{case.path}"
                ]:
                    found(f"case {case.id}: its branch is missing, or holds something else")
                if heads.count(branch) != 1:
                    found(f"case {case.id}: {heads.count(branch)} pull requests")
            elif case.state is State.REFUSED:
                self.report.refused += 1
        self.report.branches, self.report.pulls = len(branches), len(heads)
        if not self.report.accepted == len(branches) == len(heads):
            found(f"{self.report.accepted} published, {len(branches)} branches, {len(heads)} pulls")
        clone = self.folder / "home" / "repository.git"
        for folder in [self.remote.folder, *([clone] if branches else [])]:
            done = subprocess.run(
                ["git", "-C", folder, "fsck", "--strict", "--no-dangling"], capture_output=True
            )
            if done.returncode:
                found(f"git fsck of {folder.name} failed")
        if not self.server:
            with self.engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                    found("the database is damaged")

    def close(self):
        self.stopping.set()
        self.nursery.kill()
        self.nursery.wait()
        for pid in self.pids.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        self.engine.dispose()
        self.forge.close()
        if self.server:
            self.server.remove()


def draft_of(token, key):
    return Contribution(
        token=token,
        code_hash=hash_of(code_for(token, key)),
        state=State.DRAFT,
        benefit="af",
        title="Allocations familiales",
        case_yaml=CASE,
        checks=[CHECK],
        simplification={"kept": 3, "dropped": 9, "coarsened": []},
        evidence="NOTIFICATION",
    )


def attack(folder, *, kills, database, seed):
    """Attack an installation, and return the report."""
    harness = Harness(Path(folder), database, seed)
    try:
        return harness.run(kills)
    finally:
        harness.close()


def main():
    parser = argparse.ArgumentParser(description="Kill -9, and look for what was lost.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mesaides-chaos-") as folder:
        report = attack(folder, kills=given.kills, database=given.database, seed=given.seed)
    print(f"seed {given.seed}, {given.database}: {report}")
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
