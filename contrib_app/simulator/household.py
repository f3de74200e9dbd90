"""Answers → who lives in the home, and which pages the questionnaire has.

Ages are those of a month, this month unless another is given; nothing else comes from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrib_app.simulator.communes import Commune, find_commune
from contrib_app.simulator.incomes import INCOMES, PAID, RECEIVED, SELF_EMPLOYED, SICK_LEAVE

Answers = Mapping[str, Mapping[str, Any]]
MOST_CHILDREN = 12
MOST_OTHERS = 6
COUPLES = ("marie", "pacse", "union_libre")

ADULT, TAX_ADULT = 18, 25
SCHOOL_AGE, WORKING_AGE, OLDEST_CHILD = 9, 16, 25
SENIOR, AGED, VERY_AGED = 60, 65, 75
MODEST_INCOME = 2_500
"""Above it, by month and for a couple, no benefit depends on a complementary health insurance."""
MAIN_AMOUNTS = {
    "ae": "ae_annee",
    "micro": "micro_ca",
    "agricole": "agricole_benefice",
    "liberal": "liberal_benefice",
}
"""The answer that each kind of self-employment needs."""
DISABILITY_INCOMES = {"aah", "invalidite"}
UNKNOWN = "inconnu"
OPTIONAL = {"gir", "plan_aide", "cotisation"}


@dataclass(frozen=True)
class Page:
    """A page of the questionnaire: one question, or one small group, about the home or a person."""

    step: str
    who: str = ""

    @property
    def key(self) -> str:
        """Where its answers are kept."""
        return f"{self.step}/{self.who}" if self.who else self.step


def adults(answers: Answers) -> list[str]:
    """Return the adults of the family: the asker, and a partner if there is one."""
    return ["demandeur", "conjoint"] if in_couple(answers) else ["demandeur"]


def in_couple(answers: Answers) -> bool:
    return answers.get("foyer", {}).get("couple") in COUPLES


def children(answers: Answers) -> list[str]:
    return _numbered("enfant", answers.get("foyer", {}).get("enfants"), MOST_CHILDREN)


def others(answers: Answers) -> list[str]:
    return _numbered("autre", answers.get("foyer", {}).get("autres"), MOST_OTHERS)


def persons(answers: Answers) -> list[str]:
    """Return everybody in the home, by role."""
    return [*adults(answers), *children(answers), *others(answers)]


def person(answers: Answers, who: str) -> Mapping[str, Any]:
    """Return what was answered about a person."""
    return answers.get(f"personne/{who}", {})


def age_in(born: str, month: str) -> int:
    """Return the age on the first day of a month."""
    day, first = date.fromisoformat(born), date.fromisoformat(f"{month}-01")
    return first.year - day.year - ((first.month, 1) < (day.month, day.day))


def age(answers: Answers, who: str, month: str | None = None) -> int:
    """Return the age of a person, 0 while it is not known."""
    born = person(answers, who).get("naissance")
    return age_in(born, month or f"{date.today():%Y-%m}") if born else 0  # noqa: DTZ011 - a day of law


def elders(answers: Answers, month: str | None = None) -> list[str]:
    """Return the other people of the home who are 75 or more."""
    return [who for who in others(answers) if age(answers, who, month) >= VERY_AGED]


def natures(answers: Answers, who: str) -> list[str]:
    """Return the kinds of income that a person ticked."""
    ticked = answers.get(f"ressources/{who}", {}).get("natures") or []
    return [kind for kind in INCOMES if kind in ticked]


def commune(answers: Answers) -> Commune | None:
    """Return where the home is, once it is known."""
    return find_commune(answers.get("commune", {}).get("commune") or "")


def disabled(answers: Answers, who: str) -> bool:
    return "handicap" in (person(answers, who).get("situations") or [])


def grown_up(answers: Answers, child: str, month: str | None = None) -> bool:
    """Tell whether a child is over 25 without a disability: no longer of the family."""
    return age(answers, child, month) > OLDEST_CHILD and not disabled(answers, child)


def counted_children(answers: Answers, month: str | None = None) -> list[str]:
    """Return the children that the family counts."""
    return [child for child in children(answers) if not grown_up(answers, child, month)]


def attached_asker(answers: Answers, month: str | None = None) -> bool:
    """Tell whether the asker, from 18 to 24, is on the tax return of their parents."""
    return (
        Page("impots", "demandeur") in _of_person(answers, "demandeur", month)
        and answers.get("impots/demandeur", {}).get("seul") == "non"
    )


def self_employed(answers: Answers, who: str) -> list[str]:
    """Return the kinds of self-employment that a person ticked."""
    ticked = answers.get(f"ressources/{who}", {}).get("natures") or []
    return [kind for kind in SELF_EMPLOYED if kind in ticked]


def received(answers: Answers) -> list[str]:
    """Return the family benefits that the home received in the past year."""
    ticked = answers.get("prestations", {}).get("recues") or []
    return [benefit for benefit in RECEIVED if benefit in ticked]


def still_received(answers: Answers) -> set[str]:
    """Return the benefits that somebody declares for this month: they are not computed again."""
    amounts = answers.get("prestations_montants", {})
    family = {one for one in received(answers) if amounts.get(f"{one}_encore") != "non"}
    return family | {
        kind
        for who in persons(answers)
        for kind in natures(answers, who)
        if answers.get(f"montants/{who}", {}).get(f"{kind}_encore") != "non"
    }


def pages(answers: Answers) -> list[Page]:
    """Return the pages of the first estimate that these answers call for, in order."""
    everybody = persons(answers)
    earners = [
        who
        for who in everybody
        if not who.startswith("enfant") or answers.get(f"scolarite/{who}", {}).get("activite")
    ]
    found = [Page("foyer")]
    for who in everybody:
        found += [Page("personne", who), *_of_person(answers, who)]
    if not in_couple(answers) and children(answers):
        found.append(Page("isolement"))
    found += [Page("logement"), Page("commune"), *_of_housing(answers), *local_pages(answers)]
    for who in earners:
        found += [Page("ressources", who), *_of_incomes(answers, who)]
    found += [Page("autonomie", who) for who in adults(answers) if autonomy_questions(answers, who)]
    found.append(Page("prestations"))
    if received(answers):
        found.append(Page("prestations_montants"))
    return found


def refinements(answers: Answers) -> list[Page]:
    """Return the optional pages, offered with the first estimate, that make it more exact."""
    found = [Page("declares", who) for who in [*adults(answers), *others(answers)]]
    one_household = answers.get("foyer", {}).get("couple") != "union_libre" and not others(answers)
    if one_household and any(
        answers.get(f"scolarite/{who}", {}).get("scolarite") in ("college", "lycee")
        for who in children(answers)
    ):
        found.append(Page("rfr"))
    return found + [Page("patrimoine", who) for who in adults(answers)]


def _of_person(answers: Answers, who: str, month: str | None = None) -> list[Page]:
    """Return the pages that what was said of a person calls for."""
    given, years = person(answers, who), age(answers, who, month)
    child = who.startswith("enfant")
    found = []
    if given.get("nationalite") in ("ue", "autre"):
        found.append(Page("sejour", who))
    if disabled(answers, who):
        found.append(Page("handicap", who))
    if child and given.get("naissance") and SCHOOL_AGE <= years <= OLDEST_CHILD:
        found.append(Page("scolarite", who))
    if given.get("activite") == "chomeur":
        found.append(Page("chomage", who))
    if "etudiant" in (
        given.get("activite"),
        answers.get(f"scolarite/{who}", {}).get("activite") if child else None,
    ):
        found.append(Page("etudes", who))
    if who == "demandeur" and given.get("naissance") and ADULT <= years < TAX_ADULT:
        found.append(Page("impots", who))
    return found


def _of_housing(answers: Answers) -> list[Page]:
    """Return the pages that the kind of housing calls for."""
    status = answers.get("logement", {}).get("statut") or ""
    if status.startswith("locataire") or status == "primo_accedant":
        return [Page("loyer")]
    return [Page("hebergement")] if status == "loge_gratuitement" else []


def _of_incomes(answers: Answers, who: str) -> list[Page]:
    """Return the pages that the incomes of a person call for."""
    found = [Page("montants", who)] if natures(answers, who) else []
    if self_employed(answers, who):
        found.append(Page("independant", who))
    if set(SICK_LEAVE) & set(natures(answers, who)):
        found.append(Page("arret", who))
    return found


def local_pages(answers: Answers) -> list[Page]:
    """Return the questions that matter only where the home is."""
    place = commune(answers)
    if place is None:
        return []
    if in_paris(answers):
        cares = answers.get("paris", {}).get("accompagnement") == "oui"
        return [Page("paris"), *([Page("accompagnement")] if cares else [])]
    if place.epci == "242900314":
        return [Page("brest")]
    return []


def in_paris(answers: Answers) -> bool:
    place = commune(answers)
    return place is not None and place.departement == "75"


def autonomy_questions(answers: Answers, who: str, month: str | None = None) -> list[str]:
    """Return the questions about daily help and health that can change a benefit of this adult."""
    years, place = age(answers, who, month), commune(answers)
    has_disability = disabled(answers, who) or bool(DISABILITY_INCOMES & set(natures(answers, who)))
    if not (years >= SENIOR or (has_disability and in_paris(answers))):
        return []
    found = ["besoin_aide"]
    if years >= SENIOR:
        found.append("gir")
        found += ["plan_aide"] if place and place.departement == "93" else []
    if in_paris(answers):
        retired = person(answers, who).get("activite") == "retraite"
        found += ["titre_handicap"] if has_disability else []
        found += ["inaptitude"] if retired and SENIOR <= years < AGED else []
        found += ["ancien_combattant"] if years >= AGED else []
        found += ["mutuelle", "cotisation"] if monthly_income(answers) <= MODEST_INCOME else []
    return found


def autonomy(answers: Answers, who: str, month: str | None = None) -> dict[str, Any]:
    """Return the answers to the questions that still matter about this adult."""
    given = answers.get(f"autonomie/{who}", {})
    asked = autonomy_questions(answers, who, month)
    return {name: given[name] for name in asked if name in given}


def monthly_income(answers: Answers) -> float:
    """Return what the adults received by month, on average."""
    amounts = [
        answers.get(f"montants/{who}", {}).get(f"{kind}_moyenne") or 0.0
        for who in adults(answers)
        for kind in natures(answers, who)
        if kind != PAID
    ]
    return float(sum(amounts))


def family_questions(answers: Answers, month: str | None = None) -> list[str]:
    """Return the questions of Paris that only some homes are asked."""
    works = any(person(answers, who).get("activite") != "retraite" for who in adults(answers))
    found = ["accompagnement"] if works else []  # who is retired has no work to leave
    return [*found, *(["parents_ages"] if elders(answers, month) else [])]


def unknowns(answers: Answers) -> set[str]:
    """Return the questions that an adult could not answer."""
    return {
        name
        for who in adults(answers)
        for name, answer in {**autonomy(answers, who), **disability(answers, who)}.items()
        if answer == UNKNOWN
    }


def disability(answers: Answers, who: str) -> dict[str, Any]:
    """Return what the commission (CDAPH) decided of an adult, as far as it matters."""
    given = answers.get(f"handicap/{who}", {}) if disabled(answers, who) else {}
    matters = ("taux", "rsdae") if given.get("taux") == "50" else ("taux",)
    return {name: given[name] for name in matters if name in given}


def amount_name(kind: str) -> str:
    """Return the answer that every ticked income needs: a monthly amount, or what came once."""
    return f"{kind}_total" if INCOMES[kind].exceptional else f"{kind}_moyenne"


def next_page(answers: Answers, page: Page) -> Page | None:
    """Return the page that follows, or None when the summary does."""
    found = pages(answers)
    if page not in found:
        return found[0]
    following = found[found.index(page) + 1 :]
    return following[0] if following else None


def previous_page(answers: Answers, page: Page) -> Page | None:
    found = pages(answers)
    before = found[: found.index(page)] if page in found else []
    return before[-1] if before else None


def missing_page(answers: Answers) -> Page | None:
    """Return the first page that nobody has answered, or None."""
    return next((page for page in pages(answers) if not _answered(answers, page)), None)


def _answered(answers: Answers, page: Page) -> bool:
    """Tell whether a page was answered, with all that it asks now."""
    return page.key in answers and set(_asked(answers, page)) <= answers[page.key].keys()


def _asked(answers: Answers, page: Page) -> list[str]:
    """Return the answers without which a page has to be seen again: other answers changed it."""
    match page.step:
        case "montants":
            return [amount_name(kind) for kind in natures(answers, page.who)]
        case "independant":
            return [MAIN_AMOUNTS[kind] for kind in self_employed(answers, page.who)]
        case "prestations_montants":
            return [f"{benefit}_moyenne" for benefit in received(answers)]
        case "autonomie":
            return [one for one in autonomy_questions(answers, page.who) if one not in OPTIONAL]
        case "paris":
            return family_questions(answers)
    return []


def _numbered(role: str, count: Any, most: int) -> list[str]:
    number = count if isinstance(count, int) else 0
    return [f"{role}{rank}" for rank in range(1, min(number, most) + 1)]
