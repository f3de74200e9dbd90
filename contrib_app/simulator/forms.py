"""One form per page of the questionnaire. What a form holds is what is kept."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from contrib_app.simulator import household, wording
from contrib_app.simulator.communes import communes_of, find_commune
from contrib_app.simulator.fields import AmountField, CountField, DateField, Required
from contrib_app.simulator.household import Answers

YES_NO = [("oui", _("Oui")), ("non", _("Non"))]
YES_NO_UNKNOWN = [*YES_NO, (household.UNKNOWN, _("Je ne sais pas"))]
OLDEST = 130
LEFT_EMPTY = _("Laissez vide s'il n'y en a pas.")


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

    def offer(self, answers: Answers) -> None:
        """Keep only the questions that matter to these answers."""


def choices(words: Any) -> list[tuple[str, Any]]:
    return [(value, _(label)) for value, label in words.items()]


class Choice(RadioField):
    """One of a few answers; a forged one gets the same words as a missing one."""

    def __init__(self, label: Any, words: Any, **options: Any):
        given = choices(words) if isinstance(words, dict) else words
        super().__init__(label, choices=given, validate_choice=False, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data is not None and self.data not in dict(self.choices):
            raise ValidationError(_("Choisissez une des réponses proposées."))


class Checkboxes(SelectMultipleField):
    """Boxes to tick. groups: titles, each with how many boxes it stands above, in order."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, words: Any = (), groups: Any = (), **options: Any):
        given = choices(words) if isinstance(words, dict) else words
        super().__init__(label, choices=given, **options)
        self.groups = groups

    def pre_validate(self, form: Any) -> None:
        if set(self.data or []) - {choice[0] for choice in self.choices}:
            raise ValidationError(_("Choisissez parmi les réponses proposées."))

    def grouped(self) -> list[tuple[Any, list[Any]]]:
        """Return the boxes under the title of their group; one group without title otherwise."""
        boxes = list(self)
        sizes = self.groups or [("", len(boxes))]
        return [(title, [boxes.pop(0) for _box in range(size)]) for title, size in sizes]


class Dropdown(SelectField):
    """One of several answers; a forged one is refused in our words."""

    def __init__(self, label: Any, words: Any, **options: Any):
        super().__init__(label, choices=choices(words), validate_choice=False, **options)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if (self.data or "") not in dict(self.choices) and self.data:
            raise ValidationError(_("Choisissez une des réponses proposées."))


class FoyerForm(PageForm):
    couple = Choice(_("Vivez-vous en couple ?"), wording.COUPLES, validators=[Required()])
    enfants = CountField(
        _("Combien d'enfants vivent avec vous, même une semaine sur deux ?"),
        most=household.MOST_CHILDREN,
        validators=[Required(_("Écrivez 0 si vous n'avez pas d'enfant avec vous."))],
        description=_("Vos enfants et ceux de votre conjoint, jusqu'à 12. Écrivez 0 sinon."),
    )
    autres = CountField(
        _("Combien d'autres personnes vivent dans le logement ?"),
        most=household.MOST_OTHERS,
        default=0,
        description=_("Un parent, un ami hébergé… jusqu'à 6. Pas les colocataires."),
    )


class PersonForm(PageForm):
    """What is common to everybody: a birth date that is possible."""

    naissance = DateField(
        _("Date de naissance"),
        validators=[Required(_("Écrivez la date de naissance."))],
        description=_("Par exemple 31/01/1990. Elle n'est jamais publiée telle quelle."),
    )

    def validate_naissance(self, field: DateField) -> None:
        if field.data is None:
            return
        day, today = date.fromisoformat(field.data), date.today()  # noqa: DTZ011 - a day of law
        if day > today:
            raise ValidationError(_("Cette date est dans le futur."))
        if today.year - day.year > OLDEST:
            raise ValidationError(_("Cette date est trop ancienne : vérifiez l'année."))


class AdultForm(PersonForm):
    activite = Choice(_("Situation professionnelle"), wording.ACTIVITIES, validators=[Required()])
    nationalite = Choice(_("Nationalité"), wording.NATIONALITIES, default="fr")
    situations = Checkboxes(
        _("Cochez ce qui est vrai"),
        wording.SITUATIONS,
        description=_("Rien à cocher si aucune de ces situations n'est la bonne."),
    )


class OtherForm(PersonForm):
    activite = Choice(_("Situation professionnelle"), wording.ACTIVITIES, validators=[Required()])


class ChildForm(PersonForm):
    situations = Checkboxes(
        _("Cochez ce qui est vrai"),
        wording.CHILD_SITUATIONS,
        description=_("Rien à cocher si aucune de ces situations n'est la bonne."),
    )
    rattache = Choice(
        _("Figure sur votre déclaration de revenus ?"),
        [("oui", _("Oui")), ("non", _("Non, cet enfant déclare seul"))],
        default="oui",
        description=_("Pour un enfant né cette année : oui s'il y figurera."),
    )


