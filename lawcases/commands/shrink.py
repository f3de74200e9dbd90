"""`lawcases shrink`: the simplest cases with the same results."""

import argparse
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lawcases.case import Case
from lawcases.commands.shared import extensions_of, load, progress, read, write
from lawcases.official import green_cases
from lawcases.writing import write_cases


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "shrink", parents=[reading], help="the simplest cases with the same results"
    )
    parser.add_argument("--write", action="store_true", help="rewrite the files (default: print)")
    parser.add_argument(
        "--keep-reason",
        action="store_true",
        help="keep also the amounts and the conditions that decided of the results",
    )
    parser.add_argument("--keep-names", action="store_true", help="do not rename persons")
    parser.add_argument(
        "--trust",
        action="store_true",
        help="do not run OpenFisca's own runner at the end, to prove that verdicts are the same",
    )
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Shrink the cases of some files, prove it, then print or write them."""
    from lawcases.running import run_case
    from lawcases.shrinking import shrink

    warnings.simplefilter("ignore")
    files, unusable = read(options)
    law = load(options)
    small: dict[Path, list[Case]] = {}
    verdicts: list[bool] = []
    for file, cases in files:
        small[file] = []
        for case in cases:
            progress(f"{case.place}  {case.name}")
            started = time.process_time()
            found = shrink(
                case, law, keep_reason=options.keep_reason, rename=not options.keep_names
            )
            seconds = time.process_time() - started
            progress("")
            print(
                f"{case.place}: {found.before} → {found.after} inputs, {seconds:.1f} s",
                file=sys.stderr,
            )
            small[file].append(found.case)
            verdicts.append(run_case(case, law).passed)
    every = [case for cases in small.values() for case in cases]
    wrong = [] if options.trust else _disagreements(every, verdicts, options)
    for case in wrong:
        print(f"{case.place}: OpenFisca does not judge it as before; left alone", file=sys.stderr)
    for file, cases in small.items():
        if any(case in wrong for case in cases):
            continue
        if options.write:
            write(file, write_cases(cases))
        else:
            print(write_cases(cases))
    for error in unusable:
        print(error, file=sys.stderr)
    return 2 if unusable else bool(wrong)


def _disagreements(
    cases: Sequence[Case], verdicts: Sequence[bool], options: argparse.Namespace
) -> list[Case]:
    """Return the cases whose verdict is another one for OpenFisca's own runner."""
    green = green_cases(cases, options.country, extensions_of(options))
    pairs = zip(cases, verdicts, green, strict=True)
    return [case for case, ours, theirs in pairs if ours != theirs]
