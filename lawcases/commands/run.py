"""`lawcases run`: compute, compare, report."""

import argparse
import json
import os
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lawcases.annotating import github_text
from lawcases.case import Case, Outcome
from lawcases.changing import compare_runs, comparison_text
from lawcases.commands.progress import Bar
from lawcases.commands.shared import add_jobs, extensions_of, load, read, write
from lawcases.commands.watching import watch
from lawcases.errors import CaseError, NotYaml, Place
from lawcases.html_report import html_text
from lawcases.junit import junit_text
from lawcases.report import Report, Result, results_of
from lawcases.reporting import json_text, terminal_text

WRITERS = {"json": json_text, "junit": junit_text, "html": html_text}


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser("run", parents=[reading], help="compute and compare")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write a JUnit XML report")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write a JSON report")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page for people")
    parser.add_argument(
        "--github",
        action=argparse.BooleanOptionalAction,
        default=os.environ.get("GITHUB_ACTIONS") == "true",
        help="print annotations (default: within GitHub Actions)",
    )
    parser.add_argument(
        "--why", action="store_true", help="tell why the value of each red output is what it is"
    )
    parser.add_argument(
        "--watch", action="store_true", help="run again what each saved file touches"
    )
    parser.add_argument(
        "--compare",
        type=Path,
        metavar="BASELINE.json",
        help="print only what changed since that JSON report",
    )
    parser.add_argument(
        "--bisect",
        type=Path,
        nargs="+",
        metavar="VERSION",
        help="find which version changed a verdict, oldest first: each is a Python, a virtual "
        "environment, or a folder that holds the packages of the law",
    )
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="compute on the Dask cluster whose scheduler is there"
    )
    parser.add_argument(
        "--audit",
        type=float,
        default=1,
        metavar="PERCENT",
        help="part of the green cases that are also run alone (default: %(default)s)",
    )
    add_jobs(parser)
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Run the cases of some files and report."""
    warnings.simplefilter("ignore")  # numpy warns within formulas: verdicts tell what matters
    baseline = None if options.compare is None else _json(options.compare)
    if options.bisect:
        return bisect(options)
    if options.watch:
        return watch(options, run_one_file, lambda report: tell(report, baseline, options))
    files, unusable = read(options)
    law = load(options) if options.why or not options.dask else None
    report = run([case for _, cases in files for case in cases], unusable, law, options)
    tell(report, baseline, options)
    return report.exit_status


def bisect(options: argparse.Namespace) -> int:
    """Print which versions of the law changed verdicts; 1 if one did."""
    from lawcases.bisecting import run_version, turns_of, turns_text

    arguments = [*map(str, options.paths), "--country", options.country, "--no-github"]
    for extension in extensions_of(options):
        arguments += ["--extension", extension]
    for key in options.allow:
        arguments += ["--allow", key]
    versions = options.bisect
    turns = turns_of(len(versions), lambda rank: run_version(versions[rank], arguments))
    print(turns_text(turns, [str(version) for version in versions]))
    return 1 if turns else 0


def run(
    cases: Sequence[Case],
    unusable: Sequence[CaseError],
    law: Any,
    options: argparse.Namespace,
    *,
    has_bar: bool = True,
) -> Report:
    """Return the report of some cases."""
    started = time.perf_counter()
    with Bar(len(cases), "cases", is_wanted=has_bar) as bar:
        outcomes = _outcomes(cases, law, options, bar)
    seconds = time.perf_counter() - started
    results = results_of(outcomes, lambda file: options.settings.expects_red(Path(file)))
    if options.why:
        results = [with_reasons(result, law) for result in results]
    return Report(results, unusable, seconds)


def run_one_file(cases: Sequence[Case], law: Any, options: argparse.Namespace) -> Report:
    """Return the report of one file that is watched, in the process of that file."""
    alone = argparse.Namespace(**{**vars(options), "jobs": 1})
    return run(cases, (), law, alone, has_bar=False)


def _outcomes(
    cases: Sequence[Case], law: Any, options: argparse.Namespace, bar: Bar
) -> Sequence[Outcome]:
    """Run cases here, or on a cluster."""
    from lawcases.batching import run_cases
    from lawcases.distributing import run_on_dask

    audit = options.audit / 100
    if options.dask is None:
        return run_cases(cases, law, jobs=options.jobs, audit=audit, progress=bar.reach)
    law_names = options.country, extensions_of(options)
    return run_on_dask(cases, options.dask, *law_names, audit=audit, progress=bar.reach)


def with_reasons(result: Result, law: Any) -> Result:
    """Return a result that tells why each of its wrong values is what it is."""
    from lawcases.explaining import explain
    from lawcases.telling import explanation_text

    case = result.outcome.case
    reasons = [
        (check, explanation_text(explain(case, check.variable, check.period, law, instance=owner)))
        for check in result.outcome.checks
        if not check.passed and check.computed is not None
        for owner in [check.instance]
    ]
    return replace(result, reasons=tuple(reasons))


def tell(report: Report, baseline: Mapping[str, Any] | None, options: argparse.Namespace) -> None:
    """Print a report, and write it in the forms that were asked for."""
    if baseline is None:
        print(terminal_text(report, colour=wants_colour()))
    else:
        print(comparison_text(compare_runs(baseline, json.loads(json_text(report)))))
    if options.github and (annotations := github_text(report, repository_root())):
        print(annotations)
    for form, text_of in WRITERS.items():
        if file := getattr(options, form):
            write(file, text_of(report))


def wants_colour() -> bool:
    """Tell whether somebody reads: https://no-color.org lets people refuse."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def repository_root() -> Path:
    """Return the folder from which GitHub names files."""
    return Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())


def _json(file: Path) -> Mapping[str, Any]:
    """Read a JSON report. Raises CaseError."""
    try:
        document = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CaseError(f"{file} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise NotYaml(f"it is no JSON: {error}", Place(str(file), 1)) from None
    compare_runs(document, document)  # to refuse it before computing for long
    return document  # type: ignore[no-any-return]
