"""Signing in and out."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from contrib_app.accounts import service, sign_ins
from contrib_app.accounts.forms import SignInForm
from contrib_app.accounts.throttle import Throttle
from contrib_app.database import get_session

bp = Blueprint("accounts", __name__, url_prefix="/agents")


@bp.route("/connexion", methods=["GET", "POST"])
def sign_in():
    form = SignInForm()
    status = 200
    if form.validate_on_submit():
        throttle: Throttle = current_app.extensions["sign_in_throttle"]
        keys = (f"account {form.email.data.lower()}", f"address {request.remote_addr}")
        reviewer = None
        if not throttle.is_open(*keys):
            form.form_errors.append("Trop d'essais : attendez un quart d'heure.")
            status = 429
        else:
            database = get_session()
            reviewer = service.check_password(database, form.email.data, form.password.data)
            if reviewer is not None:
                session.clear()  # a new session: what an attacker may have planted is gone
                login_user(sign_ins.start(database, reviewer))
            database.commit()
            if reviewer is None:
                throttle.fail(*keys)
                form.form_errors.append("E-mail ou mot de passe incorrect.")
                status = 401
        if reviewer is not None:
            return redirect(url_for("reviews.queue"), 303)
    return render_template("accounts/sign_in.html", form=form), 400 if form.errors and (
        status == 200
    ) else status


@bp.post("/deconnexion")
def sign_out():
    if current_user.is_authenticated:
        sign_ins.end(get_session(), current_user.token)
        get_session().commit()
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)
