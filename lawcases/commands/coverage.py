"""`lawcases coverage`: what cases reach of an extension, and what none of them does."""

import argparse
import sys
import warnings
from pathlib import Path
from typing import Any

from lawcases.commands.shared import add_jobs, extensions_of, load, progress, read, write
from lawcases.errors import CaseError


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "coverage", parents=[reading], help="what do cases reach of the extensions?"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything")
    parser.add_argument(
        "--least", type=float, default=0, metavar="PERCENT", help="part to reach: %(default)s"
    )
    add_jobs(parser)
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Run the cases of some files, and tell what they reach of each extension."""
    from lawcases.coverage import Coverage, coverage_json, coverage_of, coverage_text

    warnings.simplefilter("ignore")
    if not extensions_of(options):
        raise CaseError("there is no extension to look at: name one with --extension")
    files, unusable = read(options)
    for error in unusable:
        print(error, file=sys.stderr)
    law = load(options)
    cases = [case for _, own in files for case in own]
    whole = Coverage(
        [
            item
            for extension in extensions_of(options)
            for item in coverage_of(
                cases,
                law,
                extension,
                jobs=options.jobs,
                progress=lambda done: progress(f"{done} of {len(cases)} cases"),
            ).items
        ]
    )
    progress("")
    print(coverage_text(whole))
    if options.json:
        write(options.json, coverage_json(whole))
    if unusable:
        return 2
    return 0 if whole.percent >= options.least else 1
