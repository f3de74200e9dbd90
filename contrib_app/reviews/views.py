"""The pages of a reviewer."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from contrib_app.accounts import institutions
from contrib_app.catalogue import find_benefit
from contrib_app.contributions import publication as published
from contrib_app.contributions import service as contributions
from contrib_app.contributions import wording
from contrib_app.contributions.models import Contribution, State
from contrib_app.database import get_session
from contrib_app.engine import EngineError, StillComputing
from contrib_app.orm import now
from contrib_app.reviews import service
from contrib_app.reviews.forms import AcceptForm, AskForm, RefuseForm
from contrib_app.understanding.wording import condition_lines

bp = Blueprint("reviews", __name__, url_prefix="/agents/cas")


@bp.before_request
@login_required
def only_reviewers():
    """Everything here needs a signed-in reviewer."""


@bp.get("")
def queue():
    session = get_session()
    return render_template(
        "reviews/queue.html",
        waiting=service.waiting(session, current_user),
        decided=service.decided(session, current_user),
        today=now(),
        benefit=find_benefit,
        graded=wording.grade_words,
        similar=service.counts_of_similar(session),
        evidence=wording.EVIDENCE,
        states=wording.STATES,
    )


@bp.get("/<int:number>")
def show(number: int):
    return page(found(number))


@bp.post("/<int:number>/recalculer")
def judge_again(number: int):
    text = found(number).case_yaml
    get_session().rollback()  # nobody waits for the database while this computes
    try:
        judged = current_app.extensions["engine"].call("judge", case_yaml=text)
    except EngineError:
        flash("Le calcul n'a pas abouti. Recommencez dans quelques instants.")
    else:
        service.keep_checks(get_session(), found(number), judged["checks"])
        get_session().commit()
        flash("Recalculé avec les règles d'aujourd'hui.")
    return redirect(url_for(".show", number=number), 303)


@bp.post("/<int:number>/accepter")
def accept(number: int):
    form, contribution, session = AcceptForm(), found(number), get_session()
    if form.validate_on_submit():
        title, confirmation = form.title.data.strip(), (form.confirmation.data or "").strip()
        version = form.version.data
        try:
            service.accept(session, contribution, current_user, title, version, confirmation)
        except service.RareCase:
            said = "Écrivez « publier », ou refusez le cas."
            form.confirmation.errors = [*form.confirmation.errors, said]
        except service.PersonalTitle as error:
            kinds = ", ".join(passage.kind for passage in error.found)
            form.title.errors = [*form.title.errors, f"Le titre semble contenir : {kinds}."]
        except service.AlreadyDecided:
            return conflict(contribution)
        else:
            session.commit()
            flash(f"Cas n° {number} accepté.")
            return redirect(url_for(".queue"), 303)
    return page(contribution, accepting=form), 400


@bp.post("/<int:number>/refuser")
def refuse(number: int):
    form, contribution, session = RefuseForm(), found(number), get_session()
    if form.validate_on_submit():
        reason = form.reason.data.strip()
        try:
            service.refuse(session, contribution, current_user, reason, form.version.data)
        except service.AlreadyDecided:
            return conflict(contribution)
        session.commit()
        flash(f"Cas n° {number} refusé.")
        return redirect(url_for(".queue"), 303)
    return page(contribution, refusing=form), 400


@bp.post("/<int:number>/demander")
def ask(number: int):
    form, contribution, session = AskForm(), found(number), get_session()
    if form.validate_on_submit():
        question = form.question.data.strip()
        try:
            service.ask(session, contribution, current_user, question, form.version.data)
        except service.AlreadyDecided:
            return conflict(contribution)
        session.commit()
        flash(f"Question envoyée à l'auteur du cas n° {number}.")
        return redirect(url_for(".queue"), 303)
    return page(contribution, asking=form), 400


@bp.get("/<int:number>/pourquoi")
def why(number: int):
    contribution, engine = found(number), current_app.extensions["engine"]
    if not contribution.case_yaml or not contribution.checks:
        flash("Recalculez d'abord ce cas.")
        return redirect(url_for(".show", number=number), 303)
    try:
        told = service.why(contribution, engine)
    except StillComputing:
        return render_template("reviews/why.html", contribution=contribution, told=None)
    except EngineError:
        flash("Le calcul n'a pas abouti. Recommencez dans quelques instants.")
        return redirect(url_for(".show", number=number), 303)
    return render_template(
        "reviews/why.html",
        contribution=contribution,
        told=told,
        conditions=condition_lines(told.conditions),
        plain=wording.plain_value,
        benefit=find_benefit(contribution.benefit),
    )


def found(number: int) -> Contribution:
    """Return a case that this agent may read, or end with a page that says why not."""
    session = get_session()
    contribution = service.find(session, number) or abort(404)
    if not institutions.may_review(session, current_user, contribution.benefit):
        abort(403)
    return contribution


def conflict(contribution: Contribution):
    """Say that somebody else decided first."""
    session = get_session()
    session.rollback()
    session.refresh(contribution)
    return render_template("reviews/conflict.html", contribution=contribution), 409


def page(
    contribution: Contribution,
    accepting: AcceptForm | None = None,
    refusing: RefuseForm | None = None,
    asking: AskForm | None = None,
):
    fresh = {"formdata": None, "version": contribution.version}
    session = get_session()
    return render_template(
        "reviews/show.html",
        contribution=contribution,
        open=contribution.state in (State.NEW, State.NEEDS_INFORMATION),
        accepting=accepting or AcceptForm(**fresh, title=contribution.title),
        refusing=refusing or RefuseForm(**fresh),
        asking=asking or AskForm(**fresh),
        benefit=find_benefit(contribution.benefit),
        publication=published.publication_of(session, contribution),
        runs=published.runs_of(session, contribution),
        evidence=wording.EVIDENCE,
        states=wording.STATES,
        authors=wording.AUTHORS,
        pulls=wording.PULLS,
        plain=wording.plain_value,
        graded=wording.grade_words,
        rare=contribution.may_publish and service.is_rare_case(contribution),
        similar=contributions.similar(session, contribution),
        **contributions.told_in_words(contribution, current_app.extensions["engine"]),
    )
