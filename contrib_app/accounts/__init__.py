"""Who is signed in."""

from datetime import timedelta

from flask import Flask
from flask_login import LoginManager

from contrib_app.accounts.models import Reviewer
from contrib_app.accounts.service import Throttle
from contrib_app.accounts.views import bp
from contrib_app.database import get_session

__all__ = ["bp", "init_app"]


def init_app(app: Flask) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=8)
    app.extensions["sign_in_throttle"] = Throttle()
    manager = LoginManager(app)
    manager.login_view = "accounts.sign_in"
    manager.login_message = ""
    manager.session_protection = None

    @manager.user_loader
    def load(reviewer_id: str) -> Reviewer | None:
        reviewer = get_session().get(Reviewer, int(reviewer_id)) if reviewer_id.isdigit() else None
        return reviewer if reviewer and reviewer.active else None
