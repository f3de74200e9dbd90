"""Other languages: which one a page speaks, and which words of our tables are to be translated.

French is what the code says; another language is a catalogue, made by `make translations`.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any

from flask import Flask, g
from flask_babel import Babel, get_locale, gettext

from contrib_app import tongue

LANGUAGES = ("fr", "en")
IDENTIFIER = re.compile(r"[a-z]+(_\w+)+")


def init_app(app: Flask) -> None:
    Babel(app, default_locale="fr", locale_selector=lambda: g.get("language", "fr"))
    app.jinja_env.globals["get_locale"] = get_locale
    app.before_request(lambda: tongue.speak_through(lambda text: str(gettext(text))))


def speak(language: str | None) -> None:
    """Choose the language of the page being made; French when it is not one of ours."""
    g.language = language if language in LANGUAGES else "fr"


def extract_tables(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, None, str, Sequence[str]]]:
    """Yield the texts of the tables of a module, for Babel: line, function, text, comments.

    They are the values of the dictionaries written at its top, the first argument of the calls
    among these values, and what is given to `translated`. Babel names the parameters.
    """
    module = ast.parse(fileobj.read())
    for statement in module.body:
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and value is not None:
            yield from ((line, None, text, []) for line, text in _texts(value))
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translated":
            for one in ast.walk(node.args[0]):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.lineno, None, one.value, []


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Dict():
            for one in node.values:
                yield from _texts(one)
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(value, ast.Dict):
                    yield key.lineno, str(key.value)
        case ast.BinOp():
            yield from _texts(node.left)
            yield from _texts(node.right)
        case ast.Call() if node.args:
            yield from _texts(node.args[0])
        case ast.Constant(value=str(text)) if text and not IDENTIFIER.fullmatch(text):
            yield node.lineno, text
