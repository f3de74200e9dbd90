"""The pages of a contribution."""

import time

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from contrib_app.catalogue import find_benefit
from contrib_app.contributions import effort, service, wording
from contrib_app.contributions import publication as published
from contrib_app.contributions.forms import (
    AnswerForm,
    CodeForm,
    ConsentForm,
    UploadForm,
    expectations_of,
    form_for,
)
from contrib_app.contributions.models import Contribution, Evidence, State
from contrib_app.contributions.uploading import UploadRefused, case_of_text
from contrib_app.database import get_session
from contrib_app.engine import EngineError, StillComputing
from contrib_app.simulator import household
from contrib_app.simulator import service as simulations
from contrib_app.simulator.views import known, not_computed, waiting

bp = Blueprint("contributions", __name__)


@bp.route("/simulation/<simulation_id>/contribuer", methods=["GET", "POST"])
def start(simulation_id: str):
    session = get_session()
    simulation = known(simulation_id)
    if household.missing_page(simulation.answers):
        return redirect(url_for("simulator.results", simulation_id=simulation_id), 303)
    engine = current_app.extensions["engine"]
    session.expunge(simulation)
    session.rollback()  # nobody waits for the database while this computes
    try:
        targets = service.targets_of(simulation, simulations.results_of(simulation, engine))
        form = form_for(targets)
        wait = 0.0
        if form.validate_on_submit():
            expectations = expectations_of(form, targets)
            if not expectations and not form.errors:
                form.form_errors.append("Choisissez au moins un résultat dont vous êtes sûr.")
            if not form.errors and (wait := refuse_haste(form)) == 0 and not form.errors:
                draft = service.keep_draft(
                    session,
                    simulation,
                    expectations,
                    evidence=Evidence[form.evidence.data],
                    evidence_date=form.evidence_date.data,
                    sentence=form.sentence.data.strip(),
                    key=current_app.config["SECRET_KEY"],
                )
                session.commit()
                return redirect(url_for(".preview", token=draft.token, de=simulation_id), 303)
    except StillComputing:
        return waiting(simulation)
    except EngineError as error:
        return not_computed(simulation, error)
    page = start_page(form, simulation, targets)
    if wait:
        return page, 429, {"Retry-After": str(int(wait) + 1)}
    return page, 400 if form.errors else 200


@bp.route("/contribuer", methods=["GET", "POST"])
def upload():
    session, form, wait = get_session(), UploadForm(), 0.0
    if form.validate_on_submit():
        sent = request.files.get("file")
        text = form.written(sent.read() if sent else b"")
        if not text.strip() and not form.errors:
            form.form_errors.append("Choisissez un fichier, ou écrivez le cas dans la page.")
        if not form.errors and (wait := refuse_haste(form)) == 0 and not form.errors:
            try:
                case, benefit = case_of_text(text, current_app.extensions["engine"])
            except UploadRefused as error:
                form.form_errors += error.problems
            except EngineError:
                form.form_errors.append("Le calcul n'a pas abouti. Recommencez dans un instant.")
                wait = 10.0
            else:
                draft = service.keep_case(
                    session,
                    case,
                    benefit=benefit.variable,
                    evidence=Evidence[form.evidence.data],
                    sentence=form.sentence.data.strip(),
                    key=current_app.config["SECRET_KEY"],
                )
                draft.evidence_date = form.evidence_date.data
                session.commit()
                return redirect(url_for(".preview", token=draft.token), 303)
    challenge_in(form)
    page = render_template("contributions/upload.html", form=form)
    if wait:
        return page, 429, {"Retry-After": str(int(wait) + 1)}
    return page, 400 if form.errors else 200


def challenge_in(form) -> None:
    """Give a form a challenge, unless it has one that still holds."""
    if not form.effort.data:
        form.effort.data = effort.challenge(current_app.config["SECRET_KEY"], time.time())
        form.effort_answer.data = ""


