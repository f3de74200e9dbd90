"""The same household with one thing changed: what the nearest change of a result is made of. Pure.

Changes go from the smallest to the largest, whatever they change, so that the first one that alters
a result is the nearest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contrib_app.simulator import household
from contrib_app.simulator.household import Answers
from contrib_app.simulator.incomes import INCOMES, PAID
from contrib_app.simulator.mapping_home import pays_for_housing

EUROS = (50, 100, 200, 300, 500, 800)
YEARS = (1, 2, 3, 5, 8, 12)
MONTHS_IN_PARIS = (12, 24, 36, 48, 60)
POINTS = 26
LEAST_SPAN = 2500


@dataclass(frozen=True)
class Variation:
    """One change, in words that follow "avec", and the answers that it makes."""

    words: str
    answers: Answers


def nearest_changes(answers: Answers) -> list[Variation]:
    """Return the changes to try, from the smallest to the largest."""
    found: list[Variation] = []
    for size in range(len(EUROS)):
        found += _incomes(answers, EUROS[size])
        found += _rent(answers, EUROS[size])
        found += _age(answers, YEARS[size])
        if size < len(MONTHS_IN_PARIS):
            found += _residence(answers, MONTHS_IN_PARIS[size])
        if size == 2:
            found += _family(answers)
    return found


def main_income(answers: Answers) -> tuple[str, str, float]:
    """Return who has the largest income of the couple, its kind and its monthly amount.

    Without any income, it is the asker's wage, of nothing.
    """
    found = [
        (who, kind, float(answers.get(f"montants/{who}", {}).get(f"{kind}_moyenne") or 0))
        for who in household.adults(answers)
        for kind in household.natures(answers, who)
        if kind != PAID and not INCOMES[kind].exceptional
    ]
    return max(found, key=lambda one: one[2], default=("demandeur", "salaire", 0.0))


def with_income(answers: Answers, who: str, kind: str, amount: float) -> Answers:
    """Return the answers of the household when this income has always been of that amount."""
    natures = list(answers.get(f"ressources/{who}", {}).get("natures") or [])
    natures += [] if kind in natures else [kind]
    amounts = {
        name: value
        for name, value in answers.get(f"montants/{who}", {}).items()
        if not name.startswith(f"{kind}_")
    }
    return {
        **answers,
        f"ressources/{who}": {"natures": natures},
        f"montants/{who}": {**amounts, f"{kind}_moyenne": amount, f"{kind}_encore": "oui"},
    }


def income_axis(answers: Answers) -> list[float]:
    """Return the monthly amounts of the main income to draw, from nothing to well above it."""
    most = max(LEAST_SPAN, 1.6 * main_income(answers)[2])
    step = 20 * round(most / (POINTS - 1) / 20 + 0.499)
    return [float(step * rank) for rank in range(POINTS)]


def along_incomes(answers: Answers) -> list[Answers]:
    """Return the household with each amount of the axis."""
    who, kind, _amount = main_income(answers)
    return [with_income(answers, who, kind, amount) for amount in income_axis(answers)]


def _incomes(answers: Answers, euros: int) -> Iterator[Variation]:
    who, kind, amount = main_income(answers)
    if amount >= euros:
        less = with_income(answers, who, kind, amount - euros)
        yield Variation(f"{euros} € de revenus en moins par mois", less)
    more = with_income(answers, who, kind, amount + euros)
    yield Variation(f"{euros} € de revenus en plus par mois", more)


def _rent(answers: Answers, euros: int) -> Iterator[Variation]:
    if not pays_for_housing(answers):
        return
    rent = answers.get("loyer", {}).get("loyer") or 0.0
    if rent >= euros:
        less = _changed(answers, "loyer", loyer=rent - euros)
        yield Variation(f"{euros} € de loyer en moins", less)
    yield Variation(f"{euros} € de loyer en plus", _changed(answers, "loyer", loyer=rent + euros))


def _age(answers: Answers, years: int) -> Iterator[Variation]:
    born = household.person(answers, "demandeur").get("naissance")
    if not born:
        return
    for sign, words in ((-1, "plus"), (1, "moins")):
        changed = _years_later(born, sign * years)
        if changed < f"{date.today()}":  # noqa: DTZ011 - a day of law
            unit = "an" if years == 1 else "ans"
            yield Variation(
                f"{years} {unit} de {words}",
                _changed(answers, "personne/demandeur", naissance=changed),
            )


def _years_later(day: str, years: int) -> str:
    """Return the same day of another year; 29 February becomes the 28th."""
    read = date.fromisoformat(day)
    kept = min(read.day, 28) if read.month == 2 else read.day
    return f"{read.year + years}-{read.month:02}-{kept:02}"


def _residence(answers: Answers, months: int) -> Iterator[Variation]:
    lived = answers.get("paris", {}).get("mois_a_paris")
    if lived is not None and household.in_paris(answers) and lived < months:
        yield Variation(
            f"{months} mois à Paris au lieu de {lived}",
            _changed(answers, "paris", mois_a_paris=months),
        )


def _family(answers: Answers) -> Iterator[Variation]:
    count = len(household.children(answers))
    if count < household.MOST_CHILDREN:
        born = f"{date.today().year - 4}-01-01"  # noqa: DTZ011 - a year of law
        child = {f"personne/enfant{count + 1}": {"naissance": born, "rattache": "oui"}}
        more = {**_changed(answers, "foyer", enfants=count + 1), **child}
        yield Variation("un enfant de plus, de 4 ans", more)
    if not household.disabled(answers, "demandeur"):
        situations = household.person(answers, "demandeur").get("situations") or []
        changed = _changed(answers, "personne/demandeur", situations=[*situations, "handicap"])
        rate = {"handicap/demandeur": {"taux": "80"}}
        yield Variation("un taux d'incapacité de 80 % reconnu", {**changed, **rate})


def _changed(answers: Answers, page: str, **given: Any) -> dict[str, Mapping[str, Any]]:
    return {**answers, page: {**answers.get(page, {}), **given}}
