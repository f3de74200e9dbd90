"""Every answer in words, page by page, for the summary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrib_app.simulator import household, wording
from contrib_app.simulator.household import Answers, Page
from contrib_app.simulator.incomes import INCOMES, RECEIVED, SELF_EMPLOYED, TRADES
from contrib_app.simulator.wording import euros, number, person_words, plural


@dataclass(frozen=True)
class Line:
    """One answer on the summary: question, answer in words, and its page."""

    question: str
    answer: str
    page: Page


def summary_lines(answers: Answers) -> list[Line]:
    """Return every answer in words, page by page, the optional ones only once given."""
    found = []
    for page in household.pages(answers):
        title = wording.page_title(page, answers)
        if page.key in answers:
            said = " ; ".join(filter(None, _said(page, answers[page.key], answers)))
            found.append(Line(title, said or "Rien à signaler", page))
        else:
            found.append(Line(title, "Pas encore de réponse", page))
    for page in household.refinements(answers):
        if page.key in answers:
            said = " ; ".join(filter(None, _said(page, answers[page.key], answers)))
            found.append(Line(wording.page_title(page, answers), said or "Rien à signaler", page))
    return found


CHOSEN: dict[tuple[str, str], dict[str, str]] = {
    ("foyer", "couple"): wording.COUPLES,
    ("personne", "activite"): wording.ACTIVITIES,
    ("personne", "nationalite"): wording.NATIONALITIES,
    ("sejour", "duree"): wording.STAYS,
    ("handicap", "taux"): {rate: f"taux {words.lower()}" for rate, words in wording.RATES.items()},
    ("handicap", "rsdae"): {"oui": "restriction d'accès à l'emploi reconnue"},
    ("handicap", "place"): {"oui": "enfant placé"},
    ("chomage", "cinq_ans"): {"oui": "cinq ans de travail en dix ans"},
    ("etudes", "echelon"): wording.SCHOLARSHIPS,
    ("impots", "seul"): {"oui": "déclare seul·e", "non": "déclaré·e par ses parents"},
    ("scolarite", "scolarite"): wording.SCHOOLS,
    ("scolarite", "activite"): wording.ACTIVITIES,
    ("isolement", "recent"): {"oui": "depuis moins de 18 mois", "non": "depuis 18 mois ou plus"},
    ("logement", "statut"): wording.HOUSING,
    ("hebergement", "participation"): {
        "oui": "participation aux frais",
        "non": "sans participation aux frais",
    },
    ("hebergement", "chez_parents"): {"oui": "chez ses parents"},
    ("personne", "rattache"): {"non": "déclare seul·e ses impôts"},
}
LISTED: dict[tuple[str, str], dict[str, str]] = {
    ("personne", "situations"): wording.SITUATIONS | wording.CHILD_SITUATIONS,
    ("loyer", "particularites"): wording.RENTED,
    ("ressources", "natures"): {kind: one.label for kind, one in INCOMES.items()} | SELF_EMPLOYED,
    ("prestations", "recues"): RECEIVED,
}
AMOUNTS = {
    "loyer": "loyer ou prêt",
    "charges": "charges",
    "ae_annee": "chiffre d'affaires de l'an dernier",
    "micro_ca": "chiffre d'affaires de l'an dernier",
    "agricole_benefice": "bénéfice agricole",
    "liberal_benefice": "bénéfice",
    "n2": "il y a deux ans",
    "n1": "l'an dernier",
}


def _said(page: Page, given: Mapping[str, Any], answers: Answers) -> Iterator[str]:
    """Yield what was answered on a page, in words."""
    special = {
        "personne": _said_of_person,
        "foyer": _said_of_home,
        "paris": _said_of_paris,
        "accompagnement": _said_of_care,
        "montants": _said_of_amounts,
        "prestations_montants": _said_of_received,
    }.get(page.step)
    if special:
        yield from special(given)
    elif page.step == "autonomie":
        yield from _said_of_autonomy(household.autonomy(answers, page.who))
    elif page.step == "commune":
        place = household.commune(answers)
        yield f"{place.name} ({place.code})" if place else ""
    elif page.step == "brest":
        quotient = given.get("quotient")
        yield "Quotient familial inconnu" if quotient is None else f"QF {number(quotient)}"
    else:
        yield from _said_plainly(page.step, given)


def _said_plainly(step: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield choices in their words, lists joined, amounts and days with their names."""
    empty = {"ressources": "Aucune", "prestations": "Aucune"}
    for name, value in given.items():
        if (step, name) in CHOSEN:
            yield CHOSEN[step, name].get(str(value), "")
        elif (step, name) in LISTED:
            words = LISTED[step, name]
            yield ", ".join(words[one] for one in value if one in words) or empty.get(step, "")
        elif name.endswith("_type"):
            yield TRADES.get(str(value), "").lower()
        elif isinstance(value, float):
            yield f"{AMOUNTS.get(name, name.replace('_', ' '))} : {euros(value)}"
        elif name in ("fin_contrat", "date"):
            yield day_words(value)


