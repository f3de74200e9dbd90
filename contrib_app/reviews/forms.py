"""Deciding."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length


def one_line(form: FlaskForm, field: StringField) -> None:
    if any(not character.isprintable() for character in field.data or ""):
        raise ValidationError("Le titre tient sur une ligne, sans caractère invisible.")


class AcceptForm(FlaskForm):
    title = StringField(
        "Titre du test, qui sera publié",
        validators=[
            DataRequired("Écrivez un titre."),
            Length(5, 180, message="De 5 à 180 caractères."),
            one_line,
        ],
        description="La règle et sa valeur ; rien qui désigne une personne.",
    )


class RefuseForm(FlaskForm):
    reason = TextAreaField(
        "Motif du refus, que l'auteur lira",
        validators=[
            DataRequired("Écrivez un motif."),
            Length(5, 1000, message="De 5 à 1000 caractères."),
        ],
    )
