"""YAML text → plain values with their lines, and nothing that could harm.

No object is built by YAML itself: the events of the parser are read one by one and counted, so a
text that is too deep or too large stops being read before it costs anything. Scalars mean what
they mean to OpenFisca (YAML 1.1, where unquoted dates stay texts).
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from lawcases.case import Key
from lawcases.doubts import SurprisingNumber
from lawcases.errors import (
    CaseError,
    DuplicateKey,
    NoCase,
    NotFinite,
    NotYaml,
    Place,
    SeveralDocuments,
    TooLarge,
    UnexpectedType,
    Unsafe,
    shown,
)

MAX_CHARACTERS = 5_000_000
MAX_NODES = 300_000
MAX_DEPTH = 16
MAX_NUMBER_CHARACTERS = 64
MAX_MAGNITUDE = 3.4e38  # beyond, OpenFisca's float32 is infinite

# Numbers that YAML 1.1 does not read in base ten: octal, hexadecimal, binary, base sixty.
SURPRISING_NUMBER = re.compile(r"[-+]?(?:0[0-9_]+|0[xb].*|.*:.*)")

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A value, the line where it is written (of its key, in a mapping) and, for scalars, the text.

    `value` is a scalar, a list of nodes or a dict of nodes.
    """

    value: Any
    line: int
    text: str | None = None


@dataclass(slots=True)
class Document:
    """The only document of a text, and what was doubtful in it."""

    root: Node
    doubts: list[CaseError]


def parse(text: str, file: str) -> Document:
    """Return the document of a text. Raises Unreadable, or BadCase for an impossible scalar."""
    if len(text) > MAX_CHARACTERS:
        raise TooLarge("characters in a file", MAX_CHARACTERS, Place(file, 1))
    try:
        return _Builder(text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "unexpected end"
        raise NotYaml(problem, Place(file, mark.line + 1 if mark else 1)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise NotYaml("a control character", Place(file, line)) from None
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise NotYaml("a character that is half of a pair", Place(file, line)) from None


class _Builder:
    def __init__(self, text: str, file: str):
        self.file = file
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=Loader))
        self.nodes = 0
        self.depth = 0
        self.doubts: list[CaseError] = []

    def document(self) -> Document:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise NoCase(self._place(event))
        root = self._node(next(self.events))
        next(self.events)
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise SeveralDocuments(self._place(event))
        return Document(root, self.doubts)

    def _node(self, event: Any) -> Node:
        self._count(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLarge("levels of nesting", MAX_DEPTH, self._place(event))
        line = event.start_mark.line + 1
        value = self._mapping() if isinstance(event, yaml.MappingStartEvent) else self._sequence()
        self.depth -= 1
        return Node(value, line)

    def _sequence(self) -> list[Node]:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event))
        return items

    def _mapping(self) -> dict[Key, Node]:
        entries: dict[Key, Node] = {}
        texts: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key.text in texts or key.value in entries:
                first = texts.get(key.text) or entries[key.value].line
                raise DuplicateKey(key.text, first, Place(self.file, key.line))
            texts[key.text] = key.line
            value = self._node(next(self.events))
            value.line = key.line
            entries[key.value] = value
        return entries

    def _key(self, event: Any) -> Any:
        self._count(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise UnexpectedType("a key", "a text", "a list or a mapping", self._place(event))
        key = self._scalar(event)
        if isinstance(key.value, bool) or not isinstance(key.value, str | int):
            read = f"{key.text} (which YAML reads as {key.value!r}: put it in quotes)"
            raise UnexpectedType("a key", "a text or a period", read, self._place(event))
        return key

    def _scalar(self, event: Any) -> Node:
        text, line = event.value, event.start_mark.line + 1
        if not event.implicit[0]:
            return Node(text, line, text)
        place = Place(self.file, line)
        if text == "<<":
            raise Unsafe("the merge key '<<'", "write the values where they belong", place)
        tag = _tag(text) if len(text) <= MAX_NUMBER_CHARACTERS else "str"
        if tag not in READERS:
            raise NotYaml(f"{shown(text)} must be in quotes", place)
        try:
            value = READERS[tag](text)
        except ValueError:
            raise NotYaml(f"{shown(text)} is not a number", place) from None
        if tag in ("int", "float"):
            if not (math.isfinite(value) and abs(value) <= MAX_MAGNITUDE):
                raise NotFinite(text, place)
            if SURPRISING_NUMBER.fullmatch(text) and value != 0:
                self.doubts.append(SurprisingNumber(text, value, place))
        return Node(value, line, text)

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise TooLarge("values in a file", MAX_NODES, self._place(event))
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            what = f"the anchor or alias {shown(event.anchor)}"
            raise Unsafe(what, "write the values where they belong", self._place(event))
        if event.tag is not None:
            what = f"the tag {shown(event.tag)}"
            raise Unsafe(what, "write a plain value", self._place(event))

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1)


@lru_cache(maxsize=4096)
def _tag(text: str) -> str:
    tag: str = _resolver.resolve(yaml.ScalarNode, text, (True, False))
    return tag.rpartition(":")[2]


def is_plain_text(text: str) -> bool:
    """Tell whether YAML reads this unquoted scalar as the text that it is.

    >>> is_plain_text("tenant"), is_plain_text("no"), is_plain_text("1990-01-01")
    (True, False, True)
    """
    return _tag(text) in ("str", "timestamp")


def _read_int(text: str) -> int:
    return int(_constructor.construct_yaml_int(yaml.ScalarNode("", text)))


def _read_float(text: str) -> float:
    return float(_constructor.construct_yaml_float(yaml.ScalarNode("", text)))


_resolver: Any = yaml.resolver.Resolver()
_constructor: Any = yaml.constructor.SafeConstructor()
READERS: dict[str, Any] = {
    "str": str,
    "timestamp": str,
    "null": lambda text: None,
    "bool": lambda text: _constructor.bool_values[text.lower()],
    "int": _read_int,
    "float": _read_float,
}
