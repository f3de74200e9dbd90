"""Two addresses for machines, each with its own secret; neither exists until that secret is set."""

import hashlib
import hmac
import re

from flask import Blueprint, abort, current_app, jsonify, request
from sqlalchemy import select

from contrib_app.contributions.publication import Publication, PullState
from contrib_app.database import get_session
from contrib_app.publishing.learning import NotAReport, keep_report
from contrib_app.work import queue

bp = Blueprint("hooks", __name__, url_prefix="/api/v1/depot")
RULES = re.compile(r"[\w.+-]{1,100}")
LARGEST_REPORT = 4 * 1024 * 1024
LARGEST_NEWS = 1024 * 1024


@bp.post("/junit")
def report():
    """Keep the verdicts of a run of the corpus, posted by the repository's workflow."""
    token = secret("ci_token")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token):
        return jsonify(error="jeton refusé"), 401
    rules = request.args.get("rules", "")
    if not RULES.fullmatch(rules):
        return jsonify(error="rules : la version des règles, par exemple le commit"), 400
    request.max_content_length = LARGEST_REPORT
    session = get_session()
    try:
        count = keep_report(session, request.get_data(), rules)
    except NotAReport:
        return jsonify(error="ce n'est pas un rapport JUnit"), 400
    session.commit()
    return jsonify(cases=count), 200


@bp.post("/nouvelles")
def news():
    """Look at the open pull requests now, since the forge says that something happened.

    Nothing of the message is believed but its signature, so that one sent twice, or long after,
    makes us look again and no more.
    """
    key = secret("webhook_secret")
    request.max_content_length = LARGEST_NEWS
    if not is_signed(request.headers, request.get_data(), key):
        return jsonify(error="signature refusée"), 401
    session = get_session()
    for number in session.scalars(
        select(Publication.id).where(
            Publication.pushed_at.is_not(None),
            Publication.pull_state.in_((PullState.OPEN, PullState.NONE)),
        )
    ).all():
        queue.ask(session, "look", number)
    session.commit()
    return jsonify(accepted=True), 202


def is_signed(headers, body: bytes, key: bytes) -> bool:
    """Tell whether a message bears the mark of GitHub, Gitea, Forgejo (an HMAC), or GitLab."""
    if given := headers.get("X-Gitlab-Token"):
        return hmac.compare_digest(given.encode(), key)
    given = headers.get("X-Hub-Signature-256") or headers.get("X-Gitea-Signature") or ""
    expected = hmac.new(key, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given.removeprefix("sha256=").encode(), expected.encode())


def secret(name: str) -> bytes:
    """Return a secret of the settings; without it, the address does not exist."""
    value: str = getattr(current_app.config["SETTINGS"].publishing, name)
    return value.encode() if value else abort(404)
