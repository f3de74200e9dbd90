"""Random households, as the questionnaire would have them: the same seed gives the same ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contrib_app.catalogue import Benefit, load_catalogue, variables_of
from contrib_app.simulator.communes import find_commune
from contrib_app.simulator.incomes import INCOMES, RECEIVED, SELF_EMPLOYED
from contrib_app.simulator.situation import situation_of

Answers = dict[str, dict[str, Any]]

PLACES = ("75120", "75112", "35238", "29019", "69381", "93066", "63113", "2A004", "97411")
HOUSING = (
    "locataire_hlm",
    "locataire_vide",
    "locataire_meuble",
    "proprietaire",
    "primo_accedant",
    "loge_gratuitement",
)
PARTICULARITIES = ("colocation", "chambre", "famille", "crous")
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


def _answers(draw: random.Random, place: str, year: int) -> Answers:
    couple = draw.choice(("seul", "seul", "marie", "pacse", "union_libre"))
    children = draw.choice((0, 0, 1, 2, 3, 5))
    others = draw.choice((0, 0, 0, 0, 1))
    housing = draw.choice(HOUSING)
    found: Answers = {
        "foyer": {"couple": couple, "enfants": children, "autres": others},
        "logement": {"statut": housing},
        "commune": {"commune": place},
    }
    if couple == "seul" and children:
        found["isolement"] = {"recent": draw.choice(("oui", "non"))}
    if housing.startswith("locataire") or housing == "primo_accedant":
        found["loyer"] = {
            "loyer": draw.choice((0.0, 320.0, 455.5, 700.0, 1100.0)),
            "charges": draw.choice((0.0, 50.0)),
            "particularites": [one for one in PARTICULARITIES if draw.random() < 0.1],
        }
    if housing == "loge_gratuitement":
        found["hebergement"] = {"participation": draw.choice(("oui", "non"))}
    if place.startswith("75"):
        found["paris"] = {"mois_a_paris": draw.choice((2, 30, 60)), "copropriete": 80.0}
    if place == "29019":
        found["brest"] = {"quotient": draw.choice((300.0, 482.0, 900.0))}
    for who, oldest, youngest in _persons(couple, children, others):
        born = year - draw.randint(youngest, oldest)
        found |= dict(_person(draw, who, born, year))
    found |= dict(_received(draw))
    if not others and couple != "union_libre" and draw.random() < 0.15:
        found["rfr"] = {"n2": draw.choice((0.0, 14000.0, 33000.0))}
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
    years, child = year - born, who.startswith("enfant")
    day = f"{born}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    given: dict[str, Any] = {"naissance": day, "situations": []}
    activity = draw.choice(ACTIVITIES) if years < 67 else "retraite"
    if child:
        given["rattache"] = draw.choice(("oui", "oui", "non")) if years >= 18 else "oui"
        given["situations"] += ["garde_alternee"] if draw.random() < 0.2 else []
        if years >= 6:
            school = "primaire" if years < 11 else "college" if years < 15 else "lycee"
            yield f"scolarite/{who}", {"scolarite": school if years < 18 else "autre"}
    else:
        given["activite"] = activity
        given["nationalite"] = draw.choice(("fr", "fr", "fr", "ue", "autre"))
        yield f"sejour/{who}", {"duree": draw.choice(("moins_5_ans", "10_ans"))}
    if draw.random() < 0.12:
        given["situations"].append("handicap")
        rate = {"taux": draw.choice(("50", "80")), "rsdae": draw.choice(("oui", "non"))}
        yield f"handicap/{who}", rate
    yield f"personne/{who}", given
    if child:
        return
    if activity == "chomeur":
        ended = {"fin_contrat": f"{year - 1}-06-30", "cinq_ans": draw.choice(("oui", "non"))}
        yield f"chomage/{who}", ended
    if activity == "etudiant":
        yield f"etudes/{who}", {"echelon": draw.choice((None, "0", "4", "7"))}
    yield from _incomes(draw, who, activity)


def _incomes(draw: random.Random, who: str, activity: str) -> Iterator[tuple[str, dict[str, Any]]]:
    natures = list(USUAL_INCOMES.get(activity, ()))
    natures += [kind for kind in INCOMES if kind not in natures and draw.random() < 0.03]
    own = [kind for kind in SELF_EMPLOYED if draw.random() < 0.03]
    yield f"ressources/{who}", {"natures": natures + own}
    amounts: dict[str, Any] = {}
    for kind in natures:
        amount = draw.choice((0.0, 150.0, 640.33, 1207.15, 1850.0, 3200.0))
        amounts[f"{kind}_{'total' if INCOMES[kind].exceptional else 'moyenne'}"] = amount
        if draw.random() < 0.2:
            amounts[f"{kind}_encore"] = "non"
    yield f"montants/{who}", amounts
    if own:
        yield (
            f"independant/{who}",
            {
                "ae_type": "bic",
                "ae_annee": 9000.0,
                "micro_type": "bnc",
                "micro_ca": 12000.0,
                "agricole_benefice": 7000.0,
                "liberal_type": "bnc",
                "liberal_benefice": 15000.0,
            },
        )
    if draw.random() < 0.3:
        yield f"declares/{who}", {"salaires": draw.choice((0.0, 9000.0, 21000.0))}
    if draw.random() < 0.15:
        yield f"patrimoine/{who}", {"livret_a": 2000.0, "loue": 50_000.0}


def _received(draw: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    told = [one for one in RECEIVED if draw.random() < 0.1]
    yield "prestations", {"recues": told}
    amounts: dict[str, Any] = {}
    for one in told:
        amounts[f"{one}_moyenne"] = draw.choice((0.0, 80.0, 250.0))
        if draw.random() < 0.3:
            amounts[f"{one}_encore"] = "non"
    yield "prestations_montants", amounts
