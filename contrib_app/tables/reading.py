"""The bytes of a CSV file → its columns and rows, or why they cannot be read. Pure."""

import csv
import io
from dataclasses import dataclass

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_VALUE = 200
ENCODINGS = ("utf-8-sig", "cp1252")
DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Table:
    """A table of decisions: names of columns, and rows of texts as long as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Unreadable(Exception):
    """The file is no table that we read. `line` is where, if it is somewhere."""

    def __init__(self, reason: str, line: int | None = None):
        self.reason = reason
        self.line = line
        super().__init__(reason if line is None else f"line {line}: {reason}")


def read_table(data: bytes) -> Table:
    """Read a CSV file, whatever its separator, in UTF-8 or as spreadsheets of Windows write it.

    Raises Unreadable: "too_large", "no_text", "no_header", "too_many_columns", "too_many_rows",
    "same_name", "ragged", "too_long" or "no_row".
    """
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    text = _decoded(data)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    header = tuple(name.strip() for name in lines[0]) if lines else ()
    if not any(header):
        raise Unreadable("no_header", 1)
    if len(header) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", 1)
    if len(set(header)) < len(header):
        raise Unreadable("same_name", 1)
    rows = []
    for line, values in enumerate(lines[1:], 2):
        if not any(value.strip() for value in values):
            continue
        if len(values) != len(header):
            raise Unreadable("ragged", line)
        if any(len(value) > LONGEST_VALUE for value in values):
            raise Unreadable("too_long", line)
        rows.append(tuple(value.strip() for value in values))
        if len(rows) > MOST_ROWS:
            raise Unreadable("too_many_rows", line)
    if not rows:
        raise Unreadable("no_row")
    return Table(header, tuple(rows))


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("no_text")


def _delimiter(text: str) -> str:
    """Return the separator that stands most often in the first line.

    >>> _delimiter("age;loyer, charges comprises;montant")
    ';'
    """
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)
