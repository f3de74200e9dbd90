"""Answers → who lives in the home, and which pages the questionnaire has.

Ages are those of a month, this month unless another is given; nothing else comes from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrib_app.simulator.communes import Commune, find_commune

Answers = Mapping[str, Mapping[str, Any]]
MOST_CHILDREN = 12
MOST_OTHERS = 6
COUPLES = ("marie", "pacse", "union_libre")

SENIOR, AGED, VERY_AGED = 60, 65, 75
MODEST_INCOME = 2_500
"""Above it, by month and for a couple, no benefit depends on a complementary health insurance."""
DISABILITY_INCOMES = {"aah", "invalidite"}
PAID = "pension_versee"
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
    return list(answers.get(f"ressources/{who}", {}).get("natures") or [])


def commune(answers: Answers) -> Commune | None:
    """Return where the home is, once it is known."""
    return find_commune(answers.get("commune", {}).get("commune") or "")


def pages(answers: Answers) -> list[Page]:
    """Return the pages that these answers call for, in order. The summary comes after them."""
    everybody = persons(answers)
    seniors = [who for who in adults(answers) if autonomy_questions(answers, who)]
    earners = [
        who
        for who in everybody
        if not who.startswith("enfant") or person(answers, who).get("activite")
    ]
    found = [Page("foyer"), *(Page("personne", who) for who in everybody)]
    found += [
        Page("etudes", who)
        for who in everybody
        if person(answers, who).get("activite") == "etudiant"
    ]
    found += [Page("logement"), Page("commune")]
    found += local_pages(answers)
    for who in earners:
        found.append(Page("ressources", who))
        if natures(answers, who):
            found.append(Page("montants", who))
    found += [Page("autonomie", who) for who in seniors]
    found.append(Page("prestations"))
    found += [Page("declares", who) for who in [*adults(answers), *others(answers)]]
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
    disabled = person(answers, who).get("handicap") == "oui" or bool(
        DISABILITY_INCOMES & set(natures(answers, who))
    )
    if not (years >= SENIOR or (disabled and in_paris(answers))):
        return []
    found = ["besoin_aide"]
    if years >= SENIOR:
        found.append("gir")
        found += ["plan_aide"] if place and place.departement == "93" else []
    if in_paris(answers):
        retired = person(answers, who).get("activite") == "retraite"
        found += ["titre_handicap"] if disabled else []
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
        for name, answer in autonomy(answers, who).items()
        if answer == UNKNOWN
    }


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
            return [f"{kind}_moyenne" for kind in natures(answers, page.who)]
        case "autonomie":
            return [one for one in autonomy_questions(answers, page.who) if one not in OPTIONAL]
        case "paris":
            return family_questions(answers)
    return []


def _numbered(role: str, count: Any, most: int) -> list[str]:
    number = count if isinstance(count, int) else 0
    return [f"{role}{rank}" for rank in range(1, min(number, most) + 1)]