def day_words(day: str) -> str:
    """Return a day in words.

    >>> day_words("1985-02-14")
    '14 février 1985'
    """
    read = date.fromisoformat(day)
    return f"{read.day} {wording.MONTHS[read.month]} {read.year}"


def _said_of_home(given: Mapping[str, Any]) -> Iterator[str]:
    yield wording.COUPLES.get(given.get("couple") or "", "")
    yield plural(given.get("enfants") or 0, "enfant")
    yield plural(given.get("autres") or 0, "autre personne", "autres personnes")


def _said_of_person(given: Mapping[str, Any]) -> Iterator[str]:
    if born := given.get("naissance"):
        yield f"né·e le {day_words(born)}"
    if activity := given.get("activite"):
        yield wording.ACTIVITIES[activity].lower()
    if given.get("nationalite") not in (None, "fr"):
        yield wording.NATIONALITIES[given["nationalite"]].lower()
    for one in given.get("situations") or []:
        yield LISTED["personne", "situations"].get(one, "").lower()
    if given.get("rattache") == "non":
        yield "déclare seul·e ses impôts"


def _said_of_paris(given: Mapping[str, Any]) -> Iterator[str]:
    yield f"{given.get('mois_a_paris')} mois à Paris sur les 60 derniers"
    if charges := given.get("copropriete"):
        yield f"copropriété {euros(charges)}"
    for who in given.get("parents_ages") or []:
        yield f"parent âgé : {person_words(who)}"
    if given.get("accompagnement") == "oui":
        yield "arrêt de travail pour un proche malade"


def _said_of_care(given: Mapping[str, Any]) -> Iterator[str]:
    yield person_words(given.get("qui") or "demandeur").lower()
    if "perte" in given:
        yield f"perte {euros(given['perte'])}"
    if paid := given.get("indemnites"):
        yield f"indemnités {euros(paid)}"


def _said_of_autonomy(given: Mapping[str, Any]) -> Iterator[str]:
    if given:
        yield f"besoin d'aide : {wording.NEEDS[given['besoin_aide']].lower()}"
    if given.get("gir"):
        yield f"GIR {given['gir']}"
    if given.get("plan_aide"):
        yield f"plan d'aide {euros(given['plan_aide'])}"
    if title := given.get("titre_handicap"):
        yield wording.TITLES[title]
    for name, words in (
        ("inaptitude", "retraite pour inaptitude"),
        ("ancien_combattant", "ancien combattant, ou veuf ou veuve de guerre"),
        ("mutuelle", "mutuelle payante"),
    ):
        if given.get(name) == "oui":
            yield words
    if given.get("mutuelle") == household.UNKNOWN:
        yield "mutuelle : je ne sais pas"
    if given.get("cotisation"):
        yield f"cotisation {euros(given['cotisation'])}"


def _said_of_amounts(given: Mapping[str, Any]) -> Iterator[str]:
    labels = {kind: income.label for kind, income in INCOMES.items()}
    yield from _amounts_of(labels, given)


def _said_of_received(given: Mapping[str, Any]) -> Iterator[str]:
    yield from _amounts_of(RECEIVED, given)


def _amounts_of(labels: Mapping[str, str], given: Mapping[str, Any]) -> Iterator[str]:
    for kind, label in labels.items():
        mean, total = given.get(f"{kind}_moyenne"), given.get(f"{kind}_total")
        if mean is not None:
            stopped = given.get(f"{kind}_encore") == "non"
            yield f"{label} : {euros(mean)} par mois" + (", plus ce mois-ci" if stopped else "")
        if total is not None:
            yield f"{label} : {euros(total)} en douze mois"
