"""Signing in."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length


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
