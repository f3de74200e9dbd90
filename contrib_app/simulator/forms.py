"""One form per page of the questionnaire. What a form holds is what is kept."""

from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from contrib_app.simulator import household, wording
from contrib_app.simulator.communes import communes_of, find_commune
from contrib_app.simulator.fields import AmountField, CountField, DateField, Required
from contrib_app.simulator.household import Answers, Page
from contrib_app.simulator.situation import INCOMES

YES_NO = [("oui", "Oui"), ("non", "Non")]
YES_NO_UNKNOWN = [*YES_NO, (household.UNKNOWN, "Je ne sais pas")]
OLDEST = 130


class PageForm(FlaskForm):
    """The secret address of the simulation stands for a CSRF token: nobody else knows it."""

    class Meta:
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read an empty form too: every box unticked is an answer."""
            return request.form if request.method == "POST" else None

    def answers(self) -> dict[str, Any]:
        """Return what is kept of this page."""
        return {name: value for name, value in self.data.items() if value not in (None, "")}


def choices(words: dict[str, str]) -> list[tuple[str, str]]:
    return list(words.items())


class Choice(RadioField):
    """One of a few answers; a forged one gets the same words as a missing one."""

    def __init__(self, label: str, words: Any, **options: Any):
        given = choices(words) if isinstance(words, dict) else words
        super().__init__(label, choices=given, validate_choice=False, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data is not None and self.data not in dict(self.choices):
            raise ValidationError("Choisissez une des réponses proposées.")


class Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if set(self.data or []) - {value for value, _ in self.choices}:
            raise ValidationError("Choisissez parmi les réponses proposées.")


class FoyerForm(PageForm):
    couple = Choice("Vivez-vous en couple ?", wording.COUPLES, validators=[Required()])
    enfants = CountField(
        "Combien d'enfants vivent avec vous, même une semaine sur deux ?",
        most=household.MOST_CHILDREN,
        validators=[Required("Écrivez 0 si vous n'avez pas d'enfant avec vous.")],
        description="Vos enfants et ceux de votre conjoint, jusqu'à 12. Écrivez 0 sinon.",
    )
    autres = CountField(
        "Combien d'autres personnes vivent dans le logement ?",
        most=household.MOST_OTHERS,
        default=0,
        description="Un parent, un ami hébergé… jusqu'à 6. Pas les colocataires.",
    )


class PersonForm(PageForm):
    """What is common to everybody: a birth date that is possible."""

    naissance = DateField(
        "Date de naissance",
        validators=[Required("Écrivez la date de naissance.")],
        description="Par exemple 31/01/1990. Elle n'est jamais publiée telle quelle.",
    )

    def validate_naissance(self, field: DateField) -> None:
        if field.data is None:
            return
        day, today = date.fromisoformat(field.data), date.today()  # noqa: DTZ011 - a day of law
        if day > today:
            raise ValidationError("Cette date est dans le futur.")
        if today.year - day.year > OLDEST:
            raise ValidationError("Cette date est trop ancienne : vérifiez l'année.")


class AdultForm(PersonForm):
    activite = Choice("Situation professionnelle", wording.ACTIVITIES, validators=[Required()])
    nationalite = Choice("Nationalité", wording.NATIONALITIES, default="fr")
    annees_sejour = CountField(
        "Si elle n'est pas française : depuis combien d'années un titre de séjour, ou en France ?",
        most=100,
        description="Laissez vide pour une personne française.",
    )
    handicap = Choice("Situation de handicap reconnue", YES_NO, default="non")
    taux = Choice(
        "Si oui, taux d'incapacité",
        [("50", "De 50 à 79 %"), ("80", "80 % ou plus")],
        description="Il figure sur la notification de la MDPH.",
    )

    def validate_annees_sejour(self, field: CountField) -> None:
        if field.data is None and not field.errors and self.nationalite.data in ("ue", "autre"):
            raise ValidationError("Écrivez un nombre d'années : des droits en dépendent.")

    def validate_taux(self, field: Choice) -> None:
        rate_if_disabled(self, field)


class OtherForm(PersonForm):
    activite = Choice("Situation professionnelle", wording.ACTIVITIES, validators=[Required()])


def rate_if_disabled(form: Any, field: Choice) -> None:
    """A recognised disability has a rate; without it, nothing can be computed from it."""
    if form.handicap.data == "oui" and not field.data:
        raise ValidationError("Choisissez le taux d'incapacité : des droits en dépendent.")


class ChildForm(PersonForm):
    garde_alternee = Choice("En garde alternée ?", YES_NO, default="non")
    handicap = Choice("En situation de handicap ?", YES_NO, default="non")
    taux = Choice("Si oui, taux d'incapacité", [("50", "De 50 à 79 %"), ("80", "80 % ou plus")])
    rattache = Choice(
        "Figure sur votre déclaration de revenus ?",
        [("oui", "Oui"), ("non", "Non, cet enfant déclare seul")],
        default="oui",
    )
    activite = SelectField(
        "À partir de 16 ans : situation",
        choices=[("", "Moins de 16 ans, ou au collège ou au lycée"), *choices(wording.ACTIVITIES)],
        validate_choice=False,
    )

    def validate_taux(self, field: Choice) -> None:
        rate_if_disabled(self, field)

    def validate_activite(self, field: SelectField) -> None:
        if field.data and field.data not in wording.ACTIVITIES:
            raise ValidationError("Choisissez une des réponses proposées.")


class StudiesForm(PageForm):
    echelon = Choice(
        "Bourse sur critères sociaux du Crous", wording.SCHOLARSHIPS, validators=[Required()]
    )


class HousingForm(PageForm):
    code_postal = StringField(
        "Code postal",
        validators=[Required("Écrivez un code postal.")],
        description="Celui du logement où vous vivez, par exemple 75020.",
    )
    statut = Choice("Vous êtes", wording.HOUSING, validators=[Required()])
    loyer = AmountField(
        "Loyer hors charges, ou mensualité du prêt, par mois",
        description="Pour un meublé ou un hôtel : tout compris. Laissez vide s'il n'y en a pas.",
    )
    charges = AmountField(
        "Charges locatives, par mois", description="Laissez vide s'il n'y en a pas."
    )
    colocation = Choice("Êtes-vous en colocation ?", YES_NO, default="non")

    def validate_code_postal(self, field: StringField) -> None:
        field.data = (field.data or "").strip().replace(" ", "")[:20]
        if not communes_of(field.data):
            raise ValidationError(
                "Ce code postal n'est pas connu : cinq chiffres, sans CEDEX, par exemple 35000."
            )


class CommuneForm(PageForm):
    commune = SelectField("Commune", validate_choice=False, validators=[Required()])

    def offer(self, answers: Answers) -> None:
        """Offer the communes of the postal code."""
        postal_code = answers.get("logement", {}).get("code_postal") or ""
        found = communes_of(postal_code)
        self.commune.choices = [(one.code, one.name) for one in found]
        if not self.commune.data and found:
            self.commune.data = found[0].code

    def validate_commune(self, field: SelectField) -> None:
        if find_commune(field.data or "") is None or field.data not in dict(field.choices or []):
            raise ValidationError("Choisissez une commune de la liste.")


class ParisForm(PageForm):
    mois_a_paris = CountField(
        "Combien de mois avez-vous habité Paris ces cinq dernières années ?",
        most=60,
        validators=[Required("Écrivez un nombre de mois : 60 si vous n'avez pas quitté Paris.")],
        description="De 0 à 60. En couple, comptez pour celui de vous deux qui y a le plus habité.",
    )
    copropriete = AmountField(
        "Propriétaires : charges de copropriété par mois, hors gros travaux",
        description="Laissez vide si vous êtes locataire.",
    )
    accompagnement = Choice(
        "L'un de vous a-t-il cessé de travailler pour accompagner un proche gravement malade ?",
        YES_NO,
        default="non",
        description="Un enfant gravement malade, ou un proche parent en soins palliatifs.",
    )
    parents_ages = Checkboxes(
        "Parmi ces personnes de 75 ans ou plus, lesquelles sont de votre famille ?",
        description="Parent, grand-parent, frère ou sœur, oncle ou tante, cousin ou cousine ; "
        "ou parent de votre conjoint décédé.",
    )

    def offer(self, answers: Answers) -> None:
        """Ask only what matters to this home."""
        asked = household.family_questions(answers)
        for name in {"accompagnement", "parents_ages"} - set(asked):
            del self[name]
        if "parents_ages" in asked:
            self.parents_ages.choices = [
                (who, wording.person_words(who)) for who in household.elders(answers)
            ]


class CareForm(PageForm):
    """What somebody who stopped working for a sick relative lost."""

    qui = Choice(
        "Qui a cessé de travailler ?",
        [("demandeur", "Vous"), ("conjoint", "Votre conjoint·e")],
        validators=[Required()],
    )
    perte = AmountField(
        "Revenus perdus par mois",
        validators=[Required("Écrivez un montant : l'aide ne dépasse pas cette perte.")],
        description="Le salaire net d'avant, moins celui qui reste.",
    )
    indemnites = AmountField(
        "Allocations reçues pour cet arrêt, par mois",
        description="Par exemple l'allocation journalière de présence parentale (AJPP). "
        "Laissez vide s'il n'y en a pas.",
    )

    def offer(self, answers: Answers) -> None:
        if not household.in_couple(answers):
            del self["qui"]


class BrestForm(PageForm):
    quotient = AmountField(
        "Quotient familial calculé par la CAF",
        description="Il figure sur l'attestation de la CAF. Laissez vide pour l'estimer.",
    )


class ResourcesForm(PageForm):
    natures = Checkboxes(
        "Cochez tout ce qui a été reçu depuis un an, même une seule fois",
        choices=[(kind, income.label) for kind, income in INCOMES.items()],
        description="Rien à cocher s'il n'y a eu aucune ressource.",
    )


class ReceivedForm(PageForm):
    af = AmountField("Allocations familiales, par mois")
    aide_logement = AmountField("Aide au logement, par mois")
    rsa = AmountField("RSA, par mois")
    ppa = AmountField("Prime d'activité, par mois")


class DeclaredForm(PageForm):
    salaires = AmountField("Salaires")
    chomage = AmountField("Chômage, préretraite")
    retraites = AmountField("Retraites, pensions d'invalidité, rentes")
    pensions = AmountField("Pensions alimentaires reçues")


def daily_help(words: dict[str, str]) -> Choice:
    return Choice(
        "Besoin d'aide pour les gestes de la vie quotidienne ?",
        words,
        validators=[Required()],
        description="Se lever, se laver, s'habiller, manger, se déplacer dans le logement.",
    )


AUTONOMY: dict[str, Any] = {
    "besoin_aide": daily_help(wording.NEEDS),
    "gir": SelectField(
        "Si vous le connaissez : le GIR",
        choices=[("", "GIR inconnu"), *((str(one), f"GIR {one}") for one in range(1, 7))],
        validate_choice=False,
        description="Il figure sur l'évaluation du département. GIR 1 : dépendance forte.",
    ),
    "plan_aide": AmountField(
        "Coût du plan d'aide proposé par le département, par mois",
        description="Laissez vide si vous n'avez pas encore reçu de plan d'aide.",
    ),
    "titre_handicap": SelectField(
        "Titre qui atteste le handicap",
        choices=choices(wording.TITLES),
        default=household.UNKNOWN,
        validate_choice=False,
        description="Paris ne reconnaît que ceux-là. La carte d'invalidité n'en fait pas partie.",
    ),
    "inaptitude": Choice(
        "Retraite accordée pour inaptitude au travail ?",
        YES_NO_UNKNOWN,
        default=household.UNKNOWN,
        description="La caisse de retraite l'écrit sur la notification de la pension.",
    ),
    "ancien_combattant": Choice(
        "Ancien combattant, veuve ou veuf de guerre ou d'ancien combattant ?",
        YES_NO,
        default="non",
        description="Il faut la carte du combattant, ou celle de ressortissant de l'ONaCVG.",
    ),
    "mutuelle": Choice(
        "Mutuelle ou complémentaire santé payante ?",
        YES_NO_UNKNOWN,
        default=household.UNKNOWN,
        description="Aussi la complémentaire santé solidaire, si elle n'est pas gratuite.",
    ),
    "cotisation": AmountField(
        "Si oui, ce qu'elle coûte par an pour cette personne",
        description="Laissez vide si vous ne le savez pas.",
    ),
}


class AutonomyForm(PageForm):
    """What is common to these pages: the answers of lists are those proposed."""

    def validate_gir(self, field: SelectField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError("Choisissez une des réponses proposées.")
        if not field.data and self["besoin_aide"].data == "gir":
            raise ValidationError("Choisissez le GIR, de 1 à 6.")

    def validate_titre_handicap(self, field: SelectField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError("Choisissez une des réponses proposées.")


def autonomy_form(questions: list[str]) -> type[PageForm]:
    """Return a form with the questions that matter about this adult."""
    fields = {name: AUTONOMY[name] for name in questions}
    if "gir" not in questions:
        words = {need: said for need, said in wording.NEEDS.items() if need != "gir"}
        fields["besoin_aide"] = daily_help(words)
    return type("AutonomyForm", (AutonomyForm,), fields)


def amounts_form(natures: list[str]) -> type[PageForm]:
    """Return a form with two amounts for each kind of income that was ticked."""
    fields: dict[str, Any] = {}
    for kind in natures:
        label = INCOMES[kind].label
        fields[f"{kind}_moyenne"] = AmountField(
            f"{label} : par mois, en moyenne sur les 12 derniers mois",
            validators=[Required("Écrivez un montant, 0 si vous n'avez rien reçu.")],
            description="Montant net. Le total de l'année divisé par 12.",
        )
        fields[f"{kind}_actuel"] = AmountField(
            f"{label} : ce mois-ci, si c'est différent",
            description="Laissez vide si rien n'a changé ; 0 si vous n'en recevez plus.",
        )
    return type("AmountsForm", (PageForm,), fields)


FORMS: dict[str, type[PageForm]] = {
    "foyer": FoyerForm,
    "etudes": StudiesForm,
    "logement": HousingForm,
    "commune": CommuneForm,
    "paris": ParisForm,
    "accompagnement": CareForm,
    "brest": BrestForm,
    "ressources": ResourcesForm,
    "prestations": ReceivedForm,
    "declares": DeclaredForm,
}


def form_for(page: Page, answers: Answers) -> PageForm:
    """Return the form of a page, holding what was posted, else what was answered before."""
    form = _class_for(page, answers)(data=answers.get(page.key))
    if isinstance(form, CommuneForm | ParisForm | CareForm):
        form.offer(answers)
    return form


def _class_for(page: Page, answers: Answers) -> type[PageForm]:
    if page.step == "personne":
        if page.who.startswith("enfant"):
            return ChildForm
        return OtherForm if page.who.startswith("autre") else AdultForm
    if page.step == "montants":
        natures = answers.get(f"ressources/{page.who}", {}).get("natures", [])
        return amounts_form([kind for kind in INCOMES if kind in natures])
    if page.step == "autonomie":
        return autonomy_form(household.autonomy_questions(answers, page.who))
    return FORMS[page.step]
