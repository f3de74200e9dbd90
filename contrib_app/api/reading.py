"""Bytes → JSON values, strictly: what JSON leaves to each reader's taste is refused here."""

import json
import re
from typing import Any

from contrib_app.api.problems import echo, unreadable

DEEPEST = 8
LONGEST_NUMBER = 20
STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def read_json(body: bytes) -> Any:
    """Return the values of a JSON text. Raises Refused, which says what is wrong with it."""
    if _depth(body) > DEEPEST:
        raise unreadable(f"ce JSON a plus de {DEEPEST} niveaux ; une situation en a 5.")
    try:
        return json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_without_repetition,
            parse_constant=_no_constant,
            parse_int=_whole,
            parse_float=_decimal,
        )
    except UnicodeDecodeError:
        raise unreadable("ce texte n'est pas en UTF-8.") from None
    except (ValueError, RecursionError):
        raise unreadable("ce texte n'est pas du JSON.") from None


def _depth(body: bytes) -> int:
    """Return how many brackets are open at once, at most: nothing is built to know it."""
    deepest = depth = 0
    for one in STRING.sub(b"", body):
        if one in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif one in b"]}":
            depth -= 1
    return deepest


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise unreadable(f"« {echo(twice)} » est donné deux fois au même endroit.")
    return found


def _no_constant(name: str) -> Any:
    raise unreadable(f"{name} n'est pas un nombre de JSON.")


def _whole(text: str) -> int:
    return int(_short(text))


def _decimal(text: str) -> float:
    return float(_short(text))


def _short(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise unreadable(f"un nombre a {LONGEST_NUMBER} caractères au plus.")
    return text
