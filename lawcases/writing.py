"""Cases → YAML: fixed key order, no default value, stable for git, readable by a person.

A leaf that fits on a line is on a line (`child: {age: 8}`); the rest is a key per line.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lawcases.case import Case
from lawcases.errors import CaseError, NotWritable, shown
from lawcases.plain_yaml import is_plain_text
from lawcases.reading import KEYS, POWERFUL_KEYS, read_cases

WIDTH = 100
INDENT = "  "

# Texts that need no quotes anywhere, inside `{}` and `[]` too.
SAFE_TEXT = re.compile(r"[^\W_](?:[\w +*/.()%€'’«»°-]*[\w+*/.()%€'’«»°])?")
ONLY_WITHOUT_FLOW = re.compile(r"[^\W_](?:[\w +*/.()%€'’«»°,;:!?\"=-]*[\w+*/.()%€'’«»°,;!?\"=])?")
PRINTABLE_LINES = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
    r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*"
)
TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_cases(cases: Iterable[Case]) -> str:
    """Return the YAML of the cases: a mapping for one, a list for several.

    The text is read again before it is returned, so what is written always says the same thing.
    Raises NotWritable for what cannot be.

    >>> case = Case("Two rents", "2024-01", {"rent": [100, 200]}, {"aid": [10, 20]})
    >>> print(write_cases([case]), end="")
    name: Two rents
    period: 2024-01
    input:
      rent: [100, 200]
    output:
      aid: [10, 20]
    """
    cases = list(cases)
    if not cases:
        raise NotWritable("there is no case to write")
    if len(cases) == 1:
        text = "\n".join(_case_lines(cases[0])) + "\n"
    else:
        text = "\n".join("\n".join(_as_item(_case_lines(case))) + "\n" for case in cases)
    _check_same(cases, text)
    return text


def _check_same(cases: Sequence[Case], text: str) -> None:
    try:
        again = read_cases(text, allow=POWERFUL_KEYS)
    except CaseError as error:
        raise NotWritable(f"this case could not be read again: {error.message}") from error
    for case, copy in zip(cases, again, strict=True):
        if case != copy:
            raise NotWritable(f"the case {shown(case.name)} holds what a test file cannot say")


def _case_lines(case: Case) -> list[str]:
    lines: list[str] = []
    for key in KEYS:
        value = getattr(case, key)
        if _is_default(key, value):
            continue
        if key in ("input", "output"):
            lines += [f"{key}:", *_block(value, INDENT)] if value else [f"{key}: {{}}"]
        else:
            lines += _entry(key, value, "")
    return lines


def _is_default(key: str, value: Any) -> bool:
    if key in ("input", "output"):
        return False
    return value is None or (key in ("name", "keywords", "reforms", "extensions") and not value)


def _as_item(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield (("- " if number == 0 else INDENT) + line) if line else ""


def _block(mapping: Mapping[Any, Any], indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _entry(key, value, indent)


def _entry(key: Any, value: Any, indent: str) -> Iterator[str]:
    start = f"{indent}{_scalar(key)}:"
    if isinstance(value, str) and "\n" in value and (literal := _literal(value, indent)):
        yield f"{start} {literal[0]}"
        yield from literal[1:]
        return
    if isinstance(value, Mapping | list | tuple):
        flow = _flow(value)
        if len(start) + 1 + len(flow) <= WIDTH and not _holds_mappings(value):
            yield f"{start} {flow}"
        elif isinstance(value, Mapping):
            yield start
            yield from _block(value, indent + INDENT)
        else:
            yield start
            for item in value:
                yield f"{indent}- {_flow(item)}"
        return
    yield f"{start} {_scalar(value)}"


def _holds_mappings(value: Any) -> bool:
    """Tell whether a mapping holds others: then it is not a leaf, and takes several lines."""
    return isinstance(value, Mapping) and any(
        isinstance(inner, Mapping) and inner for inner in value.values()
    )


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(
            f"{_scalar(key, flow=True)}: {_flow(item)}" for key, item in value.items()
        )
        return "{" + inner + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
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
