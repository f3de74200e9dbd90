"""Inputs that nothing reads are dropped, and results stay the same."""

from lawcases import Case, Legislation, run_case, without_unread_inputs

PRUNABLE = Case(
    "",
    "2024-03",
    {
        "individus": {
            "a": {
                "date_naissance": "1985-01-01",
                "salaire_imposable": {"2001-01": 1, "2024-03": 1000},
                "garde_alternee": False,
            },
            "b": {"age": 3},
        },
        "famille": {"parents": ["a"], "enfants": ["b"]},
    },
    {"salaire_imposable": [1000, 0]},
)


def test_what_is_not_read_is_dropped_and_roles_stay(law: Legislation) -> None:
    shorter = without_unread_inputs(PRUNABLE, law)
    assert shorter.input == {
        "individus": {"a": {"salaire_imposable": {"2024-03": 1000}}, "b": {}},
        "famille": {"parents": ["a"], "enfants": ["b"]},
    }
    assert run_case(shorter, law).checks == run_case(PRUNABLE, law).checks


def test_what_is_read_stays(law: Legislation) -> None:
    case = Case(
        "",
        "2024-03",
        {"individus": {"a": {"date_naissance": "1985-01-01", "garde_alternee": True}}},
        {"age": 39, "majeur": True},
    )
    assert without_unread_inputs(case, law).input == {
        "individus": {"a": {"date_naissance": "1985-01-01"}}
    }


def test_an_annual_statement_read_for_a_month_stays(law: Legislation) -> None:
    given = {"individus": {"a": {"salaire_imposable": {2024: 12000, 2023: 0}}}}
    shorter = without_unread_inputs(Case("", "2024-03", given, {"salaire_imposable": 1000}), law)
    assert shorter.input == {"individus": {"a": {"salaire_imposable": {2024: 12000}}}}


def test_a_flat_case_keeps_what_gives_its_size(law: Legislation) -> None:
    case = Case("", "2024-03", {"garde_alternee": [True, False], "age": [3, 5]}, {"age": [3, 5]})
    shorter = without_unread_inputs(case, law)
    assert shorter.input == {"age": [3, 5]}
    unread = Case("", "2024-03", {"garde_alternee": [True, False]}, {"age": [3, 5]})
    assert without_unread_inputs(unread, law) == unread


def test_a_case_that_cannot_run_is_left_alone(law: Legislation) -> None:
    broken = Case("", "2024-03", {"agee": 3}, {"age": 3})
    assert without_unread_inputs(broken, law) is broken
