"""Forms of a table of decisions."""

import re
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired

from contrib_app.contributions import wording as contributions
from contrib_app.tables import service
from contrib_app.tables.columns import FACTS, REQUIRED, guessed
from contrib_app.tables.reading import Table

NOTHING = "rien"


class UploadForm(FlaskForm):
    file = FileField(
        "Fichier CSV",
        validators=[FileRequired("Choisissez un fichier.")],
        description="Une ligne par décision, avec une ligne de titres ; 10 000 lignes au plus. "
        "Enregistrez votre tableur au format CSV.",
    )
    benefit = SelectField("Aide décidée")
    month = StringField(
        "Mois des décisions",
        validators=[InputRequired("Écrivez un mois.")],
        description="Par exemple 11/2026.",
    )

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.benefit.choices = [(one.variable, one.label) for one in service.benefits()]

    def validate_month(self, field: StringField) -> None:
        if self.month_written(field.data or "") is None:
            raise ValidationError("Écrivez le mois ainsi : 11/2026.")

    def month_written(self, text: str) -> str | None:
        """Return a month as OpenFisca writes it, or None."""
        found = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/\s*(20\d\d)\s*", text)
        return f"{found[2]}-{int(found[1]):02}" if found else None


def columns_form(table: Table) -> FlaskForm:
    """Return a form that asks what each column is about; what we guess is proposed."""
    choices = [(NOTHING, "Ne pas utiliser"), *((key, fact.label) for key, fact in FACTS.items())]
    guess = guessed(table.columns)
    fields: dict[str, Any] = {
        f"colonne_{rank}": SelectField(column, choices=choices, default=guess.get(column, NOTHING))
        for rank, column in enumerate(table.columns)
    }
    fields["without_wrong_rows"] = BooleanField("Continuer sans les lignes illisibles")
    return type("ColumnsForm", (FlaskForm,), fields)()


def mapping_of(form: FlaskForm, table: Table) -> dict[str, str]:
    """Return {column: fact}. What is missing or said twice becomes an error of the form."""
    chosen = {
        column: form[f"colonne_{rank}"].data
        for rank, column in enumerate(table.columns)
        if form[f"colonne_{rank}"].data != NOTHING
    }
    facts = list(chosen.values())
    for fact in dict.fromkeys(facts):
        if facts.count(fact) > 1:
            form.form_errors.append(f"Deux colonnes disent « {FACTS[fact].label} ».")
    for fact in REQUIRED:
        if fact not in facts and not (fact == "age" and "naissance" in facts):
            form.form_errors.append(f"Aucune colonne ne dit « {FACTS[fact].label} ».")
    return chosen


class ClusterForm(FlaskForm):
    evidence = RadioField(
        "Ces décisions sont",
        choices=[(one.name, words) for one, words in contributions.EVIDENCE.items()],
        validators=[InputRequired("Dites sur quoi reposent ces décisions.")],
    )
