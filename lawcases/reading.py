"""YAML text → cases, with the line of what is wrong. Nothing read can execute anything."""

import math
from collections.abc import Collection
from pathlib import Path
from typing import Any

from lawcases.case import Case, Key, Margins
from lawcases.doubts import KeywordText, WideMargin
from lawcases.errors import (
    BadMargin,
    CaseError,
    MissingOutput,
    NoCase,
    NotAllowed,
    NotYaml,
    Place,
    TooLarge,
    UnexpectedType,
    UnknownKey,
)
from lawcases.plain_yaml import MAX_CHARACTERS, Node, parse

KEYS = (
    "name",
    "description",
    "keywords",
    "period",
    "absolute_error_margin",
    "relative_error_margin",
    "max_spiral_loops",
    "reforms",
    "extensions",
    "parameters",
    "input",
    "output",
)
POWERFUL_KEYS = frozenset({"reforms", "extensions", "parameters"})
MARGIN_KEYS = ("absolute_error_margin", "relative_error_margin")

# OpenFisca walks through each period of `unit:start:size`: a large size never ends.
MAX_PERIOD_SIZES = {"year": 100, "month": 1200, "week": 5300, "day": 36600, "weekday": 36600}
MAX_SPIRAL_LOOPS = 100
MAX_AXES_CELLS = 1000
MAX_INSTANCES = 1000
# A margin so wide that the case would accept nearly anything.
WIDE_MARGINS = {"absolute_error_margin": 10_000, "relative_error_margin": 1}


def read_file(path: Path, *, allow: Collection[str] = ()) -> list[Case]:
    """Return the cases of a file. Raises CaseError, with the line, when it cannot be accepted."""
    return read_cases(read_text(path), file=str(path), allow=allow)


def read_text(path: Path) -> str:
    """Return the text of a file, bounded. Raises NotYaml when it is not text."""
    try:
        with path.open("rb") as stream:
            content = stream.read(4 * MAX_CHARACTERS + 1)
    except OSError as error:
        raise NotYaml(error.strerror or "it cannot be opened", Place(str(path), 1)) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotYaml("it is not encoded in UTF-8", Place(str(path), line)) from None


def read_cases(text: str, *, file: str = "<text>", allow: Collection[str] = ()) -> list[Case]:
    """Return the cases of a YAML text, in order.

    `reforms`, `extensions` and `parameters` are refused unless named in `allow`. `file` is only
    what messages call the text.

    >>> [case] = read_cases("period: 2024-01\\ninput: {rent: 100}\\noutput: {aid: 10}")
    >>> case.output, case.where("output", "aid")
    ({'aid': 10}, Place(file='<text>', line=3))
    """
    document = parse(text, file)
    root = document.root
    nodes = root.value if isinstance(root.value, list) else [root]
    if not nodes:
        raise NoCase(Place(file, root.line))
    lines = [node.line for node in nodes] + [math.inf]
    return [
        _Reader(file, allow).case(
            node,
            [d for d in document.doubts if d.place and lines[i] <= d.place.line < lines[i + 1]],
        )
        for i, node in enumerate(nodes)
    ]


