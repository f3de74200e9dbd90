"""The pages of the simulator: they translate between a form and the service, and commit."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from contrib_app.database import get_session
from contrib_app.engine import EngineError, StillComputing, TooBusy, TooSlow
from contrib_app.orm import now
from contrib_app.simulator import household, keeping, service, wording
from contrib_app.simulator.built_forms import folded, form_for
from contrib_app.simulator.household import Page
from contrib_app.simulator.models import Simulation
from contrib_app.simulator.neutral import neutral_page
from contrib_app.simulator.results import shown_benefits
from contrib_app.simulator.summary import summary_lines
from contrib_app.tongue import translated
from contrib_app.translating import speak

bp = Blueprint("simulator", __name__)
REFRESH_SECONDS = 1


@bp.get("/")
def home():
    speak(request.args.get("langue"))
    return render_template("simulator/home.html")


@bp.get("/a-propos")
def about():
    return render_template("simulator/about.html")


@bp.post("/simulation")
def start():
    session = get_session()
    simulation = service.start(session, for_other=request.form.get("pour") == "autre")
    simulation.answers = {"langue": {"langue": request.form.get("langue", "fr")[:2]}}
    session.commit()
    return redirect(address(simulation, household.pages({})[0]), 303)


@bp.route("/simulation/<simulation_id>/<step>", methods=["GET", "POST"])
@bp.route("/simulation/<simulation_id>/<step>/<who>", methods=["GET", "POST"])
def question(simulation_id: str, step: str, who: str = ""):
    session = get_session()
    simulation = known(simulation_id)
    page = Page(step, who)
    optional = page in household.refinements(simulation.answers)
    if not optional and page not in household.pages(simulation.answers):
        return redirect(url_for(".summary", simulation_id=simulation_id), 303)

    form = form_for(page, simulation.answers)
    if form.validate_on_submit():
        first_time = page.key not in simulation.answers
        service.answer(simulation, page, form.answers())
        if step == "logement":
            service.settle_commune(simulation)
        session.commit()
        return redirect(following(simulation, page, first_time), 303)

    pages = household.pages(simulation.answers)
    if optional:
        pages = household.refinements(simulation.answers)
    return (
        shown_to(
            simulation,
            "simulator/question.html",
            form=form,
            folded=folded,
            page=page,
            title=wording.page_title(page, simulation.answers),
            month=wording.month_words(simulation.month),
            tax_year=int(simulation.month[:4]) - 2,
            rank=pages.index(page) + 1,
            count=len(pages),
            step_name=translated(wording.STEPS[page.step]),
            optional=optional,
            back=back(simulation, page),
        ),
        400 if form.errors else 200,
    )


@bp.get("/simulation/<simulation_id>/resume")
def summary(simulation_id: str):
    simulation = known(simulation_id)
    lines = summary_lines(simulation.answers)
    return shown_to(
        simulation,
        "simulator/summary.html",
        lines=[(line, address(simulation, line.page)) for line in lines],
        missing=household.missing_page(simulation.answers),
    )


@bp.get("/simulation/<simulation_id>/resultats")
def results(simulation_id: str):
    session = get_session()
    simulation = known(simulation_id)
    missing = household.missing_page(simulation.answers)
    if missing is not None:
        return redirect(address(simulation, missing), 303)
    session.expunge(simulation)
    engine = current_app.extensions["engine"]
    session.rollback()  # nobody waits for the database while this computes
    try:
        computed = service.results_of(simulation, engine)
        shown = shown_benefits(simulation, computed)
        uncertain = {
            benefit.variable: service.uncertainties_of(benefit.variable, engine)
            for benefit in service.benefits_of(simulation)
            if benefit.territory != "France"
        }
    except StillComputing:
        return waiting(simulation)
    except EngineError as error:
        return not_computed(simulation, error)
    service.keep_results(session, simulation)
    session.commit()
    return shown_to(
        simulation,
        "simulator/results.html",
        shown=shown,
        kept=simulation.kept,
        changes=keeping.changes(simulation, computed),
        today_versions=keeping.versions(),
        uncertain=uncertain,
        month=wording.month_words(simulation.month),
        place=household.commune(simulation.answers),
        refinements=[
            (
                wording.page_title(page, simulation.answers),
                address(simulation, page),
                page.key in simulation.answers,
            )
            for page in household.refinements(simulation.answers)
        ],
    )


@bp.get("/simulation/<simulation_id>/feuille")
def sheet(simulation_id: str):
    """Show what is due on one page, to print."""
    simulation = known(simulation_id)
    if simulation.results is None or household.missing_page(simulation.answers):
        return redirect(url_for(".results", simulation_id=simulation_id), 303)
    return shown_to(
        simulation,
        "simulator/sheet.html",
        shown=shown_benefits(simulation, simulation.results["values"]),
        lines=summary_lines(simulation.answers),
        month=wording.month_words(simulation.month),
        place=household.commune(simulation.answers),
        today=f"{now():%d/%m/%Y}",
        versions=keeping.versions(),
    )


@bp.post("/simulation/<simulation_id>/garder")
def keep(simulation_id: str):
    """Keep the results at their address for six months."""
    session = get_session()
    simulation = known(simulation_id)
    if simulation.results is not None:
        keeping.keep(simulation)
        session.commit()
    return redirect(url_for(".results", simulation_id=simulation_id), 303)


@bp.post("/simulation/<simulation_id>/recalculer")
def compute_again(simulation_id: str):
    """Compute again for the present month, with the law of today."""
    session = get_session()
    keeping.compute_again(known(simulation_id))
    session.commit()
    return redirect(url_for(".results", simulation_id=simulation_id), 303)


@bp.get("/simulation/<simulation_id>/situation.json")
def situation(simulation_id: str):
    """Give the situation as OpenFisca reads it, with its month."""
    simulation = known(simulation_id)
    return jsonify({"month": simulation.month, **service.situation_of(simulation)})


@bp.post("/simulation/<simulation_id>/effacer")
def forget(simulation_id: str):
    session = get_session()
    service.forget(session, known(simulation_id))
    session.commit()
    page = render_template("simulator/forgotten.html")
    return page, 200, {"Clear-Site-Data": '"cache", "storage"'}


def shown_to(simulation: Simulation, template: str, **given: Any) -> str:
    """Render a page of a simulation, in words that fit who fills it in."""
    page = render_template(template, simulation=simulation, **given)
    return neutral_page(page) if simulation.for_other else page


def known(simulation_id: str) -> Simulation:
    """Return the simulation of an address, or a page that says it is over."""
    simulation = service.get_simulation(get_session(), simulation_id) or abort(404)
    speak(simulation.answers.get("langue", {}).get("langue"))
    return simulation


def address(simulation: Simulation, page: Page) -> str:
    who: dict[str, Any] = {"who": page.who} if page.who else {}
    return url_for("simulator.question", simulation_id=simulation.id, step=page.step, **who)


def following(simulation: Simulation, page: Page, first_time: bool) -> str:
    """Return where to go after an answer: on with the questions, or back to the summary."""
    if page in household.refinements(simulation.answers):
        return url_for(".results", simulation_id=simulation.id)
    after = household.next_page(simulation.answers, page)
    if after is not None and (not first_time or after.key in simulation.answers):
        after = household.missing_page(simulation.answers)
    if after is None:
        return url_for(".summary", simulation_id=simulation.id)
    return address(simulation, after)


def back(simulation: Simulation, page: Page) -> str:
    if page in household.refinements(simulation.answers):
        return url_for(".results", simulation_id=simulation.id)
    before = household.previous_page(simulation.answers, page)
    return address(simulation, before) if before else url_for(".home")


def waiting(simulation: Simulation):
    """Say that the result is on its way; the page asks for it again by itself."""
    page = render_template("simulator/waiting.html", simulation=simulation, again=request.path)
    return page, 202, {"Refresh": str(REFRESH_SECONDS)}


def not_computed(simulation: Simulation, error: EngineError):
    """Say that nothing could be computed, keeping the answers."""
    crowded = isinstance(error, TooBusy | TooSlow)
    page = render_template(
        "simulator/not_computed.html", simulation=simulation, crowded=crowded, retry=request.path
    )
    retry_after = error.retry_after if isinstance(error, TooBusy) else 20
    return (page, 503, {"Retry-After": str(retry_after)}) if crowded else (page, 502)
