"""An explanation keeps what matters to a value, and nothing else."""

from datetime import date
from typing import Any

import numpy
import pytest
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.populations import ADD
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from lawcases import (
    Case,
    Explanation,
    Legislation,
    Origin,
    UsedParameter,
    errors,
    explain,
    explanation_text,
)

PERSON = build_entity(key="person", plural="persons", label="", is_person=True)
HOME = build_entity(
    key="home", plural="homes", label="", roles=[{"key": "member", "plural": "members"}]
)
PARAMETERS = {
    "aid": {
        "rate": {
            "description": "Part of the rent",
            "values": {"2020-01-01": 0.5, "2023-01-01": 0.6},
            "metadata": {
                "unit": "/1",
                "reference": {"2023-01-01": {"title": "Act", "href": "https://law.example/2023"}},
            },
        },
        "ceiling": {"description": "Ceiling of income", "values": {"2020-01-01": 1000}},
        "unused": {"values": {"2020-01-01": 3}},
        "scale": {
            "description": "Scale",
            "brackets": [
                {"threshold": {"2020-01-01": 0}, "rate": {"2020-01-01": 0.1}},
                {"threshold": {"2020-01-01": 500}, "rate": {"2020-01-01": 0.2}},
            ],
        },
    }
}


class Status(Enum):  # type: ignore[misc]
    __order__ = "unknown tenant owner"
    unknown = "unknown"
    tenant = "tenant"
    owner = "owner"


def variable(name: str, kind: Any = float, entity: Any = PERSON, **facts: Any) -> Any:
    own = {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH, **facts}
    return type(name, (Variable,), own)


def income(person: Any, period: Any) -> Any:
    return sum(person(f"income_{rank}", period) for rank in range(6))


def quarter(person: Any, period: Any) -> Any:
    return person("income", period.last_3_months, options=[ADD])


def age(person: Any, period: Any) -> Any:
    days = numpy.datetime64(str(period.start)) - person("birth", period)
    return days.astype(int) // 365.25


def adult(person: Any, period: Any) -> Any:
    return person("age", period) >= 18


def allowed(home: Any, period: Any) -> Any:
    status = home("status", period)
    return (
        home.any(home.members("adult", period)) * (status == Status.tenant) * home("legal", period)
    )


def amount(home: Any, period: Any, parameters: Any) -> Any:
    aid = parameters(period).aid
    poor = home.sum(home.members("quarter", period)) <= aid.ceiling
    return home("rent", period) * aid.rate * poor + 0 * aid.unused


def aid(home: Any, period: Any) -> Any:
    return home("amount", period) * home("allowed", period)


def tax(person: Any, period: Any, parameters: Any) -> Any:
    return parameters(period).aid.scale.calc(person("income", period))


@pytest.fixture(scope="module")
def law() -> Legislation:
    system = TaxBenefitSystem([PERSON, HOME])
    system.parameters = ParameterNode("", data=PARAMETERS)
    system.add_variables(
        *(variable(f"income_{rank}", label=f"Income {rank}") for rank in range(6)),
        variable("income", label="Income", formula=income),
        variable("quarter", label="Income of a quarter", formula=quarter),
        variable("birth", date, definition_period=DateUnit.ETERNITY, label="Date of birth"),
        variable("age", int, label="Age", formula=age),
        variable(
            "adult", bool, label="Adult", formula=adult, reference="https://law.example/adult"
        ),
        variable("rent", entity=HOME, label="Rent"),
        variable("legal", bool, HOME, label="Legal home"),
        variable(
            "status",
            Enum,
            HOME,
            possible_values=Status,
            default_value=Status.unknown,
            label="Status",
        ),
        variable("allowed", bool, HOME, label="Allowed", formula=allowed),
        variable("amount", entity=HOME, label="Amount", formula=amount),
        variable("aid", entity=HOME, label="Aid", formula=aid),
        variable("tax", label="Tax", formula=tax),
    )
    return Legislation(system, "nowhere")


def situation(**home: Any) -> dict[str, Any]:
    return {
        "persons": {
            "parent": {"birth": "1980-01-01", "income_2": {"2024-01": 100}},
            "child": {"birth": "2015-01-01"},
        },
        "homes": {
            "home": {
                "members": ["parent", "child"],
                "rent": 300,
                "status": "tenant",
                "legal": True,
                **home,
            }
        },
    }


def names(one: Explanation) -> Any:
    return {one.variable: [names(used) for used in one.uses]} if one.uses else one.variable


