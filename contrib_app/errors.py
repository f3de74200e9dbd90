"""Error pages: what happened and what to do, in French; and a log without personal data."""

import logging
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from flask import Flask, current_app, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

log = logging.getLogger("mesaides.web")

PAGES = {
    400: (
        "La demande est incomplète",
        "Le formulaire envoyé n'a pas pu être lu. Revenez à la page précédente et recommencez.",
    ),
    403: (
        "Cette action n'est pas permise",
        "Le formulaire ne vient pas de ce site, ou votre compte n'a pas accès à cette page. "
        "Revenez à la page précédente, rechargez-la et recommencez.",
    ),
    404: (
        "Cette page n'existe pas ou n'existe plus",
        "Une simulation est effacée un jour après la dernière réponse. Vérifiez l'adresse, "
        "ou commencez une nouvelle simulation.",
    ),
    405: ("Cette page ne s'ouvre pas ainsi", "Revenez à la page précédente et recommencez."),
    413: (
        "Ce que vous envoyez est trop long",
        "Un formulaire ne peut pas dépasser 64 kilo-octets. Revenez en arrière et raccourcissez.",
    ),
    429: ("Trop d'essais", "Attendez quelques minutes avant de recommencer."),
    500: (
        "Une erreur est survenue de notre côté",
        "Vos réponses sont conservées. Revenez à la page précédente dans quelques instants.",
    ),
    503: (
        "Le service est très demandé",
        "Vos réponses sont conservées. Rechargez cette page dans quelques instants.",
    ),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def answered_by(app: Flask, prefix: str, answer: Callable[[HTTPException], Any]) -> None:
    """Let a part of the application put the errors of its addresses in its own words."""
    app.extensions.setdefault("http_errors", {})[prefix] = answer


def _http_error(error: HTTPException) -> Any:
    if error.code in (401, 403):
        log.warning("refused with %s: %s", error.code, request.endpoint)
    for prefix, answer in current_app.extensions.get("http_errors", {}).items():
        if request.path.startswith(prefix):
            return answer(error)
    code = error.code or 500
    title, text = PAGES.get(code, PAGES[500] if code >= 500 else PAGES[400])
    return render_template("errors/error.html", title=title, text=text, code=code), code


def _database_error(error: OperationalError) -> Any:
    """A database that is full, busy or away: nothing was kept, and it may come back at once."""
    log.error("the database does not answer: %s", type(error.orig).__name__)
    return _http_error(ServiceUnavailable())


def _log_exception(
    exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
) -> None:
    """Log where an error happened, never the message or the values: they may quote a household."""
    kind, _, trace = exc_info
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-4:]]
    log.error("%s at %s (%s)", kind.__name__ if kind else "error", places, request.endpoint)
