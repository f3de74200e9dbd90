"""A result that somebody knows better → a short anonymous case, and its follow-up."""

from flask import Flask

from contrib_app.accounts.throttle import Throttle
from contrib_app.contributions.views import bp

__all__ = ["bp", "init_app"]


def init_app(app: Flask) -> None:
    """Whoever guesses follow-up codes is slowed down after twenty."""
    app.extensions["code_throttle"] = Throttle(tries=20)
