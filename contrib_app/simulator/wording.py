"""French sentences from facts: persons, pages, answers, amounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrib_app.catalogue import Benefit
from contrib_app.simulator import household
from contrib_app.simulator.household import Answers, Page
from contrib_app.tongue import translated

COUPLES = {
    "seul": "Non, je vis sans conjoint",
    "marie": "Oui, nous sommes mariés",
    "pacse": "Oui, nous sommes pacsés",
    "union_libre": "Oui, en union libre",
}
ACTIVITIES = {
    "salarie": "Salarié·e",
    "independant": "Indépendant·e",
    "chomeur": "Sans emploi, inscrit·e à France Travail",
    "etudiant": "Étudiant·e",
    "retraite": "Retraité·e",
    "inactif": "Sans activité",
}
NATIONALITIES = {
    "fr": "Française",
    "ue": "D'un autre pays de l'Union européenne ou de l'EEE",
    "suisse": "Suisse",
    "autre": "D'un autre pays",
}
STAYS = {
    "moins_3_mois": "Moins de 3 mois",
    "moins_5_ans": "De 3 mois à moins de 5 ans",
    "moins_10_ans": "De 5 ans à moins de 10 ans",
    "10_ans": "10 ans ou plus",
}
SITUATIONS = {
    "handicap": "Situation de handicap reconnue",
    "enceinte": "Grossesse en cours",
    "inapte": "Inaptitude au travail reconnue",
}
CHILD_SITUATIONS = {
    "garde_alternee": "En garde alternée",
    "handicap": "Situation de handicap reconnue",
    "enceinte": "Grossesse en cours",
}
RATES = {
    "30": "Moins de 50 %",
    "50": "De 50 à 79 %",
    "80": "80 % ou plus",
    household.UNKNOWN: "Pas encore décidé",
}
SCHOOLS = {
    "college": "Au collège",
    "lycee": "Au lycée, ou en CAP",
    "autre": "Autre : école primaire, études supérieures, plus de scolarité…",
}
YOUNG_ACTIVITIES = {
    "": "Au collège ou au lycée",
    **{name: words for name, words in ACTIVITIES.items() if name != "retraite"},
}
RENTED = {
    "colocation": "Colocation",
    "chambre": "Chambre seule : une pièce sans toilettes",
    "famille": "Le propriétaire est un parent, un grand-parent, un enfant ou un petit-enfant",
    "crous": "Logement du Crous",
}
HOUSING = {
    "locataire_vide": "Locataire d'un logement vide",
    "locataire_hlm": "Locataire d'un logement social (HLM)",
    "locataire_meuble": "Locataire d'un meublé, à l'hôtel",
    "locataire_foyer": "En foyer ou en résidence",
    "primo_accedant": "Propriétaire, avec un prêt à rembourser",
    "proprietaire": "Propriétaire, sans prêt",
    "loge_gratuitement": "Hébergé·e, logé·e gratuitement",
    "sans_domicile": "Sans domicile stable",
}
SCHOLARSHIPS = {"-1": "Pas boursier", "0": "Échelon 0 bis"} | {
    str(rank): f"Échelon {rank}" for rank in range(1, 8)
}
NEEDS = {
    "jamais": "Jamais",
    "ponctuellement": "De temps en temps",
    "regulierement": "Régulièrement",
    "gir": "Je connais le GIR",
    household.UNKNOWN: "Je ne sais pas",
}
TITLES = {
    household.UNKNOWN: "Je ne sais pas",
    "aucun": "Aucun de ces titres",
    "aah": "Allocation aux adultes handicapés (AAH)",
    "actp": "Allocation compensatrice pour tierce personne (ACTP)",
    "pch_aide_humaine": "Prestation de compensation du handicap (PCH), aides humaines",
    "pension_invalidite_2_ou_3": "Pension d'invalidité de 2e ou 3e catégorie",
    "pension_veuf_invalide": "Pension de veuve ou de veuf invalide",
    "rente_at_80": "Rente d'accident du travail, incapacité de 80 % ou plus",
    "pension_anticipee_fonctionnaire": "Pension anticipée de fonctionnaire ou de militaire",
    "rente_viagere_cdc": "Rente viagère d'invalidité de la Caisse des dépôts",
}
STEPS = {
    "foyer": "Votre foyer",
    "personne": "Qui êtes-vous ?",
    "sejour": "Séjour en France",
    "handicap": "Handicap",
    "chomage": "Recherche d'emploi",
    "etudes": "Études",
    "impots": "Déclaration de revenus",
    "scolarite": "Scolarité",
    "isolement": "Vie de famille",
    "logement": "Votre logement",
    "commune": "Votre commune",
    "loyer": "Loyer ou prêt",
    "hebergement": "Hébergement",
    "paris": "À Paris",
    "accompagnement": "Accompagner un proche malade",
    "brest": "À Brest",
    "ressources": "Ressources",
    "montants": "Montants",
    "independant": "Travail indépendant",
    "arret": "Arrêt de travail",
    "autonomie": "Aide au quotidien et santé",
    "prestations": "Prestations déjà reçues",
    "prestations_montants": "Montants des prestations reçues",
    "declares": "Revenus déclarés",
    "rfr": "Revenu fiscal de référence",
    "patrimoine": "Épargne et biens",
}
PERSONAL = {
    "sejour": "Séjour en France : {who}",
    "handicap": "Handicap : {who}",
    "chomage": "Recherche d'emploi : {who}",
    "etudes": "Bourse d'études : {who}",
    "scolarite": "Scolarité : {who}",
    "ressources": "Quelles ressources depuis un an ? {who}",
    "montants": "Quels montants ? {who}",
    "independant": "Travail indépendant : {who}",
    "arret": "Arrêt de travail : {who}",
    "declares": "Revenus déclarés aux impôts : {who}",
    "patrimoine": "Épargne et biens : {who}",
    "autonomie": "Aide au quotidien et santé : {who}",
}
ORDINALS = ("", "1er", "2e", "3e", "4e", "5e", "6e", "7e", "8e", "9e", "10e", "11e", "12e")
MONTHS = (
    "",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def month_words(month: str) -> str:
    """Return a month in words.

    >>> month_words("2026-11")
    'novembre 2026'
    """
    year, number = month.split("-")
    return f"{MONTHS[int(number)]} {year}"


def person_words(who: str, born: str | None = None, month: str = "") -> str:
    """Return how to call a person.

    >>> person_words("enfant2", "2018-05-03", "2026-11")
    '2e enfant (8 ans)'
    """
    if who == "demandeur":
        return translated("Vous")
    if who == "conjoint":
        return translated("Votre conjoint·e")
    role, rank = who.rstrip("0123456789"), int(who.lstrip("abcdefghijklmnopqrstuvwxyz"))
    noun = translated({"enfant": "enfant", "autre": "autre personne"}[role])
    aged = ""
    if born:
        age = household.age_in(born, month)
        aged = f" ({age} an{'s' if age > 1 else ''})" if age >= 1 else " (moins d'un an)"
    ordinal = "1re" if role == "autre" and rank == 1 else ORDINALS[rank]
    return f"{ordinal} {noun}{aged}"


def page_title(page: Page, answers: Answers) -> str:
    """Return the title of a page, which names the person it is about."""
    born = household.person(answers, page.who).get("naissance") if page.who else None
    who = person_words(page.who, born, f"{date.today():%Y-%m}") if page.who else ""  # noqa: DTZ011
    match page:
        case Page("personne", "demandeur"):
            return translated("Parlons de vous")
        case Page("personne", _):
            return translated("Parlons de cette personne : {who}").format(
                who=person_words(page.who).lower()
            )
        case Page("prestations", _):
            return translated("Quelles prestations recevez-vous déjà ?")
    if template := PERSONAL.get(page.step):
        return translated(template).format(who=who if "? {" in template else who.lower())
    return translated(STEPS[page.step])


def euros(amount: float) -> str:
    """Return an amount as French people write it.

    >>> euros(1234.5), euros(900)
    ('1 234,50 €', '900,00 €')
    """
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",") + " €"


def number(value: float) -> str:
    """Return a number in French, without useless decimals."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",")


