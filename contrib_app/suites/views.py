"""The public pages of the published cases."""

from flask import Blueprint, abort, render_template

from contrib_app.catalogue import find_benefit
from contrib_app.contributions import wording
from contrib_app.database import get_session
from contrib_app.simulator.wording import plural
from contrib_app.suites import service

bp = Blueprint("suites", __name__, url_prefix="/cas")


@bp.get("")
def index():
    return render_template("suites/index.html", suites=service.suites(get_session()), count=plural)


@bp.get("/<variable>")
def show(variable: str):
    session = get_session()
    benefit = find_benefit(variable) or abort(404)
    return render_template(
        "suites/show.html",
        benefit=benefit,
        cases=service.cases_of(session, variable),
        coverage=service.coverage_of(session, variable),
        evidence=wording.EVIDENCE,
    )
