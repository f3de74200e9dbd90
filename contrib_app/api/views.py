"""`/api/v1`: HTTP around the service, and the headers that let other sites call it."""

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from contrib_app import errors, security
from contrib_app.api.openapi import description
from contrib_app.api.problems import Refused, Wrong, unreadable
from contrib_app.api.reading import read_json
from contrib_app.api.service import Service

PREFIX = "/api/v1"
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
    if request.mimetype != "application/json":
        wrong = Wrong("Content-Type", "envoyez du JSON, annoncé « application/json ».")
        raise Refused(415, "Ce format n'est pas lu", [wrong])
    if request.content_encoding:
        raise unreadable("envoyez ce corps sans compression.", 415)
    given = read_json(request.get_data(cache=False))
    return jsonify(service.simulate(given, current_app.extensions["engine"]))


@bp.route("/simulations", methods=["OPTIONS"], provide_automatic_options=False)
def allow_other_sites() -> Response:
    """Answer the question that a browser asks before it posts JSON to another site."""
    response = Response(status=204, mimetype="application/json")
    response.headers["Allow"] = "POST, OPTIONS"
    response.headers["Access-Control-Allow-Methods"] = "POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


@bp.get("/openapi.json")
def openapi() -> Response:
    return jsonify(description())


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
