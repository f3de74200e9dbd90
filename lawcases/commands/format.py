"""`lawcases format`: rewrite cases in their canonical form, with their comments."""

import argparse
import difflib
import sys
from collections.abc import Iterator
from typing import Any

from lawcases.commands.shared import existing_files, load, write
from lawcases.errors import CaseError, Place
from lawcases.reading import read_text


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "format", parents=[reading], help="rewrite cases in one order and layout"
    )
    parser.add_argument("--check", action="store_true", help="write nothing, tell what would be")
    parser.add_argument("--diff", action="store_true", help="write nothing, show what would be")
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Rewrite files, or tell what would be rewritten."""
    from lawcases.formatting import format_text

    law = load(options)
    changed = unusable = count = 0
    for file in existing_files(options.paths):
        count += 1
        try:
            before = read_text(file)
            after = format_text(before, law, file=str(file), allow=options.allow)
        except CaseError as error:
            error.place = error.place or Place(str(file), 1)
            print(error, file=sys.stderr)
            unusable += 1
            continue
        if after == before:
            continue
        changed += 1
        if options.diff:
            print("".join(_difference(before, after, str(file))), end="")
        elif options.check:
            print(f"{file}: not in canonical form")
        else:
            write(file, after)
            print(f"{file}: rewritten")
    print(f"{count} files, {changed} to rewrite, {unusable} left alone", file=sys.stderr)
    if unusable:
        return 2
    return 1 if changed and (options.check or options.diff) else 0


def _difference(before: str, after: str, name: str) -> Iterator[str]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    yield from difflib.unified_diff(old, new, name, name)