def plural(count: int, one: str, several: str = "") -> str:
    """Return a count and its noun.

    >>> plural(0, "enfant"), plural(2, "enfant")
    ('aucun enfant', '2 enfants')
    """
    if count == 0:
        return f"{'aucune' if several else 'aucun'} {one}"
    return f"{count} {one}" if count == 1 else f"{count} {several or one + 's'}"


@dataclass(frozen=True)
class Result:
    """One result on the page: for whom, in words, whether the right is open, and its details."""

    whom: str
    words: str
    open: bool
    details: Sequence[tuple[str, str]] = ()


def why_not_computable(benefit: Benefit, answers: Answers) -> str | None:
    """Return why nobody can compute the benefit for this household, and what to do, or None."""
    facts = {
        household.person(answers, who).get("activite") for who in household.adults(answers)
    } | {answers.get("logement", {}).get("statut")}
    if any(household.self_employed(answers, who) for who in household.adults(answers)):
        facts.add("independant")
    return benefit.not_computable_text if facts & set(benefit.not_computable_for) else None


def why_unknown(benefit: Benefit, answers: Answers) -> str | None:
    """Return what to do when a question that decides of the benefit was not answered, or None."""
    asked = household.unknowns(answers) & set(benefit.unknown_for)
    return benefit.unknown_text if asked else None


def result_words(
    benefit: Benefit, value: Any, eligible: Any = None, basis: Any = None
) -> tuple[str, bool]:
    """Return a computed value in words, and whether the right is open.

    The eligibility decides when there is one: a price may be given to who has no access.
    An amount due is never shown as nothing because of its rounding.
    """
    if isinstance(value, bool):
        return ("Vous y avez droit" if value else "Pas de droit"), value
    if not (eligible if benefit.eligibility else value):
        return "Pas de droit", False
    if benefit.without_basis and not basis:
        return benefit.without_basis, True
    if not value:
        return ("Gratuit", True) if benefit.kind == "price" else ("Rien à verser", False)
    cents = benefit.rounding < 1
    shown = round(value / benefit.rounding) * benefit.rounding
    if not shown:
        return f"moins de {number(benefit.rounding)} {benefit.unit}", True
    text = f"{shown:.2f}" if cents else f"{shown:.0f}"
    text = f"{float(text):,.2f}" if cents and float(text) % 1 else f"{float(text):,.0f}"
    return f"{text.replace(',', ' ').replace('.', ',')} {benefit.unit}", True


def detail_words(value: Any, zero: str = "gratuit") -> str:
    """Return a price, or a tariff bracket, in words.

    >>> detail_words(3.05), detail_words(0), detail_words("tranche_b")
    ('3,05 €', 'gratuit', 'B')
    """
    if isinstance(value, str):
        return value.rpartition("_")[2].upper()
    return euros(value) if value else zero
