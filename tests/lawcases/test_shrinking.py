"""The simplest case with the same results, and what tells people apart made vaguer."""

from typing import Any

import pytest

from lawcases import Case, Legislation, run_case
from lawcases.anonymising import other_values, vaguer_dates, vaguest
from lawcases.shrinking import count_inputs, merged, named_by_roles, shrink

MONTHS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
ROOM = {"statut_occupation_logement": "locataire_vide", "loyer": 512, "depcom": "35238"}


def family(**given: Any) -> Case:
    """A couple with three children and a lodger, who say much about themselves."""
    children = ["Zoé", "Adam", "Inès"]
    return Case(
        name="Family benefits",
        period="2024-06",
        input={
            "individus": {
                "Marie": {
                    "date_naissance": "1985-03-14",
                    "salaire_net": {"2022": 20_400, **dict.fromkeys(MONTHS, 1_733)},
                    "salaire_imposable": {"2022": 21_000},
                    "activite": {"2024-06": "actif"},
                },
                "Paul": {"date_naissance": "1980-07-02", "chomage_net": {"2022": 0}},
                "Hôte": {"date_naissance": "1990-01-01"},
                **{
                    child: {"date_naissance": f"201{rank}-05-17"}
                    for rank, child in enumerate(children)
                },
            },
            "familles": {
                "f1": {"parents": ["Marie", "Paul"], "enfants": children, "rsa": {"2024-05": 0}},
                "f2": {"parents": ["Hôte"]},
            },
            "foyers_fiscaux": {
                "t1": {"declarants": ["Marie", "Paul"], "personnes_a_charge": children},
                "t2": {"declarants": ["Hôte"]},
            },
            "menages": {
                "m": {
                    "personne_de_reference": ["Marie"],
                    "conjoint": ["Paul"],
                    "enfants": children,
                    "autres": ["Hôte"],
                    **ROOM,
                }
            },
        },
        output={"familles": {"f1": {"af": 0}}},
        **given,
    )


@pytest.fixture(scope="module")
def small(law: Legislation) -> Any:
    return shrink(family(), law)


def test_the_same_values_with_little(small: Any, law: Legislation) -> None:
    before, after = run_case(family(), law), run_case(small.case, law)
    assert [check.computed for check in after.checks] == [check.computed for check in before.checks]
    assert before.checks[0].computed > 200
    assert (small.before, small.after) == (count_inputs(family(), law), 3)
    assert small.after == count_inputs(small.case, law)


def test_nobody_is_there_for_nothing_nor_under_a_name(small: Any) -> None:
    persons = small.case.input["individus"]
    assert [name for name in persons if name.startswith("enfant")] == [
        "enfant1",
        "enfant2",
        "enfant3",
    ]
    assert len(persons) == 4
    assert "Marie" not in str(small.case)
    assert small.case.output == {"familles": {"famille": {"af": 0}}}


def test_passes_tell_what_they_did(small: Any) -> None:
    names = [step.name for step in small.steps]
    counts = [step.inputs for step in small.steps]
    assert names[0] == "unread"
    assert counts == sorted(counts, reverse=True)


def test_the_reason_may_be_kept(law: Legislation) -> None:
    """Nothing is due to who earns much, nor to who earns nothing: not for the same reason."""
    months = ["2024-03", "2024-04", "2024-05", "2024-06"]
    groups = {
        "familles": {"f": {"parents": ["a"]}},
        "foyers_fiscaux": {"t": {"declarants": ["a"]}},
        "menages": {"m": {"personne_de_reference": ["a"]}},
    }
    rich = Case(
        "Rich",
        "2024-06",
        {
            "individus": {"a": {"age": 40, "salaire_net": dict.fromkeys(months, 5_000)}},
            **groups,
        },
        {"ppa": 0},
    )
    assert "salaire_net" not in str(shrink(rich, law).case.input)
    assert "salaire_net" in str(shrink(rich, law, keep_reason=True).case.input)


def test_a_case_that_cannot_be_computed_is_left_alone(law: Legislation) -> None:
    wrong = Case("wrong", "2024-06", {"individus": {"a": {"agee": 3}}}, {"age": 3})
    found = shrink(wrong, law)
    assert found.case == wrong
    assert found.steps == ()


def test_no_pass_begins_after_the_time_given(law: Legislation) -> None:
    assert shrink(family(), law, seconds=0).steps == ()


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        (dict.fromkeys(MONTHS[:12], 100), {"2023": 1200}),
        (dict.fromkeys(MONTHS, 100), {"year:2023-01:2": 2400}),
        (dict.fromkeys(MONTHS[2:5], 100), {"month:2023-03:3": 300}),
        (dict.fromkeys(MONTHS[2:14], 1.5), {"year:2023-03": 18}),
        ({"2023-01": 1, "2023-02": 2, "2023-03": 2}, {"2023-01": 1, "month:2023-02:2": 4}),
        ({"2023-01": 1, "2023-03": 1}, {"2023-01": 1, "2023-03": 1}),
        ({"2022": 5, "2023-01": 1}, {"2022": 5, "2023-01": 1}),
    ],
)
def test_months_become_a_span(law: Legislation, dated: Any, expected: Any) -> None:
    assert merged(dated, law.variable("salaire_net")) == expected


def test_what_does_not_add_up_is_repeated(law: Legislation) -> None:
    assert merged(dict.fromkeys(MONTHS[:3], "actif"), law.variable("activite")) == {
        "month:2023-01:3": "actif"
    }


def test_names_of_a_short_form(law: Legislation) -> None:
    case = Case(
        "short",
        "2024-06",
        {
            "individus": {"Marie": {"age": 30}},
            "famille": {"parents": "Marie"},
            "foyer_fiscal": {"declarants": "Marie"},
            "menage": {"personne_de_reference": "Marie"},
        },
        {"individus": {"Marie": {"age": 30}}},
    )
    renamed = named_by_roles(case, law)
    assert renamed.input["familles"] == {"famille": {"parents": ["parent1"]}}
    assert renamed.output == {"individus": {"parent1": {"age": 30}}}
    assert run_case(renamed, law).passed


def test_birth_dates_as_vague_as_the_law_allows(law: Legislation) -> None:
    case = family()
    vaguer = vaguest(case, vaguer_dates(case, "date_naissance"), law)
    assert vaguer.input["individus"]["Marie"]["date_naissance"] == "1985-01-01"
    young = Case(
        "three on the 17th",
        "2024-05",
        {"individus": {"a": {"date_naissance": "2021-05-17"}}},
        {"age_en_mois": {"2024-05": 0}},
    )
    vaguer = vaguest(young, vaguer_dates(young, "date_naissance"), law)
    assert vaguer.input["individus"]["a"]["date_naissance"] == "2021-06-01"


def test_another_place_of_the_same_territory(law: Legislation) -> None:
    case = Case(
        "rent",
        "2024-06",
        {
            "individus": {"a": {"age": 30}},
            "familles": {"f": {"parents": ["a"]}},
            "foyers_fiscaux": {"t": {"declarants": ["a"]}},
            "menages": {"m": {"personne_de_reference": ["a"], **ROOM}},
        },
        {"zone_apl": "zone_2"},
    )
    vaguer = vaguest(case, other_values(case, "depcom", ["75056", "35047"]), law)
    assert vaguer is None or vaguer.input["menages"]["m"]["depcom"] != "75056"
    assert vaguest(case, other_values(case, "depcom", ["75056"]), law) is None
