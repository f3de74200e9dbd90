"""Signing in and out; looking after the accounts of an institution."""

import logging

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user, login_required, login_user, logout_user

from contrib_app.accounts import institutions, oidc, service, sign_ins, single_sign_on
from contrib_app.accounts.forms import AccountForm, SignInForm
from contrib_app.accounts.models import Reviewer, Role
from contrib_app.accounts.throttle import Throttle
from contrib_app.database import get_session, writing_session

bp = Blueprint("accounts", __name__, url_prefix="/agents")
log = logging.getLogger("mesaides.accounts")
NOT_ALLOWED = {
    "organisation": "Votre organisme n'a pas encore d'accès : écrivez à l'administrateur.",
    "email": "Le fournisseur d'identité ne donne pas d'e-mail vérifié.",
    "closed": "Ce compte est fermé, ou verrouillé pour une heure.",
    "elsewhere": "Ce compte appartient à un autre organisme.",
}


@bp.route("/connexion", methods=["GET", "POST"])
def sign_in():
    form = SignInForm()
    status = 200
    if not current_app.config["SETTINGS"].local_accounts and request.method == "POST":
        abort(403)
    if form.validate_on_submit():
        throttle: Throttle = current_app.extensions["sign_in_throttle"]
        keys = (f"account {form.email.data.lower()}", f"address {request.remote_addr}")
        if not throttle.is_open(*keys):
            return sign_in_page(form, 429, "Trop d'essais : attendez un quart d'heure.")
        database = get_session()
        reviewer = service.check_password(database, form.email.data, form.password.data)
        if reviewer is not None:
            return enter(reviewer)
        database.commit()
        throttle.fail(*keys)
        log.warning("sign-in refused: wrong e-mail or password")
        return sign_in_page(form, 401, "E-mail ou mot de passe incorrect.")
    return sign_in_page(form, 400 if form.errors else status)


@bp.get("/oidc")
def sign_in_elsewhere():
    provider = current_app.extensions.get("oidc") or abort(404)
    here = current_app.config["SETTINGS"].url  # never what the request says of its own host
    return provider.authorize_redirect(here + url_for(".come_back"))


@bp.get("/oidc/retour")
def come_back():
    provider = current_app.extensions.get("oidc") or abort(404)
    settings = current_app.config["SETTINGS"].oidc
    form = SignInForm(formdata=None)
    try:
        claims = oidc.claims_of_answer(provider, settings)
    except oidc.Forged as error:
        log.warning("sign-in refused: %s", error)
        session.clear()
        return sign_in_page(form, 401, "La connexion n'a pas abouti. Recommencez.")
    try:
        # This page is a GET, but it writes: it needs a session that does.
        with writing_session() as database:
            reviewer = single_sign_on.agent_of(database, claims, settings.organisation_claim)
            return enter(reviewer, database)
    except single_sign_on.NotAllowed as error:
        log.warning("sign-in refused: %s", error)
        session.clear()
        return sign_in_page(form, 403, NOT_ALLOWED[error.reason])


def enter(reviewer: Reviewer, database=None):
    """Begin a new session: what an attacker may have planted in the old one is gone."""
    database = database or get_session()
    session.clear()
    login_user(sign_ins.start(database, reviewer))
    database.commit()
    log.info("agent %s signed in", reviewer.id)
    return redirect(url_for("reviews.queue"), 303)


def sign_in_page(form: SignInForm, status: int, error: str = ""):
    if error:
        form.form_errors.append(error)
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        elsewhere="oidc" in current_app.extensions,
        here=current_app.config["SETTINGS"].local_accounts,
    )
    return page, status


@bp.post("/deconnexion")
def sign_out():
    if current_user.is_authenticated:
        sign_ins.end(get_session(), current_user.token)
        get_session().commit()
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/comptes")
@login_required
def accounts():
    if not current_user.is_at_least(Role.INSTITUTION_ADMIN):
        abort(403)
    return render_template(
        "accounts/accounts.html",
        agents=institutions.agents_under(get_session(), current_user),
        looks_after=institutions.looks_after,
        form=AccountForm(),
        roles=ROLES,
    )


@bp.post("/comptes/<int:number>")
@login_required
def change_account(number: int):
    database = get_session()
    reviewer = database.get(Reviewer, number) or abort(404)
    if not institutions.looks_after(current_user, reviewer):
        abort(403)
    form = AccountForm()
    if form.validate_on_submit():
        service.set_active(database, reviewer, form.open.data == "oui")
        database.commit()
        flash(f"Compte {reviewer.email} {'ouvert' if reviewer.active else 'fermé'}.")
    return redirect(url_for(".accounts"), 303)


ROLES = {
    Role.REVIEWER: "relit",
    Role.INSTITUTION_ADMIN: "administre son organisme",
    Role.PLATFORM_ADMIN: "administre la plateforme",
}
