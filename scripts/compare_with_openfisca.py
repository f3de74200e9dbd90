"""Run cases with OpenFisca's own runner and with ours, and list every difference.

    python scripts/compare_with_openfisca.py PATH… [--extension NAME]…

Each case is judged three times: by `openfisca_core.tools.test_runner` (under pytest, as
`openfisca test` does, in a process that nothing accelerates), by `lawcases` in batches, and by
`lawcases` once written and read again. Verdicts and computed values must be the same. OpenFisca's
runner executes what a file tells it: give this script only files that you trust.
"""

import argparse
import multiprocessing
import sys
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy
import pytest
from openfisca_core.indexed_enums import ENUM_ARRAY_DTYPE, EnumArray
from openfisca_core.tools import test_runner

from lawcases import Case, Legislation, load_legislation, read_cases, read_file, write_cases
from lawcases.batching import run_cases
from lawcases.comparing import float32
from lawcases.errors import CaseError

ALLOWED = ("reforms", "extensions", "parameters")


@dataclass
class Verdict:
    """What a runner found about one case: `values` in the order of comparison."""

    passed: bool
    values: list[tuple[str, Any]] = field(default_factory=list)
    reason: str = ""


class Official:
    """A pytest plugin that keeps what OpenFisca's runner finds, by file, in the order of cases."""

    def __init__(self, law: Legislation) -> None:
        self.law = law
        self.verdicts: dict[str, list[Verdict]] = {}
        self.values: list[tuple[str, Any]] = []
        self.assert_near = test_runner.assert_near

    def recording(
        self, value: Any, target: Any, absolute: Any, message: str, relative: Any
    ) -> None:
        variable = message.partition("@")[0]
        shown = value.decode_to_str() if isinstance(value, EnumArray) else numpy.asarray(value)
        flat = shown.reshape(-1).tolist()
        if shown.dtype == ENUM_ARRAY_DTYPE:  # one instance: OpenFisca keeps only the rank
            flat = [self.law.variable(variable).members[rank] for rank in flat]
        count = len(target) if isinstance(target, list) else 1
        self.values += [(variable, flat[i % len(flat)]) for i in range(max(count, len(flat)))]
        self.assert_near(value, target, absolute, message, relative)

    def pytest_runtest_setup(self, item: Any) -> None:
        self.values = []

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: Any, call: Any) -> Iterator[None]:
        yield
        if call.when == "call":
            reason = str(call.excinfo.value).strip().partition("\n")[0] if call.excinfo else ""
            verdict = Verdict(call.excinfo is None, self.values, reason)
            self.verdicts.setdefault(str(item.path), []).append(verdict)
            item.simulation = item.tax_benefit_system = None


def official_verdicts(files: Sequence[Path], law: Legislation) -> Official:
    """Judge the files with OpenFisca's runner, in one run of pytest that no bad file stops."""
    official = Official(law)
    plugins = [test_runner.OpenFiscaPlugin(law.system, {}), official]
    quiet = ["-c", "/dev/null", "-p", "no:cacheprovider", "-p", "no:terminal"]
    arguments = [*quiet, "--continue-on-collection-errors", *map(str, files)]
    test_runner.assert_near = official.recording
    try:
        pytest.main(arguments, plugins=plugins)
    finally:
        test_runner.assert_near = official.assert_near
    return official


def our_verdicts(
    texts: Mapping[Path, str | None], law: Legislation
) -> dict[Path, list[Verdict] | str]:
    """Judge files, or texts said to come from them. A refusal is returned as its message."""
    found: dict[Path, list[Verdict] | str] = {}
    cases: list[tuple[Path, Case]] = []
    for file, text in texts.items():
        try:
            own = (
                read_file(file, allow=ALLOWED)
                if text is None
                else read_cases(text, file=str(file), allow=ALLOWED)
            )
        except CaseError as error:
            found[file] = str(error)
        else:
            found[file] = []
            cases += [(file, case) for case in own]
    outcomes = run_cases([case for _, case in cases], law, audit=0)
    for (file, _), outcome in zip(cases, outcomes, strict=True):
        values = [(c.variable, c.computed) for c in outcome.checks if c.computed is not None]
        red = next((check for check in outcome.checks if not check.passed), "")
        verdicts = found[file]
        assert isinstance(verdicts, list)
        verdicts.append(Verdict(outcome.passed, values, str(outcome.error or red)))
    return found


