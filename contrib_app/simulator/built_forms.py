"""Forms whose questions depend on earlier answers, and the choice of the form of a page."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, ValidationError

from contrib_app.simulator import forms, household, wording
from contrib_app.simulator.fields import AmountField, Required
from contrib_app.simulator.forms import YES_NO, YES_NO_UNKNOWN, Checkboxes, Choice, PageForm
from contrib_app.simulator.household import Answers, Page
from contrib_app.simulator.incomes import (
    INCOME_GROUPS,
    INCOMES,
    RECEIVED,
    SELF_EMPLOYED,
    TRADES,
)

AMOUNT_NEEDED = _("Écrivez un montant, 0 s'il n'y a rien.")
DETAILS = {
    "m0": _("Ce mois-ci"),
    "m1": _("Le mois dernier"),
    "m2": _("Il y a deux mois"),
    "m3": _("Il y a trois mois"),
    "total": _("Total des 12 derniers mois"),
}


def daily_help(words: dict[str, str]) -> Choice:
    return Choice(
        _("Besoin d'aide pour les gestes de la vie quotidienne ?"),
        words,
        validators=[Required()],
        description=_("Se lever, se laver, s'habiller, manger, se déplacer dans le logement."),
    )


AUTONOMY: dict[str, Any] = {
    "besoin_aide": daily_help(wording.NEEDS),
    "gir": SelectField(
        _("Si vous le connaissez : le GIR"),
        choices=[("", _("GIR inconnu")), *((str(one), f"GIR {one}") for one in range(1, 7))],
        validate_choice=False,
        description=_("Il figure sur l'évaluation du département. GIR 1 : dépendance forte."),
    ),
    "plan_aide": AmountField(
        _("Coût du plan d'aide proposé par le département, par mois"),
        description=_("Laissez vide si vous n'avez pas encore reçu de plan d'aide."),
    ),
    "titre_handicap": SelectField(
        _("Titre qui atteste le handicap"),
        choices=forms.choices(wording.TITLES),
        default=household.UNKNOWN,
        validate_choice=False,
        description=_(
            "Paris ne reconnaît que ceux-là. La carte d'invalidité n'en fait pas partie."
        ),
    ),
    "inaptitude": Choice(
        _("Retraite accordée pour inaptitude au travail ?"),
        YES_NO_UNKNOWN,
        default=household.UNKNOWN,
        description=_("La caisse de retraite l'écrit sur la notification de la pension."),
    ),
    "ancien_combattant": Choice(
        _("Ancien combattant, veuve ou veuf de guerre ou d'ancien combattant ?"),
        YES_NO,
        default="non",
        description=_("Il faut la carte du combattant, ou celle de ressortissant de l'ONaCVG."),
    ),
    "mutuelle": Choice(
        _("Mutuelle ou complémentaire santé payante ?"),
        YES_NO_UNKNOWN,
        default=household.UNKNOWN,
        description=_("Aussi la complémentaire santé solidaire, si elle n'est pas gratuite."),
    ),
    "cotisation": AmountField(
        _("Si oui, ce qu'elle coûte par an pour cette personne"),
        description=_("Laissez vide si vous ne le savez pas."),
    ),
}


class AutonomyForm(PageForm):
    """What is common to these pages: the answers of lists are those proposed."""

    def validate_gir(self, field: SelectField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_("Choisissez une des réponses proposées."))
        if not field.data and self["besoin_aide"].data == "gir":
            raise ValidationError(_("Choisissez le GIR, de 1 à 6."))

    def validate_titre_handicap(self, field: SelectField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_("Choisissez une des réponses proposées."))


def autonomy_form(questions: list[str]) -> type[PageForm]:
    """Return a form with the questions that matter about this adult."""
    fields = {name: AUTONOMY[name] for name in questions}
    if "gir" not in questions:
        words = {need: said for need, said in wording.NEEDS.items() if need != "gir"}
        fields["besoin_aide"] = daily_help(words)
    return type("AutonomyForm", (AutonomyForm,), fields)


def resources_form() -> type[PageForm]:
    """Return the list of everything that somebody may receive, by family of incomes."""
    titles = [(_(title), len(group)) for title, group in INCOME_GROUPS.items()]
    labels = {kind: income.label for kind, income in INCOMES.items()}
    field = Checkboxes(
        _("Cochez tout ce qui a été reçu depuis un an, même une seule fois"),
        labels | SELF_EMPLOYED,
        groups=[*titles, (_("Travail indépendant"), len(SELF_EMPLOYED))],
        description=_("Rien à cocher s'il n'y a eu aucune ressource."),
    )
    return type("ResourcesForm", (PageForm,), {"natures": field})


def received_form() -> type[PageForm]:
    field = Checkboxes(
        _("Cochez ce que le foyer a reçu depuis un an"),
        RECEIVED,
        description=_("Ce qui est encore reçu ne sera pas calculé à nouveau."),
    )
    return type("ReceivedForm", (PageForm,), {"recues": field})


def still(label: Any) -> Choice:
    return Choice(_("%(income)s : encore reçu ce mois-ci ?", income=label), YES_NO, default="oui")


def amounts_form(natures: list[str]) -> type[PageForm]:
    """Return a form with an amount for each kind of income, and its months for who wants them."""
    fields: dict[str, Any] = {}
    for kind in natures:
        label = _(INCOMES[kind].label)
        if INCOMES[kind].exceptional:
            fields[f"{kind}_total"] = AmountField(
                _("%(income)s : total des 12 derniers mois", income=label),
                validators=[Required(AMOUNT_NEEDED)],
            )
            continue
        fields[f"{kind}_moyenne"] = AmountField(
            _("%(income)s : montant net par mois", income=label),
            validators=[Required(AMOUNT_NEEDED)],
            description=_("Avant impôt. En moyenne sur un an, si le montant varie."),
        )
        fields[f"{kind}_encore"] = still(label)
        for name, words in DETAILS.items():
            fields[f"{kind}_{name}"] = AmountField(
                _("%(income)s : %(period)s", income=label, period=words)
            )
    return type("AmountsForm", (PageForm,), fields)


def received_amounts_form(benefits: list[str]) -> type[PageForm]:
    fields: dict[str, Any] = {}
    for benefit in benefits:
        label = _(RECEIVED[benefit])
        fields[f"{benefit}_moyenne"] = AmountField(
            _("%(income)s : montant par mois", income=label), validators=[Required(AMOUNT_NEEDED)]
        )
        fields[f"{benefit}_encore"] = still(label)
    return type("ReceivedAmountsForm", (PageForm,), fields)


def self_employed_form(kinds: list[str]) -> type[PageForm]:
    """Return the questions of each kind of self-employment that was ticked."""
    fields: dict[str, Any] = {}
    if "ae" in kinds:
        fields["ae_type"] = _trade("ae")
        fields["ae_annee"] = _needed(_("Auto-entrepreneur : chiffre d'affaires de l'an dernier"))
        for name in ("m1", "m2", "m3"):
            fields[f"ae_{name}"] = AmountField(
                _("Auto-entrepreneur : %(period)s", period=DETAILS[name])
            )
    if "micro" in kinds:
        fields["micro_type"] = _trade("micro")
        fields["micro_ca"] = _needed(_("Micro-entreprise : chiffre d'affaires de l'an dernier"))
    if "agricole" in kinds:
        fields["agricole_benefice"] = _needed(_("Exploitation agricole : dernier bénéfice annuel"))
    if "liberal" in kinds:
        fields["liberal_type"] = _trade("liberal")
        fields["liberal_benefice"] = _needed(_("Entreprise au réel : dernier bénéfice annuel"))
    return type("SelfEmployedForm", (PageForm,), fields)


def _trade(kind: str) -> Choice:
    label = _("%(income)s : activité", income=_(SELF_EMPLOYED[kind]))
    return Choice(label, TRADES, default="bnc")


def _needed(label: Any) -> AmountField:
    return AmountField(label, validators=[Required(AMOUNT_NEEDED)])


FORMS: dict[str, type[PageForm]] = {
    "foyer": forms.FoyerForm,
    "sejour": forms.StayForm,
    "chomage": forms.JobSeekerForm,
    "etudes": forms.StudiesForm,
    "impots": forms.TaxesForm,
    "scolarite": forms.SchoolForm,
    "isolement": forms.IsolationForm,
    "logement": forms.HousingForm,
    "commune": forms.CommuneForm,
    "loyer": forms.RentForm,
    "hebergement": forms.HostedForm,
    "paris": forms.ParisForm,
    "accompagnement": forms.CareForm,
    "brest": forms.BrestForm,
    "arret": forms.SickLeaveForm,
    "declares": forms.DeclaredForm,
    "rfr": forms.RefForm,
    "patrimoine": forms.WealthForm,
}


def form_for(page: Page, answers: Answers) -> PageForm:
    """Return the form of a page, holding what was posted, else what was answered before."""
    form = _class_for(page, answers)(data=answers.get(page.key))
    form.offer(answers)
    if page.step == "handicap":
        del form["rsdae" if page.who.startswith("enfant") else "place"]
    if page.step == "scolarite" and household.age(answers, page.who) < household.WORKING_AGE:
        del form["activite"]
    return form


def _class_for(page: Page, answers: Answers) -> type[PageForm]:
    match page.step:
        case "personne" if page.who.startswith("enfant"):
            return forms.ChildForm
        case "personne" if page.who.startswith("autre"):
            return forms.OtherForm
        case "personne":
            return forms.AdultForm
        case "handicap":
            return forms.DisabilityForm
        case "ressources":
            return resources_form()
        case "montants":
            return amounts_form(household.natures(answers, page.who))
        case "independant":
            return self_employed_form(household.self_employed(answers, page.who))
        case "prestations":
            return received_form()
        case "prestations_montants":
            return received_amounts_form(household.received(answers))
        case "autonomie":
            return autonomy_form(household.autonomy_questions(answers, page.who))
    return FORMS[page.step]


def folded(form: PageForm) -> list[tuple[Any, list[Any]]]:
    """Return the fields of a page in order: shown at once without a title, or folded under one."""
    found: list[tuple[Any, list[Any]]] = []
    for field in form:
        kind, name = field.name.rsplit("_", 1) if "_" in field.name else ("", "")
        hidden = kind in INCOMES and name in DETAILS
        title = ""
        if hidden and not INCOMES[kind].exceptional:
            title = _("%(income)s : le détail des derniers mois", income=_(INCOMES[kind].label))
        if found and str(found[-1][0]) == str(title):
            found[-1][1].append(field)
        else:
            found.append((title, [field]))
    return found