def refuse_haste(form) -> float:
    """Refuse what nobody made an effort for; return the seconds to wait before another try."""
    key, now = current_app.config["SECRET_KEY"], time.time()
    seconds = current_app.config["SETTINGS"].effort_seconds
    reason = effort.refusal(
        form.effort.data or "", form.effort_answer.data or "", key, now, seconds
    )
    if form.site.data:  # nobody sees this field
        reason = "forged"
    if reason:
        form.form_errors.append(wording.HASTE[reason])
        if reason != "too_fast":
            form.effort.data = ""
        return 0.0
    wait = current_app.extensions["contribution_limit"].wait(request.remote_addr or "", now)
    if wait:
        form.form_errors.append(wording.wait_words(wait))
    return float(wait)


def start_page(form, simulation, targets) -> str:
    challenge_in(form)
    return render_template(
        "contributions/start.html",
        form=form,
        simulation=simulation,
        targets=[
            (target, simulations.person_label(simulation, target.instance)) for target in targets
        ],
        words=wording.value_words,
    )


@bp.route("/contribution/<token>", methods=["GET", "POST"])
def preview(token: str):
    session = get_session()
    draft = service.find_draft(session, token) or abort(404)
    form = ConsentForm()
    is_ready = draft.is_prepared and not draft.has_failed
    if (is_ready and form.validate_on_submit()) or (
        request.method == "POST" and draft.state != State.DRAFT
    ):
        service.propose(
            session,
            draft,
            may_publish=form.may_publish.data,
            email=(form.email.data or "").strip().lower() or None,
        )
        session.commit()
        code = service.code_for(token, current_app.config["SECRET_KEY"])
        return render_template("contributions/recorded.html", contribution=draft, code=code)
    if draft.state != State.DRAFT:
        return redirect(url_for(".follow"), 303)
    simulation_id = came_from(request.args.get("de", ""))
    if not draft.is_prepared or draft.has_failed:
        page = render_template(
            "contributions/preparing.html", draft=draft, simulation_id=simulation_id
        )
        return page, 200 if not draft.has_failed else 502
    page = render_template(
        "contributions/preview.html",
        draft=draft,
        form=form,
        plain=wording.plain_value,
        graded=wording.grade_words,
        similar=len(service.similar(session, draft)),
        similar_words=wording.similar_words,
        simulation_id=simulation_id,
        benefit=find_benefit,
        **service.told_in_words(draft, current_app.extensions["engine"]),
    )
    return page, 400 if form.errors else 200


def came_from(simulation_id: str) -> str:
    """Return the address of a simulation that still exists, or nothing."""
    found = simulations.get_simulation(get_session(), simulation_id)
    return found.id if found else ""


@bp.route("/suivi", methods=["GET", "POST"])
def follow():
    form, answering = CodeForm(), AnswerForm(formdata=None)
    contribution = None
    if form.validate_on_submit():
        session = get_session()
        throttle = current_app.extensions["code_throttle"]
        key = f"address {request.remote_addr}"
        if not throttle.is_open(key):
            abort(429)
        contribution = service.find_by_code(session, form.code.data)
        if contribution is None:
            throttle.fail(key)
            form.code.errors = ["Aucun cas ne correspond à ce code. Vérifiez-le."]
        else:
            answering = obey(session, contribution)
            session.commit()
            session.refresh(contribution)
    page = render_template(
        "contributions/follow.html",
        form=form,
        answering=answering,
        contribution=contribution,
        publication=published.publication_of(session, contribution) if contribution else None,
        runs=published.runs_of(session, contribution) if contribution else [],
        states=wording.STATES,
        authors=wording.AUTHORS,
        pulls=wording.PULLS,
    )
    return page, 404 if form.is_submitted() and contribution is None else 200


def obey(session: Session, contribution: Contribution) -> AnswerForm:
    """Do what the contributor asks for on the follow-up page; return the form of an answer."""
    answering = AnswerForm() if "answer" in request.form else AnswerForm(formdata=None)
    if request.form.get("retirer"):
        service.withdraw(session, contribution)
    elif request.form.get("oublier"):
        service.forget_email(session, contribution)
    elif "answer" in request.form and answering.validate():
        service.answer(session, contribution, answering.answer.data.strip())
        answering = AnswerForm(formdata=None)
    return answering
