"""Answers → who lives in the home, and which pages the questionnaire has. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contrib_app.simulator.communes import Commune, find_commune

Answers = Mapping[str, Mapping[str, Any]]
MOST_CHILDREN = 12
MOST_OTHERS = 6
COUPLES = ("marie", "pacse", "union_libre")


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


def commune(answers: Answers) -> Commune | None:
    """Return where the home is, once it is known."""
    return find_commune(answers.get("commune", {}).get("commune") or "")


def pages(answers: Answers) -> list[Page]:
    """Return the pages that these answers call for, in order. The summary comes after them."""
    everybody = persons(answers)
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
        if answers.get(f"ressources/{who}", {}).get("natures"):
            found.append(Page("montants", who))
    found.append(Page("prestations"))
    found += [Page("declares", who) for who in [*adults(answers), *others(answers)]]
    return found


def local_pages(answers: Answers) -> list[Page]:
    """Return the questions that matter only where the home is."""
    place = commune(answers)
    if place is None:
        return []
    if place.departement == "75":
        return [Page("paris")]
    if place.epci == "242900314":
        return [Page("brest")]
    return []


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
    """Tell whether a page was answered, with an amount for each income that is ticked now."""
    if page.key not in answers:
        return False
    if page.step != "montants":
        return True
    natures = answers[f"ressources/{page.who}"]["natures"]
    return all(f"{kind}_moyenne" in answers[page.key] for kind in natures)


def _numbered(role: str, count: Any, most: int) -> list[str]:
    number = count if isinstance(count, int) else 0
    return [f"{role}{rank}" for rank in range(1, min(number, most) + 1)]
