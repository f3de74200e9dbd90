"""What every answer carries, and what every change must show.

Citizens have no session and no cookie: the secret address of their simulation says who they are,
and a form posted by another site is told by the browser (Sec-Fetch-Site, else Origin). Reviewers
have a session, and CSRF tokens on top. A public blueprint says so with `without_session`.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def init_app(app: Flask, csrf: CSRFProtect) -> None:
    app.extensions["csrf_protect"] = csrf
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)


def without_session(app: Flask, blueprint: Blueprint) -> None:
    """Spare a public blueprint the CSRF tokens, that would need a cookie."""
    csrf: CSRFProtect = app.extensions["csrf_protect"]
    csrf.exempt(blueprint)


def _refuse_other_sites() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign:
        abort(403)


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.endpoint not in ("static", "bootstrap.static"):
        response.headers["Cache-Control"] = "no-store"
    if current_app.config.get("SESSION_COOKIE_SECURE"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
