"""A household gets exactly the same results alone and among all the others.

A few of them are computed alone each time; `SAMPLE=1000 HOUSEHOLDS=1000 pytest
tests/law/test_neighbours.py` does so for a thousand.
"""

import os
import random

from openfisca_core.simulation_builder import SimulationBuilder

MONTH = "2019-03"
RENT = ["locataire_vide", "locataire_hlm", "primo_accedant", "proprietaire", "loge_gratuitement"]
TOWNS = ["75119", "75056", "35238", "29019", "93066"]
HOUSEHOLDS = int(os.environ.get("HOUSEHOLDS", "200"))
SAMPLE = int(os.environ.get("SAMPLE", "5"))


def household(rng):
    """One random household, as instances by entity, without its suffix."""
    adults = ["demandeur", "conjoint"][: rng.randint(1, 2)]
    children = [f"enfant{i}" for i in range(1, rng.randint(0, 5) + 1)]
    persons = {}
    for adult in adults:
        persons[adult] = {
            "age": {MONTH: rng.randint(20, 80)},
            "salaire_imposable": {"2017": rng.choice([0, 12000, 24000, 36000])},
            "salaire_net": {"year:2018-03": rng.choice([0, 9600, 14400, 24000])},
            "paris_duree_residence_mois": {MONTH: rng.choice([0, 35, 36, 60])},
            "activite": {MONTH: rng.choice(["actif", "etudiant", "chomeur"])},
            "paris_titre_handicap": {MONTH: rng.choice(["aucun", "aucun", "aah", "aah", "actp"])},
            "retraite_brute": {"year:2018-03": rng.choice([0, 0, 9600])},
            "gir": {MONTH: rng.choice(["gir_6", "gir_2", "gir_4"])},
            "dependance_plan_aide_domicile": {MONTH: rng.choice([0, 600, 1400])},
        }
    for child in children:
        persons[child] = {
            "age": {MONTH: rng.randint(0, 24)},
            "handicap": {MONTH: rng.random() < 0.2},
            "garde_alternee": {MONTH: rng.random() < 0.2},
            "enfant_place": {MONTH: rng.random() < 0.1},
        }
    return {
        "individus": persons,
        "familles": {
            "famille": {
                "parents": adults,
                "enfants": children,
                "paris_changement_situation_recent": {MONTH: rng.random() < 0.2},
            }
        },
        "foyers_fiscaux": {"foyer_fiscal": {"declarants": adults, "personnes_a_charge": children}},
        "menages": {
            "menage": {
                "personne_de_reference": adults[:1],
                "conjoint": adults[1:],
                "enfants": children,
                "depcom": {MONTH: rng.choice(TOWNS)},
                "statut_occupation_logement": {MONTH: rng.choice(RENT)},
                "loyer": {MONTH: rng.choice([0, 300, 900])},
            }
        },
    }


def together(households):
    """One situation that holds all the households, their instances numbered."""
    situation = {entity: {} for entity in households[0]}
    for number, one in enumerate(households):
        for entity, instances in one.items():
            for instance, content in instances.items():
                situation[entity][f"{instance}_{number}"] = {
                    key: [f"{member}_{number}" for member in value]
                    if isinstance(value, list)
                    else value
                    for key, value in content.items()
                }
    return situation


def period_of(variable):
    """The month, or the twelve months that begin with it."""
    return f"year:{MONTH}" if variable.definition_period == "year" else MONTH


def compute(legislation, variables, situation):
    """The amounts of every variable: {variable: {instance: amount}}."""
    simulation = SimulationBuilder().build_from_entities(legislation, situation)
    return {
        name: dict(
            zip(
                simulation.populations[variable.entity.key].ids,
                simulation.calculate(name, period_of(variable)),
                strict=True,
            )
        )
        for name, variable in variables.items()
        if variable.formulas
    }


def test_alone_or_among_others(legislation, own_variables):
    rng = random.Random(20190301)
    households = [household(rng) for _ in range(HOUSEHOLDS)]
    among_others = compute(legislation, own_variables, together(households))

    different = []
    for number in rng.sample(range(HOUSEHOLDS), SAMPLE):
        alone = compute(legislation, own_variables, households[number])
        different += [
            f"{name} of {instance} in household {number}"
            for name, amounts in alone.items()
            for instance, amount in amounts.items()
            if amount != among_others[name][f"{instance}_{number}"]
        ]
    assert different == []


def test_the_random_households_are_not_all_alike(legislation, own_variables):
    rng = random.Random(20190301)
    households = [household(rng) for _ in range(HOUSEHOLDS)]
    amounts = compute(
        legislation,
        {name: own_variables[name] for name in ["paris_logement_familles"]},
        together(households),
    )["paris_logement_familles"]
    assert len({round(float(amount), 2) for amount in amounts.values()}) > 5
