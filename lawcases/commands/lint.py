"""`lawcases lint`: check names, types and periods, without computing anything."""

import argparse
from typing import Any

from lawcases.commands.shared import load, read


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser("lint", parents=[reading], help="check names, types, periods")
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Print what is to be corrected in some files."""
    from lawcases.checking import check_case

    files, unusable = read(options)
    law = load(options)
    cases = [case for _, own in files for case in own]
    found = [error for case in cases for error in check_case(case, law)]
    for error in [*unusable, *found]:
        print(error)
    print(f"{len(cases)} cases, {len(found)} to correct, {len(unusable)} unusable files")
    if unusable:
        return 2
    return 1 if found else 0
