"""`lawcases mutate`: change the law a little, and list the changes that no case notices."""

import argparse
import sys
import warnings
from pathlib import Path
from typing import Any

from lawcases.commands.shared import add_jobs, extensions_of, load, progress, read, write
from lawcases.mutation_report import Trial, mutation_json, mutation_score, mutation_text


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "mutate", parents=[reading], help="change the extensions a little: does a case notice?"
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="mutants whose line has it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every mutant")
    parser.add_argument(
        "--least", type=float, default=95, metavar="PERCENT", help="score to reach: %(default)s"
    )
    parser.add_argument(
        "--audit",
        type=float,
        default=0.1,
        metavar="PERCENT",
        help="verdicts proved by running the case whole: %(default)s",
    )
    add_jobs(parser)
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Try every mutant of the extensions on the cases of some files, and report."""
    from lawcases.accelerating import accelerate
    from lawcases.mutants import mutants_of
    from lawcases.mutating import try_mutants

    warnings.simplefilter("ignore")
    files, unusable = read(options)
    for error in unusable:
        print(error, file=sys.stderr)
    if unusable:
        return 2
    accelerate()
    law = load(options)
    expects_red = options.settings.expects_red
    cases = [case for file, own in files for case in own if not expects_red(file)]
    trials: list[Trial] = []
    for extension in extensions_of(options):
        mutants = [m for m in mutants_of(law, extension) if options.only in str(m)]
        trials += try_mutants(
            mutants,
            cases,
            law,
            extension,
            jobs=options.jobs,
            audit=options.audit / 100,
            progress=lambda done: progress(f"{done} of {len(cases)} cases"),
        )
    progress("")
    print(mutation_text(trials))
    if options.json:
        write(options.json, mutation_json(trials))
    return 0 if mutation_score(trials) >= options.least / 100 else 1
