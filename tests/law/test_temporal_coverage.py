"""Every variable computes on the first day of each quarter since its first formula.

A number is finite, even for a household of which little is known.
"""

from datetime import UTC, datetime

import numpy
from openfisca_core.simulation_builder import SimulationBuilder

HOUSEHOLD = {
    "individus": {
        "demandeur": {"date_naissance": {"ETERNITY": "1980-05-10"}},
        "conjoint": {"date_naissance": {"ETERNITY": "1982-11-02"}},
        "enfant1": {"date_naissance": {"ETERNITY": "2010-09-17"}},
        "enfant2": {"date_naissance": {"ETERNITY": "2013-03-30"}},
    },
    "familles": {
        "famille": {"parents": ["demandeur", "conjoint"], "enfants": ["enfant1", "enfant2"]}
    },
    "foyers_fiscaux": {
        "foyer_fiscal": {
            "declarants": ["demandeur", "conjoint"],
            "personnes_a_charge": ["enfant1", "enfant2"],
        }
    },
    "menages": {
        "menage": {
            "personne_de_reference": ["demandeur"],
            "conjoint": ["conjoint"],
            "enfants": ["enfant1", "enfant2"],
        }
    },
}


def quarters(first):
    """The first month of each quarter, from the date of a first formula to today."""
    year, month = int(first[:4]), int(first[5:7])
    today = datetime.now(UTC)
    return [
        f"{y}-{m:02d}"
        for y in range(year, today.year + 1)
        for m in (1, 4, 7, 10)
        if (year, month) <= (y, m) <= (today.year, today.month)
    ]


def test_every_variable_computes_at_every_quarter(legislation, own_variables):
    simulation = SimulationBuilder().build_from_entities(legislation, HOUSEHOLD)
    broken = []
    for name, variable in own_variables.items():
        length = "year" if variable.definition_period == "year" else "month"
        for month in quarters(min(variable.formulas)) if variable.formulas else []:
            try:
                values = simulation.calculate(name, f"{length}:{month}")
                if values.dtype.kind == "f" and not numpy.isfinite(values).all():
                    broken.append(f"{name} {month}: {values}")
            except Exception as error:  # whatever the cause, say which quarter
                broken.append(f"{name} {month}: {type(error).__name__} {error}")
    assert broken == []


def test_quarters_begin_with_the_formula_and_end_today():
    found = quarters("2017-02-01")
    assert found[:2] == ["2017-04", "2017-07"]
    assert found[-1] <= datetime.now(UTC).strftime("%Y-%m")
