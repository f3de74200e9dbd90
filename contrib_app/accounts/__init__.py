"""Who is signed in, and for which institution."""

from datetime import timedelta

from flask import Flask
from flask_login import LoginManager
from sqlalchemy.orm import Session

from contrib_app.accounts import oidc, sign_ins
from contrib_app.accounts.models import Reviewer
from contrib_app.accounts.throttle import Throttle
from contrib_app.accounts.views import bp
from contrib_app.database import get_session, writing

__all__ = ["bp", "init_app"]


def init_app(app: Flask) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=8)
    app.extensions["sign_in_throttle"] = Throttle()
    oidc.init_app(app, app.config["SETTINGS"].oidc)
    manager = LoginManager(app)
    manager.login_view = "accounts.sign_in"
    manager.login_message = ""
    manager.session_protection = None

    @manager.user_loader
    def load(token: str) -> Reviewer | None:
        session = get_session()
        if sign_ins.is_to_mark(session, token):
            session.rollback()  # SQLite would refuse to write after this session's read
            with Session(writing(app.extensions["database"])) as marking:
                sign_ins.mark(marking, token)
                marking.commit()
        return sign_ins.find(session, token)