class StayForm(PageForm):
    duree = Choice(
        _("Depuis combien de temps, avec un titre de séjour ou en tant que citoyen européen ?"),
        wording.STAYS,
        validators=[Required()],
        description=_("Durée du séjour régulier en France, sans interruption."),
    )


class DisabilityForm(PageForm):
    taux = Choice(
        _("Taux d'incapacité"),
        wording.RATES,
        validators=[Required(_("Choisissez le taux d'incapacité : des droits en dépendent."))],
        description=_("Il figure sur la notification de la MDPH."),
    )
    rsdae = Choice(
        _("Restriction substantielle et durable d'accès à l'emploi reconnue ?"),
        YES_NO_UNKNOWN,
        default=household.UNKNOWN,
        description=_(
            "La commission (CDAPH) l'écrit sur sa décision. Compte pour un taux de 50 à 79 %."
        ),
    )
    place = Choice(
        _("Enfant placé dans un établissement ou une famille d'accueil ?"), YES_NO, default="non"
    )


class JobSeekerForm(PageForm):
    fin_contrat = DateField(
        _("Fin du dernier contrat de travail"),
        description=_("Par exemple 31/01/2025. Laissez vide s'il n'y a jamais eu de contrat."),
    )
    cinq_ans = Choice(
        _("Cinq ans de travail dans les dix ans avant cette date ?"),
        YES_NO,
        default="non",
        description=_("L'allocation de solidarité spécifique (ASS) en dépend."),
    )

    def validate_cinq_ans(self, field: Choice) -> None:
        if field.data == "oui" and self.fin_contrat.data is None and not self.fin_contrat.errors:
            raise ValidationError(_("Écrivez d'abord la fin du dernier contrat."))


class StudiesForm(PageForm):
    echelon = Choice(
        _("Bourse sur critères sociaux du Crous"), wording.SCHOLARSHIPS, validators=[Required()]
    )


class TaxesForm(PageForm):
    seul = Choice(
        _("Ferez-vous vous-même votre prochaine déclaration de revenus ?"),
        [("oui", _("Oui")), ("non", _("Non, mes parents me déclarent"))],
        validators=[Required()],
    )


class SchoolForm(PageForm):
    scolarite = Choice(_("Scolarité cette année"), wording.SCHOOLS, validators=[Required()])
    activite = Dropdown(_("Situation, à partir de 16 ans"), wording.YOUNG_ACTIVITIES)


class IsolationForm(PageForm):
    recent = Choice(
        _("Vivez-vous sans conjoint depuis moins de 18 mois ?"),
        YES_NO,
        validators=[Required()],
        description=_("Après une séparation, un veuvage… Le RSA peut être majoré."),
    )


class HousingForm(PageForm):
    statut = Choice(_("Logement"), wording.HOUSING, validators=[Required()])
    code_postal = StringField(
        _("Code postal"),
        validators=[Required(_("Écrivez un code postal."))],
        description=_("Celui du logement, par exemple 75020. Celui où l'on dort, sans domicile."),
    )

    def validate_code_postal(self, field: StringField) -> None:
        field.data = (field.data or "").strip().replace(" ", "")[:20]
        found = communes_of(field.data)
        if not found:
            raise ValidationError(
                _("Ce code postal n'est pas connu : cinq chiffres, sans CEDEX, par exemple 35000.")
            )
        if found[0].departement == "976":
            raise ValidationError(
                _("Les règles de Mayotte ne sont pas celles du calcul : demandez à la CSSM.")
            )


class RentForm(PageForm):
    loyer = AmountField(
        _("Loyer hors charges, par mois"),
        validators=[Required(_("Écrivez un montant, 0 s'il n'y a rien à payer."))],
        description=_("Pour un meublé ou un hôtel : charges comprises."),
    )
    charges = AmountField(_("Charges locatives, par mois"), description=LEFT_EMPTY)
    particularites = Checkboxes(
        _("Cochez ce qui est vrai"), wording.RENTED, description=_("Rien à cocher sinon.")
    )

    def offer(self, answers: Answers) -> None:
        status = answers.get("logement", {}).get("statut")
        if status == "primo_accedant":
            self.loyer.label.text = _("Mensualité du prêt")
            self.loyer.description = _("Avec l'assurance du prêt.")
        if status not in ("locataire_vide", "locataire_hlm", "locataire_foyer"):
            del self["charges"]
        if status == "primo_accedant":
            del self["particularites"]
            return
        students = any(
            household.person(answers, who).get("activite") == "etudiant"
            for who in household.adults(answers)
        )
        dropped = set() if students else {"crous"}
        dropped |= {"chambre"} if status == "locataire_foyer" else set()
        kept = {value: label for value, label in wording.RENTED.items() if value not in dropped}
        self.particularites.choices = choices(kept)


class HostedForm(PageForm):
    participation = Choice(
        _("Participation aux frais du logement ?"), YES_NO, validators=[Required()]
    )
    chez_parents = Choice(_("Habitez-vous chez vos parents ?"), YES_NO, default="non")

    def offer(self, answers: Answers) -> None:
        young = household.ADULT <= household.age(answers, "demandeur") < household.TAX_ADULT
        alone = not household.children(answers) and not household.attached_asker(answers)
        if not (young and alone):
            del self["chez_parents"]


