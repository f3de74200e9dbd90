"""Values shared by many cases are those of each case alone, whatever the law and the order."""

from typing import Any

import pytest
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from lawcases import Case, Legislation, run_case
from lawcases.batching import run_cases
from lawcases.shrinking import shrink
from tests.lawcases.toy_laws import placed, toy_cases, toy_law


def shown(outcomes: list[Any]) -> list[Any]:
    return [(o.case.name, o.checks, str(o.error)) for o in outcomes]


@pytest.mark.parametrize("seed", range(25))
def test_any_law_and_any_cases(seed: int) -> None:
    law: Legislation = toy_law(seed)
    cases = [placed(case, law) for case in toy_cases(seed, 12)]
    alone = [run_case(case, law) for case in cases]
    assert shown(run_cases(cases, law, audit=0, confirm=False)) == shown(alone)


def test_a_role_comes_before_a_variable_of_its_name() -> None:
    """As in New Caledonia, where `ascendants_a_charge` is both."""
    law = toy_law(0)
    household = next(entity for entity in law.system.entities if not entity.is_person)
    body = {"value_type": int, "entity": household, "definition_period": DateUnit.MONTH}
    law.system.add_variable(type("adults", (Variable,), body | {"label": "Adults"}))
    case = Case(
        name="one adult",
        period="2024-06",
        input={"persons": {"p": {"age": 30}}, "households": {"h": {"adults": ["p"]}}},
        output={"age": 30, "rent": 0},
    )
    assert run_case(case, law).passed
    assert all(outcome.passed for outcome in run_cases([case, case], law, audit=1))
    assert shrink(case, law).case.input["households"] == {"household": {"adults": ["adult1"]}}
