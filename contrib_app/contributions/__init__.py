"""A result that somebody knows better → a short anonymous case, and its follow-up."""

from flask import Flask

from contrib_app.accounts.throttle import Throttle
from contrib_app.contributions.views import bp
from contrib_app.limits import Limit

__all__ = ["bp", "init_app"]


def init_app(app: Flask) -> None:
    """Bound what one address does: codes that it guesses, cases that it prepares."""
    app.extensions["code_throttle"] = Throttle(tries=20)
    app.extensions["contribution_limit"] = Limit(count=30, seconds=3600.0, total=500)