class CommuneForm(PageForm):
    commune = SelectField(_("Commune"), validate_choice=False, validators=[Required()])

    def offer(self, answers: Answers) -> None:
        """Offer the communes of the postal code."""
        postal_code = answers.get("logement", {}).get("code_postal") or ""
        found = communes_of(postal_code)
        self.commune.choices = [(one.code, one.name) for one in found]
        if not self.commune.data and found:
            self.commune.data = found[0].code

    def validate_commune(self, field: SelectField) -> None:
        if find_commune(field.data or "") is None or field.data not in dict(field.choices or []):
            raise ValidationError(_("Choisissez une commune de la liste."))


class ParisForm(PageForm):
    mois_a_paris = CountField(
        _("Combien de mois avez-vous habité Paris ces cinq dernières années ?"),
        most=60,
        validators=[Required(_("Écrivez un nombre de mois : 60 si vous n'avez pas quitté Paris."))],
        description=_(
            "De 0 à 60. En couple, comptez pour celui de vous deux qui y a le plus habité."
        ),
    )
    copropriete = AmountField(
        _("Charges de copropriété par mois, hors gros travaux"), description=LEFT_EMPTY
    )
    accompagnement = Choice(
        _("L'un de vous a-t-il cessé de travailler pour accompagner un proche gravement malade ?"),
        YES_NO,
        default="non",
        description=_("Un enfant gravement malade, ou un proche parent en soins palliatifs."),
    )
    parents_ages = Checkboxes(
        _("Parmi ces personnes de 75 ans ou plus, lesquelles sont de votre famille ?"),
        description=_(
            "Parent, grand-parent, frère ou sœur, oncle ou tante, cousin ou cousine ; "
            "ou parent de votre conjoint décédé."
        ),
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
        owners = ("proprietaire", "primo_accedant")
        if answers.get("logement", {}).get("statut") not in owners:
            del self["copropriete"]


class CareForm(PageForm):
    """What somebody who stopped working for a sick relative lost."""

    qui = Choice(
        _("Qui a cessé de travailler ?"),
        [("demandeur", _("Vous")), ("conjoint", _("Votre conjoint·e"))],
        validators=[Required()],
    )
    perte = AmountField(
        _("Revenus perdus par mois"),
        validators=[Required(_("Écrivez un montant : l'aide ne dépasse pas cette perte."))],
        description=_("Le salaire net d'avant, moins celui qui reste."),
    )
    indemnites = AmountField(
        _("Allocations reçues pour cet arrêt, par mois"),
        description=_(
            "Par exemple l'allocation journalière de présence parentale (AJPP). "
            "Laissez vide s'il n'y en a pas."
        ),
    )

    def offer(self, answers: Answers) -> None:
        if not household.in_couple(answers):
            del self["qui"]


class BrestForm(PageForm):
    quotient = AmountField(
        _("Quotient familial calculé par la CAF"),
        description=_("Il figure sur l'attestation de la CAF. Laissez vide pour l'estimer."),
    )


class SickLeaveForm(PageForm):
    date = DateField(
        _("Début de l'arrêt de travail"),
        description=_("Par exemple 31/01/2025. Laissez vide si l'arrêt est fini."),
    )


class RefForm(PageForm):
    n2 = AmountField(_("Revenu fiscal de référence, il y a deux ans"))
    n1 = AmountField(_("Revenu fiscal de référence, l'an dernier"))


class DeclaredForm(PageForm):
    salaires = AmountField(_("Salaires"))
    chomage = AmountField(_("Chômage, préretraite"))
    retraites = AmountField(_("Retraites, pensions d'invalidité, rentes"))
    pensions = AmountField(_("Pensions alimentaires reçues"))
    pensions_versees = AmountField(_("Pensions alimentaires versées"))
    frais_reels = AmountField(
        _("Frais réels"), description=_("Seulement s'ils remplacent l'abattement de 10 %.")
    )


class WealthForm(PageForm):
    livret_a = AmountField(_("Livret A"))
    epargne_non_imposable = AmountField(
        _("Autre épargne non imposable"), description=_("LDDS, LEP, livret jeune, PEL ancien…")
    )
    epargne_imposable = AmountField(
        _("Épargne imposable"), description=_("Assurance-vie, actions, comptes à terme…")
    )
    immobilier = AmountField(
        _("Immeubles non loués : valeur"), description=_("Sans la résidence principale.")
    )
    immobilier_locative = AmountField(
        _("Immeubles non loués : valeur locative d'une année"),
        description=_("Elle figure sur l'avis de taxe foncière."),
    )
    terrains = AmountField(_("Terrains non loués : valeur"))
    terrains_locative = AmountField(_("Terrains non loués : valeur locative d'une année"))
    loue = AmountField(_("Biens loués : valeur"))