def test_a_value_and_what_mattered_to_it(law: Legislation) -> None:
    tree = explain(situation(), "aid", "2024-03", law)
    assert names(tree) == {
        "aid": [
            {"amount": [{"quarter": [{"income": ["income_2"]}]}, "rent"]},
            {"allowed": ["status", {"adult": [{"age": ["birth"]}]}, "legal"]},
        ]
    }
    amount, allowed = tree.uses
    assert tree.values == {"home": 180.0}
    assert [one.origin for one in (amount, amount.uses[1])] == [Origin.COMPUTED, Origin.GIVEN]
    assert amount.parameters == (
        UsedParameter("aid.ceiling", "Ceiling of income", 1000, None, "2020-01-01", ()),
        UsedParameter(
            "aid.rate", "Part of the rent", 0.6, "/1", "2023-01-01", ("https://law.example/2023",)
        ),
    )
    # Only the parent is an adult: the age of the child does not matter.
    adult = allowed.uses[1]
    assert adult.values == {"parent": True}
    assert adult.references == ("https://law.example/adult",)
    # Three months were read; the one that is not zero is told.
    income = amount.uses[0].uses[0]
    assert (income.period, income.periods) == ("2024-01", ("2023-12", "2024-01", "2024-02"))


def test_as_text(law: Legislation) -> None:
    assert explanation_text(explain(situation(), "aid", "2024-03", law)).splitlines() == [
        "Aid (aid, 2024-03): 180",
        "  Amount (amount): 180",
        "    · Ceiling of income (aid.ceiling, since 2020-01-01): 1000",
        "    · Part of the rent (aid.rate, since 2023-01-01): 0.6 /1",
        "    Income of a quarter (quarter): parent 100, child 0",
        "      Income (income, 2024-01, one of 3 periods): parent 100, child 0",
        "        Income 2 (income_2): parent 100, child 0 (given)",
        "    Rent (rent): 300 (given)",
        "  Allowed (allowed): true",
        "    Status (status): tenant (given)",
        "    Adult (adult): true",
        "      Age (age): 44",
        "        Date of birth (birth): 1980-01-01 (given)",
        "    Legal home (legal): true (given)",
    ]


def test_what_refuses_alone_is_told(law: Legislation) -> None:
    tree = explain(situation(status="owner"), "aid", "2024-03", law)
    assert names(tree) == {"aid": [{"allowed": ["status"]}]}
    tree = explain(situation(rent=0), "aid", "2024-03", law)
    assert names(tree) == {"aid": [{"amount": ["rent"]}]}


def test_two_conditions_that_refuse_are_both_told(law: Legislation) -> None:
    refused = situation(legal=False)
    for person in refused["persons"].values():
        person["birth"] = "2015-01-01"
    tree = explain(refused, "allowed", "2024-03", law)
    assert [one.variable for one in tree.uses] == ["adult", "legal"]


def test_a_sum_of_nothings_is_told_in_one_line(law: Legislation) -> None:
    nothing = situation()
    nothing["persons"]["parent"]["income_2"] = 0
    tree = explain(nothing, "quarter", "2024-03", law, instance="parent")
    assert names(tree) == {"quarter": ["income"]}
    assert tree.values == {"parent": 0.0}


def test_only_the_person_that_is_asked_for(law: Legislation) -> None:
    tree = explain(situation(), "age", "2024-03", law, instance="child")
    assert (tree.values, tree.uses[0].values) == ({"child": 9}, {"child": "2015-01-01"})


def test_a_scale(law: Legislation) -> None:
    tree = explain(situation(), "tax", "2024-01", law, instance="parent")
    assert [(one.label, one.value) for one in tree.parameters] == [
        ("Scale", "0.1 from 0, 0.2 from 500")
    ]


def test_a_tree_has_bounds(law: Legislation) -> None:
    cut = explain(situation(), "aid", "2024-03", law, depth=1)
    assert names(cut) == {"aid": ["amount", "allowed"]}
    assert [one.is_cut for one in (cut, *cut.uses)] == [False, True, True]
    small = explain(situation(), "aid", "2024-03", law, largest=2)
    assert names(small) == {"aid": ["amount"]}
    assert small.is_cut


def test_what_is_told_once_is_not_told_again(law: Legislation) -> None:
    both = situation()
    both["persons"]["child"]["birth"] = "1990-01-01"
    text = explanation_text(explain(both, "adult", "2024-03", law))
    assert text.count("Date of birth") == 1


def test_of_a_case_and_without_leaving_a_trace(law: Legislation) -> None:
    case = Case("", "2024-03", situation(), {"aid": 0})
    assert explain(case, "aid", None, law) == explain(situation(), "aid", "2024-03", law)
    assert case.input == situation()


def test_what_cannot_be_explained(law: Legislation) -> None:
    with pytest.raises(errors.UnknownName, match="aidd"):
        explain(situation(), "aidd", "2024-03", law)
    with pytest.raises(errors.UnknownName, match="stranger"):
        explain(situation(), "age", "2024-03", law, instance="stranger")
    with pytest.raises(errors.BadPeriod):
        explain(situation(), "age", "March", law)
    with pytest.raises(errors.ModelFailed):
        explain(situation(), "age", "2024", law)
