"""`lawcases run --watch`: run again what a saved file touches, until somebody stops it.

A process without any law forks one that loads it and stays warm. A case file that changes is run
again there. When a file of the law changes, the warm process ends and another is forked: nothing of
the former law is left, as Python cannot unload it; the files of cases that met what changed are run
again (see `lawcases.touching`), the results of the others are handed over.
"""

import argparse
import importlib.util
import multiprocessing
import os
import pickle
import re
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lawcases.case import Case
from lawcases.commands.progress import Bar
from lawcases.commands.shared import SUFFIXES, extensions_of, load
from lawcases.errors import CaseError, NotYaml, Place
from lawcases.keeping import files_below
from lawcases.reading import read_file
from lawcases.report import Report, Result

SECONDS = 0.5
LAW_CHANGED = 75
# What Python writes when it imports a package, and editors while somebody writes.
PASSING = re.compile(r"__pycache__|\.pyc$|~$|(^|/)\.[^/]*$|(^|/)\d+$")

Run = Callable[[Sequence[Case], Any, argparse.Namespace], Report]
Tell = Callable[[Report], None]
Snapshot = dict[str, tuple[int, int, int]]


@dataclass
class _File:
    """What running one file gave and touched, or why it cannot be used."""

    results: Sequence[Result] = ()
    error: CaseError | None = None
    seconds: float = 0.0
    touched: Any = None


@dataclass
class _State:
    """What one warm process hands over to the next.

    files: what is known of each file of cases. seen: how they were then. law: how the files of the
    law were; changed: those that changed since; is_unsure: whether one of parameters came or went.
    variables: the names of each file of the law.
    """

    files: dict[Path, _File] = field(default_factory=dict)
    seen: Snapshot = field(default_factory=dict)
    law: Snapshot = field(default_factory=dict)
    changed: set[Path] = field(default_factory=set)
    is_unsure: bool = False
    variables: dict[str, set[str]] = field(default_factory=dict)


def watch(options: argparse.Namespace, run: Run, tell: Tell) -> int:
    """Run, then run again at each change, until interrupted; return the last status."""
    if not hasattr(os, "fork"):
        raise CaseError("--watch needs a system that can fork, such as Linux or macOS")
    import lawcases.batching  # noqa: F401 - what no change of the law can change is loaded once

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the child, who says how things are
    sys.dont_write_bytecode = True  # it is dated to the second: two quick changes would be one
    with tempfile.TemporaryDirectory() as folder:
        memory = Path(folder) / "state.pickle"
        while True:
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                os._exit(_watch_one_law(options, run, tell, memory))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if status != LAW_CHANGED:
                return status
            print("The law changed: loading it again", flush=True)


