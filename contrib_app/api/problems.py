"""What is wrong with a request, as RFC 9457 has it: each time the field, and what instead."""

from dataclasses import dataclass
from typing import Any

MOST_ERRORS = 20
LONGEST_ECHO = 40
BODY = "corps"


@dataclass(frozen=True)
class Wrong:
    """One thing wrong: where (`situation.individus.a.age`), and what to do instead, in French."""

    field: str
    message: str


class Refused(Exception):
    """A request that is not computed: a status, and what is wrong with it."""

    def __init__(self, status: int, title: str, wrong: list[Wrong], retry_after: int | None = None):
        super().__init__(title)
        self.status = status
        self.title = title
        self.wrong = wrong
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, Any]:
        """Return the members of `application/problem+json`."""
        shown = self.wrong[:MOST_ERRORS]
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": " ".join(f"{one.field} : {one.message}" for one in shown[:3]),
            "errors": [{"field": one.field, "message": one.message} for one in shown],
        }


def unreadable(message: str, status: int = 400) -> Refused:
    """Return the refusal of a body that cannot be read at all."""
    return Refused(status, "La demande n'a pas pu être lue", [Wrong(BODY, message)])


def place(*path: str) -> str:
    """Return where a value is, each name shortened and made harmless.

    >>> place("situation", "individus", "x" * 50)
    'situation.individus.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
    """
    return ".".join(echo(name) or "(vide)" for name in path)


def echo(text: str) -> str:
    """Return the beginning of what somebody sent, without what a screen or a log would obey."""
    plain = "".join(one if one.isprintable() else "�" for one in text[:LONGEST_ECHO])
    return plain + ("…" if len(text) > LONGEST_ECHO else "")
