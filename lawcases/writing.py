"""Cases → YAML: fixed key order, no default value, stable for git, readable by a person.

A leaf that fits on a line is on a line (`child: {age: 8}`); the rest is a key per line.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lawcases.case import Case
from lawcases.commenting import Comments, Path, comments_of, lines_above
from lawcases.errors import CaseError, NotWritable, shown
from lawcases.plain_yaml import is_plain_text
from lawcases.reading import KEYS, POWERFUL_KEYS, read_cases

WIDTH = 100
INDENT = "  "
NO_TABLE: Mapping[tuple[str, Any], str] = {}

# Texts that need no quotes anywhere, inside `{}` and `[]` too.
SAFE_TEXT = re.compile(r"[^\W_](?:[\w +*/.()%€'’«»°-]*[\w+*/.()%€'’«»°])?")
ONLY_WITHOUT_FLOW = re.compile(r"[^\W_](?:[\w +*/.()%€'’«»°,;:!?\"=-]*[\w+*/.()%€'’«»°,;!?\"=])?")
PRINTABLE_LINES = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
    r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*"
)
TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_cases(cases: Iterable[Case], comments: Comments | None = None) -> str:
    """Return the YAML of the cases: a mapping for one, a list for several.

    comments: those of the text where they were read, to be written beside the same things.
    The text is read again before it is returned, so what is written always says the same thing.
    Raises NotWritable for what cannot be, a comment too.

    >>> case = Case("Two rents", "2024-01", {"rent": [100, 200]}, {"aid": [10, 20]})
    >>> print(write_cases([case]), end="")
    name: Two rents
    period: 2024-01
    input:
      rent: [100, 200]
    output:
      aid:  [10,  20]
    """
    cases = list(cases)
    if not cases:
        raise NotWritable("there is no case to write")
    comments = comments or Comments()
    parts = []
    for rank, case in enumerate(cases):
        lines = list(_Writer(comments).case(case, (str(rank),)))
        if len(cases) > 1:
            lines = list(_as_item(lines))
        above = lines_above(comments.about.get((str(rank),)), "")
        parts.append("\n".join([*above, *lines]) + "\n")
    text = "\n".join(parts)
    if comments.at_end:
        text += "\n" + "\n".join(comments.at_end) + "\n"
    _check_same(cases, text)
    _check_comments(comments, text)
    return text


def _check_same(cases: Sequence[Case], text: str) -> None:
    try:
        again = read_cases(text, allow=POWERFUL_KEYS)
    except CaseError as error:
        raise NotWritable(f"this case could not be read again: {error.message}") from error
    for case, copy in zip(cases, again, strict=True):
        if case != copy:
            raise NotWritable(f"the case {shown(case.name)} holds what a test file cannot say")


def _check_comments(comments: Comments, text: str) -> None:
    lost = comments.texts() - comments_of(text).texts()
    if lost:
        raise NotWritable(f"the comment {shown(next(iter(lost)))} would be lost: move it elsewhere")


def _is_default(key: str, value: Any) -> bool:
    if key in ("input", "output"):
        return False
    return value is None or (key in ("name", "keywords", "reforms", "extensions") and not value)


def _as_item(lines: list[str]) -> Iterator[str]:
    is_first = True
    for line in lines:
        is_note = is_first and line.startswith("#")
        yield (("- " if is_first and not is_note else INDENT) + line) if line else ""
        is_first = is_first and is_note


class _Writer:
    """Writes a case, with the comments about its parts."""

    def __init__(self, comments: Comments):
        self.comments = comments

    def case(self, case: Case, path: Path) -> Iterator[str]:
        """Yield the lines of a case."""
        table = _table(case)
        for key in KEYS:
            value = getattr(case, key)
            if not _is_default(key, value):
                inside = (*path, key)
                if key in ("input", "output") and value:
                    yield from lines_above(self.comments.about.get(inside), "")
                    yield self._with_note(f"{key}:", inside)
                    yield from self._block(value, INDENT, inside, table)
                else:
                    yield from self._entry(key, value, "", inside)

    def _block(
        self,
        mapping: Mapping[Any, Any],
        indent: str,
        path: Path,
        table: Mapping[tuple[str, Any], str] = NO_TABLE,
    ) -> Iterator[str]:
        for key, value in mapping.items():
            inside = (*path, str(key))
            row = table.get((path[-1], key))
            if row is not None and not self.comments.beneath(inside):
                yield from lines_above(self.comments.about.get(inside), indent)
                yield self._with_note(indent + row, inside)
            else:
                yield from self._entry(key, value, indent, inside)

    def _entry(self, key: Any, value: Any, indent: str, path: Path) -> Iterator[str]:
        yield from lines_above(self.comments.about.get(path), indent)
        start = f"{indent}{_scalar(key)}:"
        if isinstance(value, str) and "\n" in value and (literal := _literal(value, indent)):
            yield f"{start} {literal[0]}"
            yield from literal[1:]
            return
        if isinstance(value, Mapping | list | tuple):
            yield from self._collection(start, value, indent, path)
        else:
            yield self._with_note(f"{start} {_scalar(value)}", path)

    def _collection(self, start: str, value: Any, indent: str, path: Path) -> Iterator[str]:
        flow = flow_text(value)
        fits = len(start) + 1 + len(flow) <= WIDTH and not _holds_mappings(value)
        if fits and not self.comments.beneath(path):
            yield self._with_note(f"{start} {flow}", path)
            return
        yield self._with_note(start, path)
        if isinstance(value, Mapping):
            yield from self._block(value, indent + INDENT, path)
            return
        for rank, item in enumerate(value):
            inside = (*path, str(rank))
            yield from lines_above(self.comments.about.get(inside), indent)
            yield self._with_note(f"{indent}- {flow_text(item)}", inside)

    def _with_note(self, line: str, path: Path) -> str:
        notes = self.comments.about.get(path)
        return f"{line}  {notes.beside}" if notes and notes.beside else line


def _table(case: Case) -> Mapping[tuple[str, Any], str]:
    """Return the rows of a case that is a table: the lists of its input and of its output.

    There is a table when several lists have the same length, one value for each person.
    """
    rows: dict[tuple[str, Any], tuple[str, list[str], str]] = {}
    for part in ("input", "output"):
        for key, value in getattr(case, part).items():
            start, values, end = f"{_scalar(key)}:", value, "]"
            if isinstance(value, Mapping) and len(value) == 1:
                ((at, values),) = value.items()
                start, end = f"{start} {{{_scalar(at, flow=True)}:", "]}"
            if isinstance(values, list) and not any(isinstance(v, list | Mapping) for v in values):
                rows[part, key] = (start, [_scalar(item, flow=True) for item in values], end)
    lengths = {len(items) for _, items, _ in rows.values()}
    if len(rows) < 2 or len(lengths) != 1 or 0 in lengths:
        return NO_TABLE
    margin = max(len(start) for start, _, _ in rows.values())
    columns = zip(*(items for _, items, _ in rows.values()), strict=True)
    widths = [max(map(len, column)) for column in columns]
    return {
        where: f"{start:<{margin}} [" + _row(items, widths) + end
        for where, (start, items, end) in rows.items()
    }


def _row(items: Sequence[str], widths: Sequence[int]) -> str:
    cells = [f"{item}," for item in items[:-1]]
    padded = [f"{cell:<{width + 2}}" for cell, width in zip(cells, widths, strict=False)]
    return "".join(padded) + items[-1]


def _holds_mappings(value: Any) -> bool:
    """Tell whether a mapping holds others: then it is not a leaf, and takes several lines."""
    return isinstance(value, Mapping) and any(
        isinstance(inner, Mapping) and inner for inner in value.values()
    )


def flow_text(value: Any) -> str:
    """Return a value on one line, as inside `{}` and `[]`."""
    if isinstance(value, Mapping):
        inner = ", ".join(
            f"{_scalar(key, flow=True)}: {flow_text(item)}" for key, item in value.items()
        )
        return "{" + inner + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return _scalar(value, flow=True)


def _scalar(value: Any, *, flow: bool = False) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return _text(value, flow)
    raise NotWritable(f"a test case holds no {type(value).__name__}")


def _float(value: float) -> str:
    """Write an exponent as YAML 1.1 wants it: `1.0e+20`, where Python says `1e+20`."""
    text = repr(value)
    if "e" in text and "." not in text:
        text = text.replace("e", ".0e")
    return text


def _text(text: str, flow: bool) -> str:
    safe = SAFE_TEXT if flow else ONLY_WITHOUT_FLOW
    if safe.fullmatch(text) and ": " not in text and is_plain_text(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return TO_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _literal(text: str, indent: str) -> list[str] | None:
    """Return a text of several lines as a block, or None when a block would alter it."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    faithful = (
        PRINTABLE_LINES.fullmatch(body)
        and not body.endswith("\n")
        and not any(line != line.rstrip() for line in lines)
    )
    if not faithful:
        return None
    marker = "|" if text.endswith("\n") else "|-"
    return [marker, *(indent + INDENT + line if line else "" for line in lines)]
