"""`lawcases run`: compute, compare, report."""

import argparse
import time
import warnings
from pathlib import Path
from typing import Any

from lawcases.commands.shared import add_jobs, load, progress, read, write
from lawcases.junit import junit_text
from lawcases.report import Report, Result
from lawcases.reporting import json_text, terminal_text


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser("run", parents=[reading], help="compute and compare")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write a JUnit XML report")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write a JSON report")
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
    from lawcases.batching import run_cases

    warnings.simplefilter("ignore")  # numpy warns within formulas: verdicts tell what matters
    files, unusable = read(options)
    law = load(options)
    pairs = [(file, case) for file, cases in files for case in cases]
    started = time.perf_counter()
    outcomes = run_cases(
        [case for _, case in pairs],
        law,
        jobs=options.jobs,
        audit=options.audit / 100,
        progress=lambda done: progress(f"{done} of {len(pairs)} cases"),
    )
    progress("")
    seconds = (time.perf_counter() - started) / max(1, len(pairs))
    results = [
        Result(outcome, seconds, options.settings.expects_red(file))
        for (file, _), outcome in zip(pairs, outcomes, strict=True)
    ]
    report = Report(results, unusable)
    print(terminal_text(report))
    if options.json:
        write(options.json, json_text(report))
    if options.junit:
        write(options.junit, junit_text(report))
    return report.exit_status
