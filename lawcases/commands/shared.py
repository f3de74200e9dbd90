"""What several commands need: files to read, processes to share the work, signs of life."""

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lawcases.case import Case
from lawcases.errors import CaseError, NotYaml, Place
from lawcases.reading import POWERFUL_KEYS, read_file
from lawcases.settings import Settings

SUFFIXES = {".yaml", ".yml"}
Files = list[tuple[Path, list[Case]]]


def reading_arguments(settings: Settings) -> argparse.ArgumentParser:
    """Return the arguments of a command that reads cases: paths, legislation, what is allowed."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="YAML file or folder")
    shared.add_argument("--country", default=settings.country, help="default: %(default)s")
    shared.add_argument(
        "--extension",
        dest="given_extensions",
        action="append",
        metavar="NAME",
        help=f"repeatable; default: {' '.join(settings.extensions) or 'none'}",
    )
    shared.add_argument(
        "--allow",
        action="append",
        default=[],
        choices=sorted(POWERFUL_KEYS),
        help="accept this key, which loads code or replaces the law; repeatable",
    )
    shared.set_defaults(settings=settings)
    return shared


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Let people choose how many processes share the work."""
    parser.add_argument(
        "--jobs",
        type=int,
        default=processors(),
        metavar="N",
        help="processes that share the work (default: %(default)s)",
    )


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extensions_of(options: argparse.Namespace) -> list[str]:
    """Return the extensions to load: those given, or those of the project."""
    given: list[str] | None = options.given_extensions
    return list(options.settings.extensions) if given is None else given


def load(options: argparse.Namespace) -> Any:
    """Load the legislation that the options name. Raises LegislationNotLoaded."""
    from lawcases import legislation

    gc.disable()
    try:
        law = legislation.load_legislation(options.country, extensions_of(options))
        gc.freeze()  # a command ends with its law: nothing there is ever to be collected
    finally:
        gc.enable()
    return law


def read(options: argparse.Namespace) -> tuple[Files, list[CaseError]]:
    """Return the cases of each file, and why some files cannot be used."""
    files: Files = []
    unusable: list[CaseError] = []
    for path in options.paths:
        if not path.exists():
            unusable.append(NotYaml("there is no such file or folder", Place(str(path), 1)))
        for file in yaml_files(path):
            try:
                files.append((file, read_file(file, allow=options.allow)))
            except CaseError as error:
                unusable.append(error)
    return files, unusable


def yaml_files(path: Path) -> Iterator[Path]:
    """Yield a file, or the YAML files of a folder."""
    if path.is_dir():
        yield from (
            file for file in sorted(path.rglob("*")) if file.suffix in SUFFIXES and file.is_file()
        )
    elif path.exists():
        yield path


def existing_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the YAML files of paths. Raises NotYaml for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise NotYaml("there is no such file or folder", Place(str(path), 1))
        yield from yaml_files(path)


def write(path: Path, text: str) -> None:
    """Write a report. Raises CaseError when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CaseError(f"{path} cannot be written: {error.strerror}") from None


def progress(words: str) -> None:
    """Say where a long run is, on one line, to somebody who watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
