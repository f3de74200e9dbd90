"""`lawcases lint`: point at mistakes and traps, without computing anything."""

import argparse
from typing import Any

from lawcases.commands.shared import load, read


class _ShowRules(argparse.Action):
    """Print the rules and leave, as `--help` does: no path is needed."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from lawcases.linting import rules

        for rule in rules():
            always = "" if rule.can_be_silenced else "  (always)"
            print(f"{rule.identifier:24}{rule.summary}{always}")
        parser.exit()


def add_to(commands: Any, reading: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = commands.add_parser("lint", parents=[reading], help="point at mistakes and traps")
    parser.add_argument("--rules", action=_ShowRules, nargs=0, help="list the rules and leave")
    parser.add_argument(
        "--silence",
        action="append",
        default=[],
        metavar="RULE",
        help="do not apply this rule; repeatable, beside those of the settings",
    )
    parser.set_defaults(command=main)


def main(options: argparse.Namespace) -> int:
    """Print what is to be corrected in some files."""
    from lawcases.linting import check_silenced, lint_cases, rule_of

    silenced = [*options.settings.silenced, *options.silence]
    check_silenced(silenced)
    files, unusable = read(options)
    law = load(options)
    cases = [case for _, own in files for case in own]
    found = lint_cases(cases, law, silenced=silenced)
    for error in [*unusable, *found]:
        print(f"{error}  [{rule_of(error)}]")
    print(f"{len(cases)} cases, {len(found)} to correct, {len(unusable)} unusable files")
    if unusable:
        return 2
    return 1 if found else 0
