"""Signing in."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import AnyOf, DataRequired, Length


class SignInForm(FlaskForm):
    email = StringField(
        "E-mail",
        validators=[DataRequired("Écrivez votre e-mail."), Length(max=254)],
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = PasswordField(
        "Mot de passe",
        validators=[DataRequired("Écrivez votre mot de passe."), Length(max=256)],
        render_kw={"autocomplete": "current-password"},
    )


class AccountForm(FlaskForm):
    open = HiddenField(validators=[AnyOf(["oui", "non"])])
