"""The comments of a YAML text, each with what it is about, so that they can follow it elsewhere.

A comment on lines of its own is about what comes next; one at the end of a line is about what the
line holds. Nothing is built from the text but its outline, and reading has bounded it before.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from lawcases.errors import NotWritable, Place
from lawcases.plain_yaml import Loader

Path = tuple[str, ...]


@dataclass
class Notes:
    """The comments about one thing: lines above it (empty ones too), and one beside it."""

    above: list[str] = field(default_factory=list)
    beside: str = ""


@dataclass
class Comments:
    """All the comments of a text, by what they are about: the rank of a case, then its keys."""

    about: dict[Path, Notes] = field(default_factory=dict)
    at_end: list[str] = field(default_factory=list)

    def beneath(self, path: Path) -> bool:
        """Tell whether something inside a part of a case has comments of its own."""
        return path in self._inner_paths

    @cached_property
    def _inner_paths(self) -> set[Path]:
        return {one[:depth] for one in self.about for depth in range(len(one))}

    def texts(self) -> Counter[str]:
        """Return every comment, however often it stands there."""
        lines = [line for notes in self.about.values() for line in (*notes.above, notes.beside)]
        return Counter(line for line in (*lines, *self.at_end) if line)


@dataclass(frozen=True)
class _Entry:
    """A key or an item: its path, the span of its text, from its key to the end of its value."""

    path: Path
    start: int
    end: int
    first_line: int
    last_line: int


def comments_of(text: str, file: str = "<text>") -> Comments:
    """Return the comments of a text that reading accepts.

    Raises NotWritable for a comment that could not be kept: on the line that opens a block of text.

    >>> comments_of("a: 1  # one\\n# two\\nb: 2").about[("0", "b")]
    Notes(above=['# two'], beside='')
    """
    if "#" not in text:
        return Comments()
    root = yaml.compose(text, Loader=Loader)
    outline = _Outline(text, file)
    if isinstance(root, yaml.SequenceNode):
        outline.visit(root, ())
    else:
        outline.visit(root, ("0",))
    return outline.comments()


class _Outline:
    def __init__(self, text: str, file: str):
        self.text = text
        self.file = file
        self.entries: list[_Entry] = []
        self.scalars: list[tuple[int, int]] = []
        self.by_line: dict[int, list[_Entry]] = {}

    def visit(self, node: Any, path: Path) -> None:
        """Note the entries and the scalars of a node, in the order of the text."""
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._enter((*path, str(key.value)), key, value)
        elif isinstance(node, yaml.SequenceNode):
            for rank, item in enumerate(node.value):
                self._enter((*path, str(rank)), item, item)
        else:
            self.scalars.append((node.start_mark.index, node.end_mark.index))
            if node.style in ("|", ">"):
                header = self.text[node.start_mark.index :].split("\n", 1)[0]
                if "#" in header:
                    place = Place(self.file, node.start_mark.line + 1)
                    problem = "a comment beside the beginning of a text cannot be kept: move it"
                    raise NotWritable(problem, place)

    def _enter(self, path: Path, first: Any, last: Any) -> None:
        start, end = first.start_mark, last.end_mark
        # A block ends where the next thing begins: its last line is not known, nor needed.
        is_flow = not isinstance(last, yaml.CollectionNode) or last.flow_style
        last_line = end.line if is_flow else len(self.text)
        self.entries.append(_Entry(path, start.index, end.index, start.line, last_line))
        if first is not last:
            self.visit(first, path)
        self.visit(last, path)

    def comments(self) -> Comments:
        """Return each comment with what it is about."""
        found = Comments()
        starts = [start for start, _ in self.scalars]
        for one in self.entries:
            self.by_line.setdefault(one.first_line, []).append(one)
        above: list[str] = []
        index = 0
        for number, line in enumerate(self.text.split("\n")):
            sharp = self._sharp(line, index, starts)
            if sharp is not None and not line[:sharp].strip():
                above.append(line[sharp:].rstrip())
            elif above and not line.strip():
                above.append("")
            else:
                if above and (entry := self._next(index)):
                    found.about.setdefault(entry.path, Notes()).above += above
                    above = []
                if sharp is not None:
                    path = self._beside(number, index + sharp)
                    notes = found.about.setdefault(path, Notes())
                    if notes.beside:
                        notes.above.append(line[sharp:].rstrip())
                    else:
                        notes.beside = line[sharp:].rstrip()
            index += len(line) + 1
        while above and not above[-1]:
            above.pop()
        found.at_end = above
        return found

    def _sharp(self, line: str, index: int, starts: list[int]) -> int | None:
        """Return where the comment of a line begins, outside its scalars."""
        at = line.find("#")
        while at >= 0:
            rank = bisect_right(starts, index + at) - 1
            is_inside = rank >= 0 and index + at < self.scalars[rank][1]
            if not is_inside and (at == 0 or line[at - 1] in " \t"):
                return at
            at = line.find("#", at + 1)
        return None

    def _next(self, index: int) -> _Entry | None:
        """Return the outermost entry that begins on a line or after it."""
        rank = bisect_left(self.entries, index, key=_start)
        return self.entries[rank] if rank < len(self.entries) else None

    def _beside(self, number: int, index: int) -> Path:
        """Return what a comment at the end of a line is about."""
        here = [entry for entry in self.by_line.get(number, []) if entry.start < index]
        whole = next((e for e in here if e.last_line == number and not _is_item(e, here)), None)
        if whole:
            return whole.path
        if here:
            return here[-1].path
        # A line that only ends something, such as a bracket: about what it closes.
        return self.entries[bisect_left(self.entries, index, key=_start) - 1].path


def _start(entry: _Entry) -> int:
    return entry.start


def _is_item(entry: _Entry, here: list[_Entry]) -> bool:
    """Tell whether an entry is the item that begins with another one, its first key."""
    return any(e.start == entry.start and len(e.path) > len(entry.path) for e in here)


def lines_above(notes: Notes | None, indent: str) -> Iterator[str]:
    """Yield the lines of comments above something."""
    for line in notes.above if notes else ():
        yield indent + line if line else ""
