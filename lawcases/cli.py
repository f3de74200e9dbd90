"""`lawcases COMMAND PATH…`: finds the command, and returns its status.

0: all good. 1: something is red. 2: something could not be used (the rest was done).
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from lawcases.commands import coverage, duplicates, format, lint, migrate, mutate, run, shrink
from lawcases.commands.shared import reading_arguments
from lawcases.errors import CaseError
from lawcases.settings import nearest_settings

COMMANDS = (run, lint, format, migrate, coverage, duplicates, shrink, mutate)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    try:
        reading = reading_arguments(nearest_settings(Path.cwd()))
        parser = argparse.ArgumentParser(prog="lawcases", description="Test cases of a law.")
        commands = parser.add_subparsers(required=True, metavar="COMMAND")
        for command in COMMANDS:
            command.add_to(commands, reading)
        options = parser.parse_args(arguments)
        status: int = options.command(options)
    except CaseError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenProcessPool:
        print("a process was killed, perhaps for want of memory: try --jobs 1", file=sys.stderr)
        return 2
    return status
