"""Forms of a contribution."""

from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, Optional, Regexp

from contrib_app.catalogue import label_words
from contrib_app.contributions import wording
from contrib_app.contributions.privacy import Passage, passages
from contrib_app.contributions.service import Expectation, Target
from contrib_app.orm import now
from contrib_app.simulator.fields import AmountField, DateField, Required
from contrib_app.simulator.forms import Choice, PageForm

UNKNOWN, RIGHT, OTHER, NONE, SOME = "inconnu", "juste", "autre", "aucun", "ouvert"
NOT_COMPUTABLE = "incalculable"


class EvidenceForm(PageForm):
    """What a contributor relies on; the fields of each result are added by `form_for`."""

    evidence = Choice(
        "Sur quoi vous appuyez-vous ?",
        [(one.name, words) for one, words in wording.EVIDENCE.items()],
        validators=[Required()],
    )
    sentence = TextAreaField(
        "Expliquez en une phrase à l'agent qui relira",
        validators=[
            Required("Écrivez une phrase : l'agent en a besoin pour comprendre."),
            Length(max=500, message="500 caractères au plus."),
        ],
        description="Jamais publiée. N'écrivez ni nom, ni numéro, ni rien sur la santé.",
    )
    evidence_date = DateField(
        "Date de la décision, du calcul ou du texte",
        description="Laissez vide si vous ne la connaissez pas. Par exemple 12/10/2026.",
    )
    keep_sentence = BooleanField("Ces passages ne désignent personne : gardez ma phrase")
    effort = HiddenField()
    effort_answer = HiddenField()
    site = StringField("Laissez ce champ vide")

    def validate_evidence_date(self, field: DateField) -> None:
        if field.data and field.data > f"{now():%Y-%m-%d}":
            raise ValidationError("Cette date est dans l'avenir.")

    def validate_sentence(self, field: TextAreaField) -> None:
        self.passages = list(passages(field.data or "", label_words()))
        if self.passages and not self.keep_sentence.data:
            said = ", ".join(f"« {one.text} » ({one.kind})" for one in self.passages)
            raise ValidationError(
                f"Votre phrase semble contenir : {said}. Récrivez-la, ou cochez la case dessous."
            )

    passages: ClassVar[list[Passage]] = []


class UploadForm(EvidenceForm):
    """A case written by somebody, in a file or in the page."""

    file = FileField("Fichier YAML ou JSON")
    text = TextAreaField(
        "Ou le cas lui-même",
        description="Un cas au format d'OpenFisca : period, input, output. Les prénoms et les "
        "dates exactes en seront retirés.",
    )

    def written(self, data: bytes) -> str:
        """Return the text of a file that was sent, or else of the page. An odd one is an error."""
        if not data:
            return str(self.text.data or "")
        try:
            return str(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.file.errors = ["Ce fichier n'est pas du texte en UTF-8."]
            return ""


def form_for(targets: list[Target]) -> EvidenceForm:
    """Return the form for these results. Nothing is chosen in advance."""
    fields: dict[str, Any] = {}
    for target in targets:
        offered = [
            (UNKNOWN, "Je ne sais pas"),
            (RIGHT, "Ce résultat est juste"),
            (NONE, "Il n'y a pas de droit"),
            (NOT_COMPUTABLE, "Le simulateur ne devrait pas la calculer ici, parce que :"),
        ]
        fields[f"{target.key}-motif"] = StringField(
            "Pourquoi elle n'est pas calculable",
            validators=[Length(max=200, message="200 caractères au plus.")],
        )
        if isinstance(target.value, bool) or target.benefit.eligibility:
            offered.append((SOME, "Le droit existe (sans préciser le montant)"))
        if not isinstance(target.value, bool):
            offered.append((OTHER, "Le bon montant est celui-ci :"))
            fields[f"{target.key}-valeur"] = AmountField(f"Bon montant ({target.benefit.unit})")
        fields[f"{target.key}-avis"] = Choice("Votre avis", offered, default=UNKNOWN)
    return type("ContributionForm", (EvidenceForm,), fields)()


def expectations_of(form: EvidenceForm, targets: list[Target]) -> list[Expectation]:
    """Return what the form asserts. An amount that is missing becomes an error of its field."""
    found = []
    for target in targets:
        match form[f"{target.key}-avis"].data:
            case "juste":
                value = target.value
                found.append(
                    Expectation(target, value if isinstance(value, bool) else round(value, 2))
                )
            case "aucun":
                found.append(Expectation(target, False if isinstance(target.value, bool) else 0.0))
            case "ouvert":
                found.append(Expectation(target, True))
            case "incalculable":
                field = form[f"{target.key}-motif"]
                reason = " ".join((field.data or "").split())
                if not reason:
                    field.errors = [*field.errors, "Écrivez pourquoi."]
                else:
                    found.append(Expectation(target, target.value, not_computable=reason))
            case "autre":
                field = form[f"{target.key}-valeur"]
                if field.data is None:
                    field.errors = [*field.errors, "Écrivez le bon montant."]
                else:
                    found.append(Expectation(target, field.data))
    return found


class ConsentForm(PageForm):
    """Two separate consents, neither ticked in advance."""

    may_read = BooleanField(
        "J'accepte qu'un agent lise ce cas et ma phrase",
    )
    may_publish = BooleanField(
        "J'accepte que ce cas simplifié soit publié",
        description="Une publication est définitive. Sans cet accord, l'agent vous lira et vous "
        "répondra, mais le cas ne deviendra pas un test.",
    )

    email = StringField(
        "Votre e-mail, si vous voulez être prévenu (facultatif)",
        validators=[
            Optional(),
            Length(max=254),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z", message="Cet e-mail n'en est pas un."),
        ],
        description="Il ne sert qu'à vous dire ce que devient ce cas, puis il est effacé. "
        "Vous pouvez l'effacer à tout moment depuis la page de suivi.",
        render_kw={"autocomplete": "email", "type": "email"},
    )

    def validate_may_read(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError("Sans cet accord, nous ne pouvons pas recevoir votre cas.")


class CodeForm(PageForm):
    code = StringField(
        "Votre code de suivi",
        validators=[Required("Écrivez le code reçu avec votre numéro de cas."), Length(max=100)],
        description="26 lettres et chiffres.",
    )


class AnswerForm(PageForm):
    answer = TextAreaField(
        "Votre réponse à l'agent",
        validators=[
            Required("Écrivez une réponse."),
            Length(max=1000, message="1000 caractères au plus."),
        ],
        description="Jamais publiée. N'écrivez ni nom, ni numéro, ni rien sur la santé.",
    )
