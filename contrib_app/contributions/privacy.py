"""What must not be published: passages of a text that look like somebody. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A passage that may name somebody: what it looks like, and the words themselves."""

    kind: str
    text: str


PATTERNS = {
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "IBAN": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    "téléphone": re.compile(r"(?<!\d)(?:\+33 ?|0033 ?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)"),
    "numéro d'allocataire": re.compile(r"(?<![\d])\d{7} ?[A-Z]\b"),
    "adresse": re.compile(
        r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|allée|impasse|chemin)"
        r" \w+",
        re.IGNORECASE,
    ),
}
NIR = re.compile(
    r"(?<!\d)([12](?:[ .]?\d){4}[ .]?(?:\d|2[AB])[ .]?[\dAB](?:[ .]?\d){6})"
    r"(?:[ .]?(\d{2}))?(?!\d)"
)


def passages(text: str) -> Iterator[Passage]:
    """Yield what looks personal in a text.

    >>> [one.kind for one in passages("Mme X, 06 12 34 56 78, x@free.fr")]
    ['e-mail', 'téléphone']
    """
    for kind, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            yield Passage(kind, found.group())
    for found in NIR.finditer(text):
        if _is_nir(found.group(1), found.group(2)):
            yield Passage("numéro de sécurité sociale", found.group())


def _is_nir(body: str, key: str | None) -> bool:
    """Tell whether thirteen figures, and their key if it is there, are those of a NIR."""
    plain = re.sub(r"[ .]", "", body)
    number = int(plain.replace("2A", "19").replace("2B", "18")) if plain[:7] else 0
    if key is not None:
        return 97 - number % 97 == int(key)
    month = int(plain[3:5]) if plain[3:5].isdigit() else 0
    return 1 <= month <= 12 or 20 <= month <= 42
