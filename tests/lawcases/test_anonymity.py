"""What tells people apart goes, step by step, and every result stays."""

from itertools import pairwise
from typing import Any

import pytest

from lawcases import Case, Legislation, anonymise, read_cases, run_case
from lawcases.anonymity import (
    Altered,
    Anonymised,
    other_places,
    role_names,
    round_amounts,
    vague_dates,
)

CASE = """\
name: A tenant and her daughter
period: 2024-06
input:
  individus:
    Marie: {date_naissance: 1985-03-14, salaire_imposable: {2024-06: 1234.56, 2024-05: 1177}}
    Zoé: {date_naissance: 2015-09-30}
  familles:
    chez_nous: {parents: [Marie], enfants: [Zoé]}
  menages:
    chez_nous: {personne_de_reference: [Marie], enfants: [Zoé], depcom: "35238", loyer: 617}
output:
  individus:
    Marie: {salaire_imposable: {2024-05: 1177}, majeur: true}
  zone_apl: zone_2
"""

PASSES = (
    vague_dates("date_naissance"),
    round_amounts(),
    other_places("depcom", lambda place: ["75056", "35047"] if place == "35238" else []),
    role_names(),
)


@pytest.fixture(scope="module")
def steps(law: Legislation) -> list[Anonymised]:
    [case] = read_cases(CASE)
    return anonymise(case, law, PASSES)


def test_each_pass_tells_what_it_did(steps: list[Anonymised]) -> None:
    assert [step.name for step in steps] == [
        "dates of date_naissance",
        "amounts",
        "places of depcom",
        "names",
    ]
    for step, following in pairwise(steps):
        assert step.after == following.before


def test_dates_then_amounts_then_names(steps: list[Anonymised]) -> None:
    born = ("input", "individus", "Marie", "date_naissance")
    assert Altered(born, "1985-03-14", "1985-01-01") in steps[0].altered

    # The salary of May is asked for, to the cent: that input stays; the rent counts for nothing.
    rent = ("input", "menages", "chez_nous", "loyer")
    assert steps[1].altered == [Altered(rent, 617, 600)]

    assert steps[3].after.input["familles"] == {
        "famille": {"parents": ["parent1"], "enfants": ["enfant1"]}
    }
    assert Altered(("input", "individus"), "Marie", "parent1") in steps[3].altered
    assert "Marie" not in str(steps[3].after.input) + str(steps[3].after.output)


def test_a_place_of_another_territory_is_not_taken(steps: list[Anonymised]) -> None:
    # Paris is in another zone, which is asked for: the second candidate is kept, or nothing.
    given = steps[2].after.input["menages"]["chez_nous"]["depcom"]
    assert given != "75056"


def test_every_step_computes_the_same(steps: list[Anonymised], law: Legislation) -> None:
    wanted = [check.computed for check in run_case(steps[0].before, law).checks]
    for step in steps:
        assert [check.computed for check in run_case(step.after, law).checks] == wanted


def amounts(given: Any, asked: Any, law: Legislation, **options: Any) -> Any:
    case = Case("", "2024-06", {"salaire_imposable": given, "loyer": 512}, asked)
    [step] = anonymise(case, law, [round_amounts(**options)])
    return step.after.input


def test_the_roundest_amounts_that_keep_the_results(law: Legislation) -> None:
    free = amounts(1234.56, {"majeur": False}, law)
    assert free == {"salaire_imposable": 1200, "loyer": 500}
    assert amounts(1234.56, {"salaire_imposable": 1}, law) == {
        "salaire_imposable": 1234.56,
        "loyer": 500,
    }
    assert amounts(1234.56, {"majeur": False}, law, to=(50,)) == {
        "salaire_imposable": 1250,
        "loyer": 500,
    }
    assert amounts(1234.56, {"majeur": False}, law, variables=["loyer"])["salaire_imposable"] == (
        1234.56
    )


def test_lists_are_rounded_one_by_one(law: Legislation) -> None:
    case = Case("", "2024-06", {"salaire_imposable": [1234.56, 3]}, {"majeur": False})
    [step] = anonymise(case, law, [round_amounts()])
    assert step.after.input == {"salaire_imposable": [1200, 3]}


def test_a_case_that_cannot_be_computed_is_left(law: Legislation) -> None:
    case = Case("", "2024-06", {"agee": 30}, {"rsa": 1})
    assert [step.after for step in anonymise(case, law, PASSES)] == [case] * 4
