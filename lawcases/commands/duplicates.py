"""`lawcases duplicates`: cases that show the same thing."""

import argparse
import sys
import warnings
from typing import Any

from lawcases.commands.shared import add_jobs, load, progress, read


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "duplicates", parents=[reading], help="which cases meet the same conditions?"
    )
    add_jobs(parser)
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Print groups of cases with one signature, with their places."""
    from lawcases.grouping import duplicates

    warnings.simplefilter("ignore")
    files, unusable = read(options)
    for error in unusable:
        print(error, file=sys.stderr)
    law = load(options)
    cases = [case for _, own in files for case in own]
    groups = duplicates(
        cases,
        law,
        jobs=options.jobs,
        progress=lambda done: progress(f"{done} of {len(cases)} cases are like no other"),
    )
    progress("")
    for group in groups:
        print(f"{len(group)} cases meet the same conditions:")
        for case in group:
            print(f"    {case.place}  {case.name}".rstrip())
        print()
    count = sum(map(len, groups))
    print(f"{len(cases)} cases, {count} in {len(groups)} groups of the same conditions")
    return 2 if unusable else 0
