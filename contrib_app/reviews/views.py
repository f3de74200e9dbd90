"""The pages of a reviewer."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from contrib_app.catalogue import find_benefit
from contrib_app.contributions import wording
from contrib_app.contributions.models import Contribution, State
from contrib_app.database import get_session
from contrib_app.engine import EngineError
from contrib_app.orm import now
from contrib_app.reviews import service
from contrib_app.reviews.forms import AcceptForm, RefuseForm

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
        waiting=service.waiting(session),
        decided=service.decided(session),
        today=now(),
        benefit=find_benefit,
        evidence=wording.EVIDENCE,
        states=wording.STATES,
    )


@bp.get("/<int:number>")
def show(number: int):
    return page(found(number), AcceptForm(), RefuseForm())


@bp.post("/<int:number>/recalculer")
def judge_again(number: int):
    contribution = found(number)
    try:
        judged = current_app.extensions["engine"].call("judge", case_yaml=contribution.case_yaml)
    except EngineError:
        flash("Le calcul n'a pas abouti. Recommencez dans quelques instants.")
    else:
        contribution.checks = judged["checks"]
        get_session().commit()
        flash("Recalculé avec les règles d'aujourd'hui.")
    return redirect(url_for(".show", number=number), 303)


@bp.post("/<int:number>/accepter")
def accept(number: int):
    form, contribution, session = AcceptForm(), found(number), get_session()
    if form.validate_on_submit():
        try:
            service.accept(session, contribution, current_user, form.title.data.strip())
        except service.PersonalTitle as error:
            kinds = ", ".join(passage.kind for passage in error.found)
            form.title.errors = [*form.title.errors, f"Le titre semble contenir : {kinds}."]
        except service.AlreadyDecided:
            return conflict(contribution)
        else:
            session.commit()
            flash(f"Cas n° {number} accepté.")
            return redirect(url_for(".queue"), 303)
    return page(contribution, form, RefuseForm(formdata=None)), 400


@bp.post("/<int:number>/refuser")
def refuse(number: int):
    form, contribution, session = RefuseForm(), found(number), get_session()
    if form.validate_on_submit():
        try:
            service.refuse(session, contribution, current_user, form.reason.data.strip())
        except service.AlreadyDecided:
            return conflict(contribution)
        session.commit()
        flash(f"Cas n° {number} refusé.")
        return redirect(url_for(".queue"), 303)
    return page(contribution, AcceptForm(formdata=None), form), 400


def found(number: int) -> Contribution:
    return service.find(get_session(), number) or abort(404)


def conflict(contribution: Contribution):
    """Say that somebody else decided first."""
    session = get_session()
    session.rollback()
    session.refresh(contribution)
    return render_template("reviews/conflict.html", contribution=contribution), 409


def page(contribution: Contribution, accepting: AcceptForm, refusing: RefuseForm):
    if not accepting.is_submitted() or accepting.title.data is None:
        accepting.title.data = contribution.title
    return render_template(
        "reviews/show.html",
        contribution=contribution,
        open=contribution.state == State.NEW,
        accepting=accepting,
        refusing=refusing,
        benefit=find_benefit(contribution.benefit),
        evidence=wording.EVIDENCE,
        states=wording.STATES,
        plain=wording.plain_value,
        done=wording.simplification_words(contribution.simplification)
        if contribution.simplification
        else [],
    )
