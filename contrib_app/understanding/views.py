"""The pages that explain a simulation: why, and how it moves."""

from flask import Blueprint, abort, current_app, redirect, url_for

from contrib_app.database import get_session
from contrib_app.engine import EngineError, StillComputing
from contrib_app.simulator import household
from contrib_app.simulator import service as simulations
from contrib_app.simulator.incomes import INCOMES
from contrib_app.simulator.results import block_for
from contrib_app.simulator.views import known, not_computed, shown_to, waiting
from contrib_app.simulator.wording import number, person_words
from contrib_app.understanding import picture, service, wording

bp = Blueprint("understanding", __name__)


@bp.get("/simulation/<simulation_id>/pourquoi/<variable>")
def why(simulation_id: str, variable: str):
    simulation = complete(simulation_id)
    if simulation is None:
        return redirect(url_for("simulator.results", simulation_id=simulation_id), 303)
    benefits = simulations.benefits_of(simulation)
    benefit = next((one for one in benefits if one.variable == variable), None) or abort(404)
    engine = current_app.extensions["engine"]
    try:
        computed = simulations.results_of(simulation, engine)
        block = block_for(benefit, simulation, computed)
        found = service.why(simulation, benefit, engine)
        readings = simulations.uncertainties_of(variable, engine)
    except StillComputing:
        return waiting(simulation)
    except EngineError as error:
        return not_computed(simulation, error)
    lines = wording.condition_lines(found.conditions)
    return shown_to(
        simulation,
        "understanding/why.html",
        benefit=benefit,
        block=block,
        unmet=[line for line in lines if not line["met"]],
        met=[line for line in lines if line["met"]],
        change=wording.change_words(found.change, block.open),
        readings=readings,
    )


@bp.get("/simulation/<simulation_id>/courbe")
def curve(simulation_id: str):
    simulation = complete(simulation_id)
    if simulation is None:
        return redirect(url_for("simulator.results", simulation_id=simulation_id), 303)
    try:
        found = service.curve(simulation, current_app.extensions["engine"])
    except StillComputing:
        return waiting(simulation)
    except EngineError as error:
        return not_computed(simulation, error)
    return shown_to(
        simulation,
        "understanding/curve.html",
        curve=found,
        picture=picture.picture_of(found),
        income=INCOMES[found.kind].label,
        whose=person_words(found.who),
        number=number,
    )


def complete(simulation_id: str):
    """Return a simulation whose results are known, away from the session, or None."""
    session = get_session()
    simulation = known(simulation_id)
    if simulation.results is None or household.missing_page(simulation.answers):
        return None
    session.expunge(simulation)
    session.rollback()
    return simulation
