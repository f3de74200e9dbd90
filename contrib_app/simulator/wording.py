"""French sentences from facts: persons, pages, answers, amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrib_app.catalogue import Benefit
from contrib_app.simulator import household
from contrib_app.simulator.household import Answers, Page
from contrib_app.simulator.situation import INCOMES

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
    "ue": "D'un autre pays de l'Union européenne, de l'EEE ou suisse",
    "autre": "D'un autre pays",
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
    "etudes": "Études",
    "logement": "Votre logement",
    "commune": "Votre commune",
    "paris": "À Paris",
    "accompagnement": "Accompagner un proche malade",
    "brest": "À Brest",
    "ressources": "Ressources",
    "montants": "Montants",
    "autonomie": "Aide au quotidien et santé",
    "prestations": "Prestations déjà reçues",
    "declares": "Revenus déclarés",
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
        return "Vous"
    if who == "conjoint":
        return "Votre conjoint·e"
    role, rank = who.rstrip("0123456789"), int(who.lstrip("abcdefghijklmnopqrstuvwxyz"))
    noun = {"enfant": "enfant", "autre": "autre personne"}[role]
    aged = ""
    if born:
        age = household.age_in(born, month)
        aged = f" ({age} an{'s' if age > 1 else ''})" if age >= 1 else " (moins d'un an)"
    return f"{ORDINALS[rank]} {noun}{aged}"


def page_title(page: Page, answers: Answers) -> str:
    """Return the title of a page, which names the person it is about."""
    who = person_words(page.who) if page.who else ""
    match page:
        case Page("personne", "demandeur"):
            return "Parlons de vous"
        case Page("personne", _):
            return f"Parlons de cette personne : {who.lower()}"
        case Page("etudes", _):
            return f"Bourse d'études : {who.lower()}"
        case Page("ressources", _):
            return f"Quelles ressources depuis un an ? {who}"
        case Page("montants", _):
            return f"Quels montants ? {who}"
        case Page("declares", _):
            return f"Revenus déclarés aux impôts : {who.lower()}"
        case Page("autonomie", _):
            return f"Aide au quotidien et santé : {who.lower()}"
        case Page("prestations", _):
            return "Quelles prestations recevez-vous déjà ?"
    return STEPS[page.step]


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
class Line:
    """One answer on the summary: question, answer in words, and its page."""

    question: str
    answer: str
    page: Page


@dataclass(frozen=True)
class Result:
    """One result on the page: for whom, in words, whether the right is open, and its details."""

    whom: str
    words: str
    open: bool
    details: Sequence[tuple[str, str]] = ()


def summary_lines(answers: Answers) -> list[Line]:
    """Return every answer in words, page by page."""
    found = []
    for page in household.pages(answers):
        if page.key in answers:
            said = " ; ".join(_said(page, answers[page.key], answers)) or "Rien à signaler"
            found.append(Line(page_title(page, answers), said, page))
        else:
            found.append(Line(page_title(page, answers), "Pas encore de réponse", page))
    return found


def _said(page: Page, given: Mapping[str, Any], answers: Answers) -> list[str]:
    match page.step:
        case "foyer":
            return [
                COUPLES.get(given.get("couple") or "", ""),
                plural(given.get("enfants") or 0, "enfant"),
                plural(given.get("autres") or 0, "autre personne", "autres personnes"),
            ]
        case "personne":
            return list(_said_of_person(given))
        case "etudes":
            return [SCHOLARSHIPS.get(str(given.get("echelon")), "")]
        case "commune":
            place = household.commune(answers)
            return [f"{place.name} ({place.code})"] if place else []
        case "logement":
            said = [HOUSING.get(given.get("statut") or "", "")]
            said += [f"loyer ou prêt {euros(given['loyer'])}"] if given.get("loyer") else []
            said += [f"charges {euros(given['charges'])}"] if given.get("charges") else []
            return [*said, *(["colocation"] if given.get("colocation") == "oui" else [])]
        case "paris":
            said = [f"{given.get('mois_a_paris')} mois à Paris sur les 60 derniers"]
            charges = given.get("copropriete")
            said += [f"copropriété {euros(charges)}"] if charges else []
            said += [f"parent âgé : {person_words(who)}" for who in given.get("parents_ages") or []]
            cares = given.get("accompagnement") == "oui"
            return said + (["arrêt de travail pour un proche malade"] if cares else [])
        case "accompagnement":
            said = [person_words(given.get("qui") or "demandeur").lower()]
            said += [f"perte {euros(given['perte'])}"] if "perte" in given else []
            paid = given.get("indemnites")
            return said + ([f"indemnités {euros(paid)}"] if paid else [])
        case "autonomie":
            return list(_said_of_autonomy(household.autonomy(answers, page.who)))
        case "brest":
            quotient = given.get("quotient")
            return ["Quotient familial inconnu" if quotient is None else f"QF {number(quotient)}"]
        case "ressources":
            return [INCOMES[kind].label for kind in given.get("natures", [])] or ["Aucune"]
        case "montants":
            return list(_said_of_amounts(given))
    return [f"{name.replace('_', ' ')} : {euros(v)}" for name, v in given.items() if v]


def _said_of_person(given: Mapping[str, Any]) -> list[str]:
    said = []
    if born := given.get("naissance"):
        day = date.fromisoformat(born)
        said.append(f"né·e le {day.day} {MONTHS[day.month]} {day.year}")
    if activity := given.get("activite"):
        said.append(ACTIVITIES[activity].lower())
    if given.get("nationalite") not in (None, "fr"):
        said.append(NATIONALITIES[given["nationalite"]].lower())
    for name, words in (("handicap", "en situation de handicap"), ("garde_alternee", "alternée")):
        if given.get(name) == "oui":
            said.append(words if name == "handicap" else "en garde alternée")
    if given.get("rattache") == "non":
        said.append("déclare seul·e ses impôts")
    return said


def _said_of_autonomy(given: Mapping[str, Any]) -> list[str]:
    said = [f"besoin d'aide : {NEEDS[given['besoin_aide']].lower()}"] if given else []
    said += [f"GIR {given['gir']}"] if given.get("gir") else []
    said += [f"plan d'aide {euros(given['plan_aide'])}"] if given.get("plan_aide") else []
    if title := given.get("titre_handicap"):
        said.append(TITLES[title])
    for name, words in (
        ("inaptitude", "retraite pour inaptitude"),
        ("ancien_combattant", "ancien combattant, ou veuf ou veuve de guerre"),
        ("mutuelle", "mutuelle payante"),
    ):
        if given.get(name) == "oui":
            said.append(words)
    if given.get("mutuelle") == household.UNKNOWN:
        said.append("mutuelle : je ne sais pas")
    return said + ([f"cotisation {euros(given['cotisation'])}"] if given.get("cotisation") else [])


def _said_of_amounts(given: Mapping[str, Any]) -> list[str]:
    said = []
    for kind, income in INCOMES.items():
        mean, current = given.get(f"{kind}_moyenne"), given.get(f"{kind}_actuel")
        if mean is None and current is None:
            continue
        words = f"{income.label} : {euros(mean or 0)} par mois"
        said.append(words + (f", {euros(current)} ce mois-ci" if current is not None else ""))
    return said


def why_not_computable(benefit: Benefit, answers: Answers) -> str | None:
    """Return why nobody can compute the benefit for this household, and what to do, or None."""
    facts = {
        household.person(answers, who).get("activite") for who in household.adults(answers)
    } | {answers.get("logement", {}).get("statut")}
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


def detail_words(value: Any) -> str:
    """Return a price, or a tariff bracket, in words.

    >>> detail_words(3.05), detail_words(0), detail_words("tranche_b")
    ('3,05 €', 'gratuit', 'B')
    """
    if isinstance(value, str):
        return value.rpartition("_")[2].upper()
    return euros(value) if value else "gratuit"
