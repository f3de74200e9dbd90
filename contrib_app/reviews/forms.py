"""Deciding."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput


def one_line(form: FlaskForm, field: StringField) -> None:
    if any(not character.isprintable() for character in field.data or ""):
        raise ValidationError("Le titre tient sur une ligne, sans caractère invisible.")


class DecisionForm(FlaskForm):
    """What every decision carries: which version of the case the agent has on screen."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class AcceptForm(DecisionForm):
    title = StringField(
        "Titre du test, qui sera publié",
        validators=[
            DataRequired("Écrivez un titre."),
            Length(5, 180, message="De 5 à 180 caractères."),
            one_line,
        ],
        description="La règle et sa valeur ; rien qui désigne une personne.",
    )
    confirmation = StringField(
        "Ce cas décrit peu de foyers : écrivez « publier » pour le publier tout de même",
        validators=[Length(0, 20, message="Écrivez « publier ».")],
    )


class RefuseForm(DecisionForm):
    reason = TextAreaField(
        "Motif du refus, que l'auteur lira",
        validators=[
            DataRequired("Écrivez un motif."),
            Length(5, 1000, message="De 5 à 1000 caractères."),
        ],
    )


class AskForm(DecisionForm):
    question = TextAreaField(
        "Question à l'auteur, qu'il lira sur sa page de suivi",
        validators=[
            DataRequired("Écrivez une question."),
            Length(5, 1000, message="De 5 à 1000 caractères."),
        ],
    )
