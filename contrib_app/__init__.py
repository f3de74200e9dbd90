"""The web application: questionnaire, results, contribution, review, publication."""

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from contrib_app import (
    accounts,
    contributions,
    database,
    errors,
    hooks,
    reviews,
    security,
    simulator,
    suites,
    tables,
    translating,
    understanding,
)
from contrib_app.api import views as api
from contrib_app.config import Settings, read_settings
from contrib_app.engine import Engine


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application. It computes nothing itself: see `contrib_app.engine`."""
    settings = settings or read_settings()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        MAX_FORM_PARTS=600,
        SESSION_COOKIE_SECURE=settings.is_public,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_public else "session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    app.extensions["engine"] = Engine(settings.socket, patience=8 * settings.compute_seconds)

    database.init_app(app, database.make_engine(settings.database_url))
    Bootstrap5(app)
    tables.init_app(app)
    translating.init_app(app)
    security.init_app(app, CSRFProtect(app))
    errors.init_app(app)
    accounts.init_app(app)
    contributions.init_app(app)
    for public in (simulator.bp, understanding.bp, contributions.bp, hooks.bp, suites.bp):
        app.register_blueprint(public)
        security.without_session(app, public)
        security.embeddable(app, public)
    api.init_app(app)
    for signed_in in (accounts.bp, reviews.bp, tables.bp):
        app.register_blueprint(signed_in)
    return app