def _watch_one_law(
    options: argparse.Namespace, run: Run, tell: Tell, memory: Path
) -> int:  # pragma: no cover - in the child
    """In the child: load the law, run the cases that it touches, then those that change."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    status = 2
    try:
        warnings.simplefilter("ignore")
        status = _Watcher(options, run, tell, memory).watch()
    except CaseError as error:
        print(error, file=sys.stderr)
    sys.stdout.flush()
    return status


class _Watcher:
    """A law in memory, and what is known of the cases under it."""

    def __init__(self, options: argparse.Namespace, run: Run, tell: Tell, memory: Path):
        self.options, self.run, self.tell, self.memory = options, run, tell, memory
        self.state = _State()
        if memory.exists():
            self.state = pickle.loads(memory.read_bytes())  # noqa: S301 - our own, in our folder
        self.status = 2

    def watch(self) -> int:
        """Run and wait, until the law changes (LAW_CHANGED) or somebody interrupts."""
        folders = law_folders([self.options.country, *extensions_of(self.options)])
        self.state.law = snapshot(folders)
        try:
            law = self._law(folders)
            while True:
                if law is not None:
                    self._run_what_changed(law)
                time.sleep(SECONDS)
                now = snapshot(folders)
                if changed := _changed(self.state.law, now):
                    came_or_went = {Path(name) for name in now.keys() ^ self.state.law.keys()}
                    self.state.is_unsure |= any(one.suffix in SUFFIXES for one in came_or_went)
                    self.state.changed |= changed
                    self.memory.write_bytes(pickle.dumps(self.state))
                    return LAW_CHANGED
        except KeyboardInterrupt:
            print()
            return self.status

    def _law(self, folders: Sequence[Path]) -> Any:
        """Return the law, having forgotten the results of what its changes touch."""
        from lawcases.touching import changed_names, variables_by_file

        try:
            law = load(self.options)
        except CaseError as error:
            print(error, flush=True)
            return None
        variables = variables_by_file(law)
        changed = changed_names(self.state.changed, folders, self.state.variables, variables)
        if self.state.is_unsure:
            changed = None
        for path, file in list(self.state.files.items()):
            if changed is None or file.touched is None or file.touched.meets(changed):
                self.state.seen.pop(str(path), None)
        self.state.variables, self.state.changed, self.state.is_unsure = variables, set(), False
        return law

    def _run_what_changed(self, law: Any) -> None:
        state = self.state
        now = snapshot(self.options.paths)
        paths = sorted(path for path in _changed(state.seen, now) if path.suffix in SUFFIXES)
        if not paths and state.seen:
            return
        for path in paths:
            state.files.pop(path, None)
        found = [path for path in paths if path.exists()]
        with Bar(len(found), "files") as bar:
            work = _Work(self.run, law, self.options)
            for rank, file in enumerate(_spread(found, work, self.options.jobs), 1):
                state.files[found[rank - 1]] = file
                bar.reach(rank)
        state.seen = now
        report = self._report()
        self.status = report.exit_status
        self.tell(report)
        print(f"Ran {len(found)} of {len(state.files)} files. Watching: Ctrl-C ends.\n", flush=True)

    def _report(self) -> Report:
        """Return the report of all the files, as if they had just been run."""
        files = [self.state.files[path] for path in sorted(self.state.files)]
        missing = [path for path in self.options.paths if not path.exists()]
        return Report(
            [result for file in files for result in file.results],
            [
                *(
                    NotYaml("there is no such file or folder", Place(str(one), 1))
                    for one in missing
                ),
                *(file.error for file in files if file.error),
            ],
            sum(file.seconds for file in files),
        )


@dataclass
class _Work:
    """How to run a file. In a process that computes nothing else: it notes what is touched."""

    run: Run
    law: Any
    options: argparse.Namespace

    def file(self, path: Path) -> _File:
        from lawcases.touching import noting

        try:
            cases = read_file(path, allow=self.options.allow)
        except CaseError as error:
            return _File(error=error)
        with noting() as touched:
            report = self.run(cases, self.law, self.options)
        is_whole = all(result.outcome.error is None for result in report.results)
        return _File(report.results, None, report.seconds, touched if is_whole else None)


class _Forked:
    """What the children of the warm process find in memory."""

    work: _Work


def _in_child(path: Path) -> _File:  # pragma: no cover - in the child
    return _Forked.work.file(path)


def _spread(paths: Sequence[Path], work: _Work, jobs: int) -> Iterable[_File]:
    """Yield what each file gives, each in a child of its own."""
    if not paths:
        return
    _Forked.work = work
    fork = multiprocessing.get_context("fork")
    deaf = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that watches
    with fork.Pool(min(jobs, len(paths)), signal.signal, deaf, maxtasksperchild=1) as pool:
        yield from pool.imap(_in_child, paths)


def law_folders(packages: Iterable[str]) -> list[Path]:
    """Return the folders of installed packages, without importing them."""
    found = []
    for package in packages:
        try:
            spec = importlib.util.find_spec(package)
        except (ImportError, ValueError):
            spec = None
        found += [Path(one) for one in (spec and spec.submodule_search_locations) or ()]
    return found


def snapshot(paths: Iterable[Path]) -> Snapshot:
    """Return the size, date and number of each file below some paths."""
    found: Snapshot = {}
    for path in paths:
        for name in _names(path):
            try:
                facts = os.stat(name)
            except OSError:  # gone meanwhile
                continue
            found[name] = (facts.st_size, facts.st_mtime_ns, facts.st_ino)
    return found


def _names(path: Path) -> Iterable[str]:
    if not path.is_dir():
        return [str(path)]
    try:
        entries = [entry.path for entry in files_below(str(path))]
    except OSError:  # a folder that is being moved
        return []
    return [name for name in entries if not PASSING.search(name)]


def _changed(before: Snapshot, now: Snapshot) -> set[Path]:
    """Return the files that appeared, changed or went away."""
    return {Path(name) for name in {**before, **now} if before.get(name) != now.get(name)}
