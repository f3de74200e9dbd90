"""Tables of real decisions, compared with the rules."""

from flask import Flask

from contrib_app.tables.views import allow_large_files, bp

__all__ = ["bp", "init_app"]


def init_app(app: Flask) -> None:
    app.before_request(allow_large_files)