class _Reader:
    def __init__(self, file: str, allow: Collection[str]):
        self.file = file
        self.allow = allow
        self.lines: dict[tuple[Key, ...], int] = {}
        self.doubts: list[CaseError] = []

    def case(self, node: Node, doubts: list[CaseError]) -> Case:
        """Return the case of one mapping."""
        place = self._place(node)
        if node.value is None:
            raise NoCase(place)
        if not isinstance(node.value, dict):
            raise UnexpectedType("a test case", "a mapping of keys", node.value, place)
        for key, value in node.value.items():
            if key not in KEYS:
                raise UnknownKey(str(key), KEYS, self._place(value))
            if key in POWERFUL_KEYS and value.value is not None and key not in self.allow:
                raise NotAllowed(str(key), self._place(value))
        parts: dict[str, Node] = node.value
        self.doubts += doubts
        return Case(
            name=self._text(parts, "name") or "",
            description=self._text(parts, "description"),
            keywords=self._texts(parts, "keywords"),
            period=self._period(parts),
            absolute_error_margin=self._margins(parts, "absolute_error_margin"),
            relative_error_margin=self._margins(parts, "relative_error_margin"),
            max_spiral_loops=self._spiral_loops(parts),
            reforms=self._texts(parts, "reforms"),
            extensions=self._texts(parts, "extensions"),
            parameters=self._parameters(parts),
            input=self._input(parts),
            output=self._output(parts, place),
            place=place,
            lines=self.lines,
            doubts=self.doubts,
        )

    def _text(self, parts: dict[str, Node], key: str) -> str | None:
        """Return a text as it is written, even where YAML reads `2021` or `no` otherwise."""
        node = parts.get(key)
        if node is None or node.value is None:
            return None
        self.lines[key,] = node.line
        return self._scalar_text(node, repr(key))

    def _texts(self, parts: dict[str, Node], key: str) -> list[str]:
        node = parts.get(key)
        if node is None or node.value is None:
            return []
        self.lines[key,] = node.line
        if key == "keywords" and not isinstance(node.value, list):
            self.doubts.append(KeywordText(node.text, self._place(node)))
        items = node.value if isinstance(node.value, list) else [node]
        return [self._scalar_text(item, f"each of {key!r}") for item in items]

    def _scalar_text(self, node: Node, what: str) -> str:
        if node.text is None:
            raise UnexpectedType(what, "a text", "a list or a mapping", self._place(node))
        return node.text

    def _period(self, parts: dict[str, Node]) -> str | int | None:
        node = parts.get("period")
        if node is None or node.value is None:
            return None
        self.lines["period",] = node.line
        if isinstance(node.value, bool) or not isinstance(node.value, str | int):
            found = "a list or a mapping" if node.text is None else node.value
            raise UnexpectedType("'period'", "a period such as 2024-01", found, self._place(node))
        self._check_period_size(node.value, node)
        return node.value

    def _margins(self, parts: dict[str, Node], key: str) -> Margins:
        node = parts.get(key)
        if node is None or node.value is None:
            return None
        self.lines[key,] = node.line
        if not isinstance(node.value, dict):
            return self._margin(key, node)
        if "default" not in node.value:
            problem = "a mapping of margins needs a 'default'"
            raise BadMargin(key, problem, self._place(node))
        for variable, value in node.value.items():
            self.lines[key, variable] = value.line
        return {
            str(variable): None if value.value is None else self._margin(key, value)
            for variable, value in node.value.items()
        }

    def _margin(self, key: str, node: Node) -> float:
        value = node.value
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                value = math.nan
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value < math.inf:
            raise BadMargin(key, f"{node.text} is not a positive number", self._place(node))
        if value > WIDE_MARGINS[key]:
            self.doubts.append(WideMargin(key, node.text, self._place(node)))
        return float(value) if isinstance(node.value, str) else value

    def _spiral_loops(self, parts: dict[str, Node]) -> int | None:
        node = parts.get("max_spiral_loops")
        if node is None or node.value is None:
            return None
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            found = node.text or "a list or a mapping"
            raise UnexpectedType("'max_spiral_loops'", "a whole number", found, self._place(node))
        if value > MAX_SPIRAL_LOOPS:
            raise TooLarge("loops in a spiral", MAX_SPIRAL_LOOPS, self._place(node))
        return value

    def _input(self, parts: dict[str, Node]) -> dict[Key, Any]:
        situation = self._mapping(parts, "input")
        self._check_axes(situation)
        return situation

    def _output(self, parts: dict[str, Node], place: Place) -> dict[Key, Any]:
        node = parts.get("output")
        if node is None or not node.value:
            raise MissingOutput(self._place(node) if node else place)
        return self._mapping(parts, "output")

    def _parameters(self, parts: dict[str, Node]) -> dict[Key, Any] | None:
        node = parts.get("parameters")
        if node is None or node.value is None:
            return None
        return self._mapping(parts, "parameters")

    def _mapping(self, parts: dict[str, Node], key: str) -> dict[Key, Any]:
        node = parts.get(key)
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            found = "a list" if node.text is None else node.value
            raise UnexpectedType(repr(key), "a mapping", found, self._place(node))
        plain: dict[Key, Any] = self._plain(node, (key,))
        return plain

    def _plain(self, node: Node, path: tuple[Key, ...]) -> Any:
        self.lines[path] = node.line
        if isinstance(node.value, dict):
            if len(node.value) > MAX_INSTANCES and path[0] != "parameters":
                raise TooLarge("entries in one mapping", MAX_INSTANCES, self._place(node))
            for key, child in node.value.items():
                self._check_period_size(key, child)
            return {key: self._plain(child, (*path, key)) for key, child in node.value.items()}
        if isinstance(node.value, list):
            return [self._plain(item, (*path, i)) for i, item in enumerate(node.value)]
        return node.value

    def _check_period_size(self, period: Key, node: Node) -> None:
        unit, _, rest = str(period).partition(":")
        limit = MAX_PERIOD_SIZES.get(unit)
        if limit is None:
            return
        try:
            size = int(rest.rpartition(":")[2])
        except ValueError:
            return  # no size, or none that OpenFisca could read either
        if ":" in rest and size > limit:
            raise TooLarge(f"{unit}s in a period", limit, self._place(node))

    def _check_axes(self, situation: dict[Key, Any]) -> None:
        """Bound what OpenFisca multiplies: each group of axes by the others."""
        axes = situation.get("axes")
        cells = 1
        for group in axes if isinstance(axes, list) else [axes]:
            cells *= max([1, *_counts(group)])
            if cells > MAX_AXES_CELLS:
                place = Place(self.file, self.lines["input", "axes"])
                raise TooLarge("situations made by axes", MAX_AXES_CELLS, place)

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.line)


def _counts(axes: Any) -> list[int]:
    """Return every `count` found in a group of axes, whatever its shape."""
    if isinstance(axes, dict):
        count = axes.get("count")
        return [math.ceil(count)] if isinstance(count, int | float) else []
    if isinstance(axes, list):
        return [count for axis in axes for count in _counts(axis)]
    return []