class _Forked:
    """What the child finds in memory."""

    files: Sequence[Path]
    law: Legislation


def _official() -> tuple[dict[str, list[Verdict]], float]:
    started = time.process_time()
    verdicts = official_verdicts(_Forked.files, _Forked.law).verdicts
    return verdicts, time.process_time() - started


def rewritten(file: Path) -> str | None:
    """Return the file as we would write it, or None when it cannot be read: judged as it is."""
    try:
        return write_cases(read_file(file, allow=ALLOWED))
    except CaseError:
        return None


def differences(official: list[Verdict], ours: list[Verdict] | str) -> Iterator[str]:
    """Yield what differs between two judgements of a file; both may find it unusable."""
    if isinstance(ours, str):
        if official:
            yield f"refused: {ours}"
        return
    if len(official) != len(ours):
        yield f"{len(official)} cases for OpenFisca, {len(ours)} for us"
    for number, (theirs, mine) in enumerate(zip(official, ours, strict=False), start=1):
        if theirs.passed != mine.passed:
            yield (
                f"case {number}: OpenFisca says {_word(theirs)}, we say {_word(mine)}"
                f"\n      OpenFisca: {theirs.reason or '-'}\n      lawcases:  {mine.reason or '-'}"
            )
        for (variable, value), (name, other) in zip(theirs.values, mine.values, strict=False):
            if variable != name or not _same(value, other):
                yield f"case {number}: {variable} is {value!r} for OpenFisca, {other!r} for us"
        if theirs.passed and len(theirs.values) > len(mine.values):
            yield f"case {number}: OpenFisca compared more values"


def _same(value: Any, other: Any) -> bool:
    if isinstance(value, float) and isinstance(other, int | float):
        return float32(value) == float32(other)
    if isinstance(value, bytes):
        value = value.decode()
    return value == other or str(value) == str(other)


def _word(verdict: Verdict) -> str:
    return "green" if verdict.passed else "red"


def yaml_files(paths: Sequence[Path]) -> list[Path]:
    """Return the YAML files of some files and folders, sorted."""
    found = [
        file
        for path in paths
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.suffix in (".yaml", ".yml")
    ]
    return [file.resolve() for file in found]


def main() -> int:
    """Compare and print; the status is 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--country", default="openfisca_france")
    parser.add_argument("--extension", action="append", default=[], dest="extensions")
    options = parser.parse_args()
    warnings.simplefilter("ignore")

    files = yaml_files(options.paths)
    law = load_legislation(options.country, options.extensions)
    _Forked.files, _Forked.law = files, law
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        theirs_by_file, theirs_seconds = pool.submit(_official).result()

    started = time.process_time()
    ours = our_verdicts(dict.fromkeys(files), law)
    ours_seconds = time.process_time() - started
    again = our_verdicts({file: rewritten(file) for file in files}, law)

    cases = values = red = count = 0
    for file in files:
        theirs = theirs_by_file.get(str(file), [])
        cases += len(theirs)
        red += sum(not verdict.passed for verdict in theirs)
        values += sum(len(verdict.values) for verdict in theirs)
        found = list(differences(theirs, ours[file]))
        found += [f"rewritten, {line}" for line in differences(theirs, again[file])]
        count += len(found)
        for line in found:
            print(f"{file}: {line}")
    print(
        f"{len(files)} files, {cases} cases ({red} red), {values} values compared: "
        f"{count} differences. CPU: OpenFisca {theirs_seconds:.0f} s, "
        f"lawcases {ours_seconds:.0f} s, {theirs_seconds / ours_seconds:.1f} times less"
    )
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
