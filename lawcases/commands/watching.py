"""`lawcases run --watch`: run again what a saved file touches, until somebody stops it.

A process without any law forks one that loads it and stays warm. A case file that changes is run
again there, alone. When a file of the law changes, the warm process ends and another is forked: no
module, no class and no parameter of the former law is left, as Python cannot unload them.
"""

import argparse
import importlib.util
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from lawcases.case import Case
from lawcases.commands.shared import SUFFIXES, extensions_of, load
from lawcases.errors import CaseError, NotYaml, Place
from lawcases.keeping import files_below
from lawcases.reading import read_file
from lawcases.report import Report, Result

SECONDS = 0.5
LAW_CHANGED = 75
# What Python writes by itself when it imports a package.
WRITTEN_BY_PYTHON = ("__pycache__", ".pyc")

Run = Callable[[Sequence[Case], Sequence[CaseError], Any, argparse.Namespace], Report]
Tell = Callable[[Report], None]
Snapshot = dict[str, tuple[int, int, int]]


def watch(options: argparse.Namespace, run: Run, tell: Tell) -> int:
    """Run, then run again at each change, until interrupted; return the last status."""
    if not hasattr(os, "fork"):
        raise CaseError("--watch needs a system that can fork, such as Linux or macOS")
    import lawcases.batching  # noqa: F401 - what no change of the law can change is loaded once

    sys.dont_write_bytecode = True  # it is dated to the second: two quick changes would be one
    while True:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os._exit(_watch_one_law(options, run, tell))
        status = _status_of(child)
        if status != LAW_CHANGED:
            return status
        print("The law changed: loading it again", flush=True)


def _status_of(child: int) -> int:
    """Wait for a child; an interruption is for it too, and it says how things were."""
    while True:
        try:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        except KeyboardInterrupt:
            continue


def _watch_one_law(
    options: argparse.Namespace, run: Run, tell: Tell
) -> int:  # pragma: no cover - in the child
    """In the child: load the law, run all the cases, then those that change."""
    status = 2
    try:
        warnings.simplefilter("ignore")
        folders = law_folders([options.country, *extensions_of(options)])
        law_files, law = snapshot(folders), None
        try:
            law = load(options)
        except CaseError as error:
            print(error, flush=True)
        known: dict[Path, _File] = {}
        case_files: Snapshot = {}
        while True:
            now = snapshot(options.paths)
            if law is not None and (now != case_files or not known):
                _run_changed(_changed(case_files, now), known, law, options, run)
                report = _whole(known, options)
                status = report.exit_status
                tell(report)
                print(f"Watching {len(known)} files. Ctrl-C ends.\n", flush=True)
            case_files = now
            time.sleep(SECONDS)
            if snapshot(folders) != law_files:
                status = LAW_CHANGED
                break
    except KeyboardInterrupt:
        print()
    except CaseError as error:
        print(error, file=sys.stderr)
    sys.stdout.flush()
    return status


class _File:
    """What running one file gave, or why it cannot be used."""

    def __init__(self, results: Sequence[Result], error: CaseError | None, seconds: float = 0):
        self.results = results
        self.error = error
        self.seconds = seconds


def _run_changed(
    paths: Iterable[Path], known: dict[Path, _File], law: Any, options: argparse.Namespace, run: Run
) -> None:
    """Run the cases of the files that changed, together; forget those that are gone."""
    cases: dict[Path, Sequence[Case]] = {}
    for path in paths:
        known.pop(path, None)
        if not path.exists():
            continue
        try:
            cases[path] = read_file(path, allow=options.allow)
        except CaseError as error:
            known[path] = _File((), error)
    report = run([case for own in cases.values() for case in own], (), law, options)
    results = iter(report.results)
    for path, own in cases.items():
        known[path] = _File([next(results) for _ in own], None, report.seconds / len(cases))


def _whole(known: dict[Path, _File], options: argparse.Namespace) -> Report:
    """Return the report of all the files, as if they had just been run."""
    files = [known[path] for path in sorted(known)]
    missing = [path for path in options.paths if not path.exists()]
    unusable = [NotYaml("there is no such file or folder", Place(str(path), 1)) for path in missing]
    return Report(
        [result for file in files for result in file.results],
        [*unusable, *(file.error for file in files if file.error)],
        sum(file.seconds for file in files),
    )


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
    return [name for name in entries if not any(part in name for part in WRITTEN_BY_PYTHON)]


def _changed(before: Snapshot, now: Snapshot) -> list[Path]:
    """Return the YAML files that appeared, changed or went away."""
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return sorted(path for path in map(Path, names) if path.suffix in SUFFIXES)
