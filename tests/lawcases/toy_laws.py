"""Small laws drawn at random: variables that ask for others, at other months, and come back."""

import random
from typing import Any

from openfisca_core.periods import DateUnit, Period
from openfisca_core.variables import Variable

from lawcases import Case, Legislation, load_legislation

MONTHS = ["2024-03", "2024-04", "2024-05", "2024-06"]
NAMES = [f"v{rank}" for rank in range(9)]


def toy_law(seed: int) -> Legislation:
    """Return the template country with nine more variables, of persons and of households."""
    law = load_legislation("openfisca_country_template")
    draw = random.Random(seed)
    entities = {entity.key: entity for entity in law.system.entities}
    kinds = {name: draw.choice(["person", "person", "household"]) for name in NAMES}
    for rank, name in enumerate(NAMES):
        body: dict[str, Any] = {
            "value_type": float,
            "entity": entities[kinds[name]],
            "definition_period": DateUnit.MONTH,
            "label": name,
        }
        if draw.random() < 0.8:
            asked = [_asked(draw, rank) for _ in range(draw.choice([1, 2, 2, 3]))]
            body["formula"] = _formula(kinds, kinds[name], asked, float(rank + 1))
        law.system.add_variable(type(name, (Variable,), body))
    return law


def _asked(draw: random.Random, rank: int) -> tuple[str, int]:
    """Return a variable and an offset in months: mostly one that comes after, at any month;
    sometimes any of them, at a month of the past, where computations come back."""
    later = NAMES[rank + 1 :]
    if later and draw.random() < 0.8:
        return draw.choice(later), draw.choice([0, 0, -1, -2])
    return draw.choice(NAMES), draw.choice([-1, -2])


def _formula(kinds: dict[str, str], own: str, asked: list[tuple[str, int]], added: float) -> Any:
    def formula(population: Any, period: Period) -> Any:
        total = added
        for name, offset in asked:
            at = period.offset(offset, DateUnit.MONTH)
            if kinds[name] == own:
                value = population(name, at)
            elif own == "person":
                value = population.household(name, at)
            else:
                value = population.sum(population.members(name, at))
            total = total * 0.5 + value * 3
        return total

    return formula


def toy_cases(seed: int, count: int) -> list[Case]:
    """Return households that each give some of the variables, for some months."""
    draw = random.Random(seed)
    return [_toy_case(draw, rank) for rank in range(count)]


def _toy_case(draw: random.Random, rank: int) -> Case:
    persons = [f"p{one}" for one in range(draw.choice([1, 2, 3]))]
    law_kinds = random.Random(draw.random())
    given = {
        name: {month: law_kinds.randint(0, 50) for month in MONTHS if draw.random() < 0.4}
        for name in NAMES
        if draw.random() < 0.35
    }
    asked = {
        name: dict.fromkeys(draw.sample(MONTHS, draw.choice([1, 1, 2])), 0)
        for name in draw.sample(NAMES, draw.choice([1, 2, 4]))
    }
    return Case(
        name=f"household {rank}",
        period="2024-06",
        absolute_error_margin=1e30,
        input={
            "persons": {who: {} for who in persons},
            "households": {"home": {"adults": persons}},
            "given": given,
        },
        output=asked,
    )


def placed(case: Case, law: Legislation) -> Case:
    """Return a case whose given values are put under the entity that the law wants."""
    given = {n: dated for n, dated in case.input["given"].items() if dated}
    persons = {who: dict(inputs) for who, inputs in case.input["persons"].items()}
    home = dict(case.input["households"]["home"])
    for name, dated in given.items():
        facts = law.variable(name)
        assert facts is not None
        if facts.entity == "households":
            home[name] = dated
        else:
            persons["p0"][name] = dated
    return Case(
        name=case.name,
        period=case.period,
        absolute_error_margin=case.absolute_error_margin,
        input={"persons": persons, "households": {"home": home}},
        output=case.output,
    )
