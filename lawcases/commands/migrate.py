"""`lawcases migrate`: rewrite cases for another version of the country package."""

import argparse
import sys
from pathlib import Path
from typing import Any

from lawcases.commands.shared import existing_files, load, write
from lawcases.errors import CaseError
from lawcases.reading import read_text


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "migrate", parents=[reading], help="rename what another version of the law renames"
    )
    parser.add_argument(
        "--table", type=Path, required=True, metavar="FILE", help="what changes, in YAML"
    )
    parser.add_argument("--check", action="store_true", help="write nothing, tell what would be")
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Rewrite files by a table, and report what it does not decide."""
    from lawcases.migrating import migrate_text
    from lawcases.migration_table import read_table

    table = read_table(options.table)
    law = load(options)
    count = changed = undecided = unusable = 0
    for file in existing_files(options.paths):
        count += 1
        try:
            before = read_text(file)
            done = migrate_text(before, table, law, file=str(file), allow=options.allow)
        except CaseError as error:
            print(error, file=sys.stderr)
            unusable += 1
            continue
        for problem in done.undecided:
            print(problem)
        undecided += len(done.undecided)
        if done.text != before:
            changed += 1
            print(f"{file}: {done.changes} {'to change' if options.check else 'changed'}")
            if not options.check:
                write(file, done.text)
    print(
        f"{count} files, {changed} to rewrite, {undecided} for you to decide, {unusable} unusable",
        file=sys.stderr,
    )
    if unusable:
        return 2
    return 1 if undecided or (changed and options.check) else 0
