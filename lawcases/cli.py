"""`lawcases run|lint PATH…`: arguments and exit statuses only.

0: all good. 1: something is red. 2: something could not be used (the rest was run).
"""

import argparse
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from lawcases.case import Case
from lawcases.errors import CaseError, NotYaml, Place
from lawcases.junit import junit_text
from lawcases.mutation_report import Trial, mutation_json, mutation_score, mutation_text
from lawcases.reading import POWERFUL_KEYS, read_file
from lawcases.report import Report, Result
from lawcases.reporting import json_text, terminal_text
from lawcases.settings import Settings, nearest_settings

SUFFIXES = {".yaml", ".yml"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    try:
        settings = nearest_settings(Path.cwd())
        options = _parser(settings).parse_args(arguments)
        status: int = options.command(options, settings)
    except CaseError as error:
        print(error, file=sys.stderr)
        return 2
    return status


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run the cases of some files and report."""
    from lawcases.accelerating import accelerate
    from lawcases.legislation import load_legislation
    from lawcases.running import run_case

    warnings.simplefilter("ignore")  # numpy warns within formulas: verdicts tell what matters
    files, unusable = _read(options)
    accelerate()
    law = load_legislation(options.country, options.extensions)
    results = []
    for file, cases in files:
        for case in cases:
            started = time.perf_counter()
            outcome = run_case(case, law)
            seconds = time.perf_counter() - started
            results.append(Result(outcome, seconds, settings.expects_red(file)))
    report = Report(results, unusable)
    print(terminal_text(report))
    if options.json:
        _write(options.json, json_text(report))
    if options.junit:
        _write(options.junit, junit_text(report))
    return report.exit_status


def lint(options: argparse.Namespace, _settings: Settings) -> int:
    """Check the cases of some files without computing anything."""
    from lawcases.checking import check_case
    from lawcases.legislation import load_legislation

    files, unusable = _read(options)
    law = load_legislation(options.country, options.extensions)
    cases = [case for _, cases in files for case in cases]
    found = [error for case in cases for error in check_case(case, law)]
    for error in [*unusable, *found]:
        print(error)
    print(f"{len(cases)} cases, {len(found)} to correct, {len(unusable)} unusable files")
    if unusable:
        return 2
    return 1 if found else 0


def mutate(options: argparse.Namespace, settings: Settings) -> int:
    """Change the extensions a little, many times, and list the changes that no case notices."""
    from lawcases.accelerating import accelerate
    from lawcases.legislation import load_legislation
    from lawcases.mutating import mutants_of, try_mutants

    warnings.simplefilter("ignore")
    files, unusable = _read(options)
    for error in unusable:
        print(error, file=sys.stderr)
    if unusable:
        return 2
    accelerate()
    law = load_legislation(options.country, options.extensions)
    cases = [case for file, own in files for case in own if not settings.expects_red(file)]
    trials: list[Trial] = []
    for extension in options.extensions:
        mutants = [m for m in mutants_of(law, extension) if options.only in str(m)]
        for trial in try_mutants(mutants, cases, law, extension, options.jobs):
            trials.append(trial)
            _progress(f"{len(trials)} of {len(mutants)} mutants of {extension}")
    _progress("")
    print(mutation_text(trials))
    if options.json:
        _write(options.json, mutation_json(trials))
    return 0 if mutation_score(trials) >= options.least / 100 else 1


def _progress(words: str) -> None:
    """Say where a long run is, on one line, to somebody who watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lawcases", description="Test cases of a law.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="YAML file or folder")
    shared.add_argument("--country", default=settings.country, help="default: %(default)s")
    shared.add_argument(
        "--extension",
        dest="given_extensions",
        action="append",
        metavar="NAME",
        help=f"repeatable; default: {' '.join(settings.extensions) or 'none'}",
    )
    shared.add_argument(
        "--allow",
        action="append",
        default=[],
        choices=sorted(POWERFUL_KEYS),
        help="accept this key, which loads code or replaces the law; repeatable",
    )
    shared.set_defaults(default_extensions=settings.extensions)
    running = commands.add_parser("run", parents=[shared], help="compute and compare")
    running.add_argument("--junit", type=Path, metavar="FILE", help="write a JUnit XML report")
    running.add_argument("--json", type=Path, metavar="FILE", help="write a JSON report")
    running.set_defaults(command=run)
    checking = commands.add_parser("lint", parents=[shared], help="check names, types, periods")
    checking.set_defaults(command=lint)
    mutating = commands.add_parser(
        "mutate", parents=[shared], help="change the extensions a little: does a case notice?"
    )
    mutating.add_argument("--only", default="", metavar="TEXT", help="mutants whose line has it")
    mutating.add_argument("--jobs", type=int, default=1, metavar="N", help="processes")
    mutating.add_argument("--json", type=Path, metavar="FILE", help="write every mutant")
    mutating.add_argument(
        "--least", type=float, default=95, metavar="PERCENT", help="score to reach: %(default)s"
    )
    mutating.set_defaults(command=mutate)
    return parser


def _read(options: argparse.Namespace) -> tuple[list[tuple[Path, list[Case]]], list[CaseError]]:
    """Return the cases of each file, and why some files cannot be used."""
    given = options.given_extensions
    options.extensions = options.default_extensions if given is None else given
    files: list[tuple[Path, list[Case]]] = []
    unusable: list[CaseError] = []
    for path in options.paths:
        if not path.exists():
            unusable.append(NotYaml("there is no such file or folder", Place(str(path), 1)))
        for file in _yaml_files(path):
            try:
                files.append((file, read_file(file, allow=options.allow)))
            except CaseError as error:
                unusable.append(error)
    return files, unusable


def _yaml_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (
            file for file in sorted(path.rglob("*")) if file.suffix in SUFFIXES and file.is_file()
        )
    elif path.exists():
        yield path


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CaseError(f"{path} cannot be written: {error.strerror}") from None
