"""`/api/v1`: HTTP around the service, and the headers that let other sites call it."""

import re
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from contrib_app import errors, security
from contrib_app.api import contributing
from contrib_app.api.openapi import description
from contrib_app.api.problems import Refused, Wrong, unreadable
from contrib_app.api.reading import read_json
from contrib_app.api.service import Service
from contrib_app.contributions.simulators import Simulator, find_simulator
from contrib_app.database import get_session

PREFIX = "/api/v1"
IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
bp = Blueprint("api", __name__, url_prefix=PREFIX)

TITLES = {
    404: ("adresse", "cette adresse n'existe pas : voyez /api/v1/openapi.json."),
    405: ("méthode", "cette adresse ne se demande pas ainsi : voyez /api/v1/openapi.json."),
    413: ("corps", "une demande a 64 kilo-octets au plus."),
    500: ("service", "une erreur est survenue de notre côté."),
}


def init_app(app: Flask) -> None:
    """Open the API to all sites: it knows nobody, keeps nothing and reads no cookie."""
    app.extensions["api"] = Service()
    app.register_blueprint(bp)
    security.without_session(app, bp)
    security.open_to_other_sites(app, bp)
    errors.answered_by(app, f"{PREFIX}/", http_error)


@bp.post("/simulations", provide_automatic_options=False)
def simulate() -> Response:
    service: Service = current_app.extensions["api"]
    return jsonify(service.simulate(posted_json(), current_app.extensions["engine"]))


def posted_json() -> Any:
    """Return the JSON of the request. Raises Refused."""
    if request.mimetype != "application/json":
        wrong = Wrong("Content-Type", "envoyez du JSON, annoncé « application/json ».")
        raise Refused(415, "Ce format n'est pas lu", [wrong])
    if request.content_encoding:
        raise unreadable("envoyez ce corps sans compression.", 415)
    return read_json(request.get_data())


@bp.route("/simulations", methods=["OPTIONS"], provide_automatic_options=False)
def allow_other_sites() -> Response:
    """Answer the question that a browser asks before it posts JSON to another site."""
    response = Response(status=204, mimetype="application/json")
    response.headers["Allow"] = "POST, OPTIONS"
    response.headers["Access-Control-Allow-Methods"] = "POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


@bp.post("/contributions", provide_automatic_options=False)
def contribute() -> tuple[Response, int, dict[str, str]]:
    session, service = get_session(), current_app.extensions["api"]
    simulator = signed_simulator(session)
    key = request.headers.get("Idempotency-Key", "")
    if not IDEMPOTENCY_KEY.fullmatch(key):
        wrong = Wrong("Idempotency-Key", "donnez une clé de 8 à 64 lettres, chiffres ou tirets.")
        raise Refused(400, "La demande n'a pas pu être lue", [wrong])
    given, body = posted_json(), request.get_data(cache=False)
    draft = contributing.propose(
        session,
        service,
        current_app.extensions["engine"],
        simulator,
        body=body,
        given=given,
        idempotency_key=key,
        secret=current_app.config["SECRET_KEY"],
    )
    session.commit()
    page = url_for("contributions.preview", token=draft.token, _external=True)
    return jsonify({"state": draft.state.value, "page": page}), 201, {"Location": page}


def signed_simulator(session: Session) -> Simulator:
    """Return the simulator whose token came with the request. Raises Refused."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    simulator = find_simulator(session, token) if scheme.lower() == "bearer" else None
    if simulator is None:
        wrong = Wrong("Authorization", "envoyez « Bearer » et le jeton de votre simulateur.")
        raise Refused(401, "Ce simulateur n'est pas connu", [wrong])
    return simulator


@bp.get("/openapi.json")
def openapi() -> Response:
    return jsonify(description())


@bp.get("/widget.js")
def widget() -> Response:
    """Serve the script that other sites include: it frames the simulator where it stands."""
    return current_app.send_static_file("embed.js")


@bp.errorhandler(Refused)
def refused(error: Refused) -> Response:
    return problem(error)


def http_error(error: HTTPException) -> Response:
    """Put what Flask refuses in the words of the API."""
    code = 413 if isinstance(error, RequestEntityTooLarge) else error.code or 500
    wrong = Wrong(*TITLES.get(code, ("demande", "cette demande n'a pas pu être lue.")))
    return problem(Refused(code, "La demande n'est pas servie", [wrong]))


def problem(error: Refused) -> Response:
    response = jsonify(error.body)
    response.status_code = error.status
    response.mimetype = "application/problem+json"
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return _opened(response)


@bp.after_request
def _opened(response: Response) -> Response:
    """Let any site read the answer: it holds nothing that its reader has not sent."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
