"""Texts in the language of whoever reads them, for code that knows no HTTP.

The web application says how to translate, request by request; elsewhere a text is as it is.
"""

from collections.abc import Callable
from contextvars import ContextVar

_translate: ContextVar[Callable[[str], str]] = ContextVar("translate", default=str)


def translated(text: str) -> str:
    """Return a text in the language of the page being made.

    >>> translated("Votre foyer")
    'Votre foyer'
    """
    return _translate.get()(text)


def speak_through(translate: Callable[[str], str]) -> None:
    """Translate with this, until the end of the request."""
    _translate.set(translate)
