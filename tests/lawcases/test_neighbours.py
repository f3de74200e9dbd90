"""Which formulas mix the rows of their arrays."""

import logging

import numpy as np
import pytest

from lawcases import Legislation
from lawcases.neighbours import looks_at_neighbours

log = logging.getLogger(__name__)


def elementwise(person, period):
    return person("age", period) * 2


def of_members(family, period):
    ages = family.members("age", period)
    return family.any(ages > 3) + family.max(ages) + sum([ages, ages]).clip(0)


def over_months(person, period):
    return sum(person("wage", month) for month in period.get_subperiods("month"))


def only_warns(person, period):
    age = person("age", period)
    if (age < 0).any():
        log.error("below zero")
    return age


def branches(person, period):
    return 1 if (person("age", period) > 3).any() else 0


def uses_numpy(person, period):
    return np.max(person("age", period))


def adds_everybody(person, period):
    age = person("age", period)
    twice = age * 2
    return sum(twice)


def formula_of_names(person, period):
    """As in an extension of Eure-et-Loir: `sum` with two arguments adds everybody to each."""
    wages = sum([person(name, period) for name in ("wage", "pension")])
    return sum(wages, person("rent", period))


def formula_over_names(person, period):
    return sum([person(name, period) for name in ("wage", "pension")])


def formula_with_in(person, period):
    return person("age", period) * ("75056" in person("town", period))


def formula_of_the_first(person, period):
    return person("age", period) * person("rank", period)[0]


def asks_python(person, period):
    return any(age > 3 for age in person("age", period))


def through_a_helper(person, period):
    return branches(person, period)


@pytest.mark.parametrize(
    "formula", [elementwise, of_members, over_months, only_warns, formula_over_names]
)
def test_households_stay_apart(formula):
    assert not looks_at_neighbours(formula)


@pytest.mark.parametrize(
    "formula",
    [
        branches,
        uses_numpy,
        adds_everybody,
        asks_python,
        through_a_helper,
        formula_of_names,
        formula_with_in,
        formula_of_the_first,
    ],
)
def test_rows_are_mixed(formula):
    assert looks_at_neighbours(formula)


def test_real_formulas(law: Legislation):
    def formulas(name):
        return law.system.variables[name].formulas.values()

    assert all(looks_at_neighbours(formula) for formula in formulas("pass_colo"))
    for name in ("rsa", "af", "age", "aide_logement_montant_brut_crds", "rfr", "nbptr"):
        assert not any(looks_at_neighbours(formula) for formula in formulas(name)), name
