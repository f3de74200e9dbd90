"""Which version of a law changed the verdict of cases? By dichotomy, each version in its process.

A version is a Python interpreter, a virtual environment, or a folder that holds the packages of the
law. All are judged by this very library, put on their path: only the law differs.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawcases.changing import Change, Identity, Run, compare_runs
from lawcases.errors import CaseError
from lawcases.reporting import one_line, value_text


@dataclass(frozen=True)
class Turn:
    """A case whose verdict changed from one version to the next, `after`; ranks are from 0.

    changes: what changed meanwhile among its values.
    """

    case: Identity
    before: int
    after: int
    verdict_before: str
    verdict_after: str
    changes: Sequence[Change]


def turns_of(count: int, run: Callable[[int], Run]) -> list[Turn]:
    """Return, for each case, where its verdict changed among `count` versions, oldest first.

    run: gives the JSON report of a version; it is asked as few times as possible. A case that
    changed and changed back may be missed: its verdict is compared at both ends first.

    >>> report = lambda version: {"cases": [{
    ...     "file": "a.yaml", "line": 1, "name": "Rent", "checks": [],
    ...     "verdict": "passed" if version < 5 else "failed"}]}
    >>> [turn.after for turn in turns_of(8, report)]
    [5]
    """
    known: dict[int, Run] = {}

    def report(version: int) -> Run:
        if version not in known:
            known[version] = run(version)
        return known[version]

    def between(first: int, last: int) -> list[Turn]:
        comparison = compare_runs(report(first), report(last))
        if not comparison.verdicts:
            return []
        if last - first > 1:
            middle = (first + last) // 2
            return between(first, middle) + between(middle, last)
        return [
            Turn(case, first, last, before, after, _of_case(comparison.changes, case))
            for case, before, after in comparison.verdicts
        ]

    return sorted(between(0, count - 1), key=lambda turn: turn.case) if count > 1 else []


def turns_text(turns: Sequence[Turn], versions: Sequence[str]) -> str:
    """Return the turns in words, with the names of the versions."""
    lines = []
    for turn in turns:
        file, name, _ = turn.case
        lines.append(one_line(f"{file}  {name}").rstrip())
        lines.append(f"    {turn.verdict_before} with {versions[turn.before]}")
        lines.append(f"    {turn.verdict_after} since {versions[turn.after]}")
        for change in turn.changes:
            of = f" of {change.instance}" if change.instance is not None else ""
            before, after = map(_shown, (change.before, change.after))
            lines.append(
                one_line(f"        {change.variable}{of} for {change.period}: {before} → {after}")
            )
    return "\n".join(lines) or f"no verdict changed from {versions[0]} to {versions[-1]}"


def run_version(version: Path, arguments: Sequence[str]) -> Run:
    """Return the JSON report that `lawcases run ARGUMENTS` makes with a version of the law.

    Raises CaseError when it cannot run.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "lawcases").symlink_to(Path(__file__).parent)
        python, packages = _python_of(version)
        path = os.pathsep.join(map(str, [folder, *packages]))
        report = folder / "report.json"
        # -P: the current folder often holds another version of the same packages.
        command = [python, "-P", "-m", "lawcases", "run", *arguments, "--json", str(report)]
        done = subprocess.run(  # noqa: S603 - an interpreter that the user names
            command,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise CaseError(f"{version} cannot run the cases: {' '.join(last)}")
        document: dict[str, Any] = json.loads(report.read_text("utf-8"))
        return document


def _python_of(version: Path) -> tuple[str, list[Path]]:
    """Return the interpreter of a version, and the folders of packages to put on its path."""
    if version.is_file():
        return str(version), []
    for name in ("bin/python", "Scripts/python.exe"):
        if (version / name).exists():
            return str(version / name), []
    if version.is_dir():
        return sys.executable, [version.resolve()]
    raise CaseError(f"{version} is no Python, no virtual environment and no folder of packages")


def _of_case(changes: Sequence[Change], case: Identity) -> list[Change]:
    return [change for change in changes if (change.file, change.name) == case[:2]]


def _shown(value: Any) -> str:
    return "not computed" if value is None else value_text(value)
