"""What every answer carries, and what every change must show.

Citizens have no session and no cookie: the secret address of their simulation says who they are,
and a form posted by another site is told by the browser (Sec-Fetch-Site, else Origin). Reviewers
have a session, and CSRF tokens on top. A public blueprint says so with `without_session`; one that
other sites call says so with `open_to_other_sites`, one that chosen sites show in a frame with
`embeddable`.
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
        "base-uri 'none'",
    )
)


def init_app(app: Flask, csrf: CSRFProtect) -> None:
    app.extensions["csrf_protect"] = csrf
    app.extensions["open_blueprints"] = set()
    app.extensions["embeddable_blueprints"] = set()
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)


def without_session(app: Flask, blueprint: Blueprint) -> None:
    """Spare a public blueprint the CSRF tokens, that would need a cookie."""
    csrf: CSRFProtect = app.extensions["csrf_protect"]
    csrf.exempt(blueprint)


def open_to_other_sites(app: Flask, blueprint: Blueprint) -> None:
    """Let other sites post to a blueprint that knows nobody and changes nothing."""
    app.extensions["open_blueprints"].add(blueprint.name)


def embeddable(app: Flask, blueprint: Blueprint) -> None:
    """Let the sites of the settings show a blueprint's pages in a frame."""
    app.extensions["embeddable_blueprints"].add(blueprint.name)


def _refuse_other_sites() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.blueprint in current_app.extensions["open_blueprints"]:
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
    policy = f"{CONTENT_POLICY}; frame-ancestors {_frame_ancestors()}"
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.endpoint not in ("static", "bootstrap.static"):
        response.headers["Cache-Control"] = "no-store"
    if current_app.config.get("SESSION_COOKIE_SECURE"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _frame_ancestors() -> str:
    hosts = current_app.config["SETTINGS"].embedded_by
    if hosts and request.blueprint in current_app.extensions["embeddable_blueprints"]:
        return " ".join(hosts)
    return "'none'"
