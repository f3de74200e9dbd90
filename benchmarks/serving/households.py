"""Random households, as the questionnaire would have them: the same seed gives the same ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contrib_app.catalogue import Benefit, load_catalogue, variables_of
from contrib_app.simulator.communes import find_commune
from contrib_app.simulator.situation import INCOMES, situation_of

PLACES = ("75120", "75112", "35238", "29019", "69381", "93066", "63113", "2A004", "97411")
HOUSING = (
    "locataire_hlm",
    "locataire_vide",
    "locataire_meuble",
    "proprietaire",
    "primo_accedant",
    "loge_gratuitement",
)
ACTIVITIES = ("salarie", "salarie", "salarie", "chomeur", "etudiant", "retraite", "inactif")
USUAL_INCOMES = {
    "salarie": ("salaire",),
    "chomeur": ("chomage",),
    "retraite": ("retraite",),
    "etudiant": ("bourse",),
}


@dataclass(frozen=True)
class Household:
    """What one person asks: a situation, and the benefits of the place with their periods."""

    situation: dict[str, dict[str, Any]]
    month: str
    variables: dict[str, str]

    @property
    def question(self) -> dict[str, Any]:
        """Return the arguments of the engine's job."""
        return {
            "situation": self.situation,
            "period": self.month,
            "variables": self.variables,
        }


def households(count: int, *, seed: int, month: str = "2026-11") -> list[Household]:
    """Return random households; half live where local benefits exist."""
    draw = random.Random(seed)
    return [_household(draw, month) for _ in range(count)]


def _household(draw: random.Random, month: str) -> Household:
    place = draw.choice(PLACES)
    answers = _answers(draw, place, int(month[:4]))
    return Household(situation_of(answers, month), month, variables_of(_benefits(place), month))


def _benefits(code: str) -> list[Benefit]:
    commune = find_commune(code)
    assert commune is not None
    existing = [one for one in load_catalogue() if one.exists_in(commune.code, commune.epci)]
    replaced = {one.replaces for one in existing}
    return [one for one in existing if one.variable not in replaced]


def _answers(draw: random.Random, place: str, year: int) -> dict[str, dict[str, Any]]:
    couple = draw.choice(("seul", "seul", "marie", "pacse", "union_libre"))
    children = draw.choice((0, 0, 1, 2, 3, 5))
    others = draw.choice((0, 0, 0, 0, 1))
    found: dict[str, dict[str, Any]] = {
        "foyer": {"couple": couple, "enfants": children, "autres": others},
        "logement": {
            "statut": draw.choice(HOUSING),
            "loyer": draw.choice((0.0, 320.0, 455.5, 700.0, 1100.0)),
            "charges": draw.choice((0.0, 50.0)),
            "colocation": draw.choice(("non", "non", "oui")),
        },
        "commune": {"commune": place},
        "prestations": dict(_received(draw)),
    }
    if place.startswith("75"):
        found["paris"] = {"mois_a_paris": draw.choice((2, 30, 60)), "copropriete": 80.0}
    if place == "29019":
        found["brest"] = {"quotient": draw.choice((300.0, 482.0, 900.0))}
    for who, oldest, youngest in _persons(couple, children, others):
        born = year - draw.randint(youngest, oldest)
        found |= dict(_person(draw, who, born, year))
    return found


def _persons(couple: str, children: int, others: int) -> Iterator[tuple[str, int, int]]:
    yield "demandeur", 90, 18
    if couple != "seul":
        yield "conjoint", 90, 18
    for rank in range(1, children + 1):
        yield f"enfant{rank}", 20, 0
    for rank in range(1, others + 1):
        yield f"autre{rank}", 90, 18


def _person(
    draw: random.Random, who: str, born: int, year: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    years = year - born
    given: dict[str, Any] = {
        "naissance": f"{born}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    }
    if years >= 16:
        given["activite"] = draw.choice(ACTIVITIES) if years < 67 else "retraite"
    if who in ("demandeur", "conjoint"):
        given["nationalite"] = draw.choice(("fr", "fr", "fr", "ue", "autre"))
        given["annees_sejour"] = draw.choice((0, 3, 12))
    if draw.random() < 0.1:
        given |= {"handicap": "oui", "taux": draw.choice(("50", "80"))}
    if who.startswith("enfant"):
        given["garde_alternee"] = draw.choice(("non", "non", "non", "oui"))
        given["rattache"] = draw.choice(("oui", "oui", "non")) if years >= 18 else "oui"
    yield f"personne/{who}", given
    if given.get("activite") == "etudiant":
        yield f"etudes/{who}", {"echelon": draw.choice((None, "0", "4", "7"))}
    if "activite" in given:
        natures = list(USUAL_INCOMES.get(given["activite"], ()))
        natures += [kind for kind in INCOMES if kind not in natures and draw.random() < 0.06]
        yield f"ressources/{who}", {"natures": natures}
        amounts: dict[str, float] = {}
        for kind in natures:
            amounts[f"{kind}_moyenne"] = draw.choice((0.0, 150.0, 640.33, 1207.15, 1850.0, 3200.0))
            if draw.random() < 0.3:
                amounts[f"{kind}_actuel"] = draw.choice((0.0, 500.0, 1500.0))
        yield f"montants/{who}", amounts
        if draw.random() < 0.3:
            yield f"declares/{who}", {"salaires": draw.choice((0.0, 9000.0, 21000.0))}


def _received(draw: random.Random) -> Iterator[tuple[str, float]]:
    for benefit in ("af", "aide_logement", "rsa", "ppa"):
        if draw.random() < 0.15:
            yield benefit, draw.choice((0.0, 80.0, 250.0))
