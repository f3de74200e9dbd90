"""Households drawn at random, written as the application writes those of its contributors."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contrib_app.simulator.situation import situation_of
from lawcases import Case, Legislation
from lawcases.batching import run_cases

MONTH = "2026-11"
OUTPUTS = [
    "aah", "af", "aide_logement", "asf", "asi", "aspa", "ass", "cf", "cheque_energie", "cmu_c",
    "paje_base", "ppa", "rsa", "css_participation_forfaitaire", "paris_logement",
    "paris_logement_familles", "paris_energie_familles", "paris_forfait_familles",
    "rennes_metropole_transport", "brest_metropole_transport",
]  # fmt: skip
COMMUNES = ["75111", "75118", "35238", "29019", "93066", "69123"]
INCOMES = ["salaire", "salaire", "chomage", "retraite", "invalidite", "pension_recue"]


def answers(draw: random.Random) -> dict[str, dict[str, Any]]:
    """Return the answers of somebody to the questionnaire."""
    couple = draw.choice(["seul", "seul", "marie", "union_libre"])
    children = draw.choice([0, 0, 1, 2, 3])
    found: dict[str, dict[str, Any]] = {
        "foyer": {"couple": couple, "enfants": children, "autres": 0},
        "commune": {"commune": draw.choice(COMMUNES)},
        "logement": {
            "statut": draw.choice(["locataire_vide", "locataire_hlm", "proprietaire"]),
            "loyer": draw.randrange(300, 900, 10),
        },
    }
    for who in ["demandeur", *(["conjoint"] if couple != "seul" else [])]:
        found[f"personne/{who}"] = {
            "naissance": f"{draw.randint(1945, 2003)}-{draw.randint(1, 12):02}-01",
            "activite": draw.choice(["salarie", "chomeur", "retraite", "inactif"]),
        }
        if kinds := draw.sample(INCOMES, draw.choice([0, 1, 1, 2])):
            found[f"ressources/{who}"] = {"natures": kinds}
            found[f"montants/{who}"] = {
                f"{kind}_moyenne": draw.randrange(150, 2400, 10) for kind in kinds
            }
    for rank in range(1, children + 1):
        born = f"{draw.randint(2008, 2025)}-{draw.randint(1, 12):02}-01"
        found[f"personne/enfant{rank}"] = {"naissance": born}
    return found


def households(count: int, seed: int = 0) -> list[Case]:
    """Return cases that ask for twenty benefits of the same month, without their values."""
    draw = random.Random(seed)
    return [
        Case(
            name=f"Household {rank}",
            period=MONTH,
            absolute_error_margin=0.5,
            input=situation_of(answers(draw), MONTH),
            output=dict.fromkeys(OUTPUTS),
        )
        for rank in range(count)
    ]


def expecting(cases: Sequence[Case], law: Legislation) -> list[Case]:
    """Return cases that expect what the law computes: green, as most of a corpus is."""
    asked = [replace(case, output={name: _asked(name, law) for name in OUTPUTS}) for case in cases]
    outcomes = run_cases(asked, law, audit=0, confirm=False)
    found = []
    for case, outcome in zip(asked, outcomes, strict=True):
        values: dict[str, list[Any]] = {}
        for check in outcome.checks:
            values.setdefault(check.variable, []).append(check.computed)
        output = {
            name: dict.fromkeys(given, values[name]) if isinstance(given, dict) else values[name]
            for name, given in case.output.items()
            if name in values
        }
        found.append(replace(case, output=output))
    return found


def _asked(name: str, law: Legislation) -> Any:
    """Return what a case expects before anything is known, for the year if it is a yearly one."""
    facts = law.variable(name)
    assert facts is not None, name
    return {MONTH[:4]: 0} if facts.is_yearly else 0
