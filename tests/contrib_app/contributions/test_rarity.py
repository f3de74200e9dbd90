"""A case that describes few people is told by its signs, two of them making it rare."""

import pytest

from contrib_app.contributions.rarity import is_rare, signs_of
from lawcases import Case


def case(person=None, family=None, home=None):
    return Case(
        name="",
        period="2026-11",
        input={
            "individus": {"demandeur": person or {}},
            "familles": {"famille": {"parents": ["demandeur"], **(family or {})}},
            "menages": {"menage": {"personne_de_reference": ["demandeur"], **(home or {})}},
        },
        output={"familles": {"famille": {"rsa": 0}}},
    )


@pytest.mark.parametrize(
    ("person", "family", "home", "sign"),
    [
        ({"date_naissance": "1985-03-02"}, {}, {}, "exact_date"),
        ({"date_naissance": "1935-03-01"}, {}, {}, "great_age"),
        ({"age": {"2026-11": 91}}, {}, {}, "great_age"),
        ({"salaire_net": {"2024": 120_012}}, {}, {}, "high_income"),
        ({"salaire_net": {"month:2026-08:3": 30_003}}, {}, {}, "high_income"),
        ({"rpns_benefice_exploitant_agricole": {"2025": 9000}}, {}, {}, "rare_status"),
        ({"paris_titre_handicap": {"2026-11": "actp"}}, {}, {}, "rare_status"),
        ({}, {"enfants": ["a", "b", "c", "d"]}, {}, "many_children"),
        ({}, {}, {"depcom": {"2026-11": "75120"}}, "commune"),
    ],
)
def test_each_sign(person, family, home, sign):
    assert signs_of(case(person, family, home)) == [sign]


@pytest.mark.parametrize(
    ("person", "family", "home"),
    [
        ({"date_naissance": "1985-03-01", "age": {"2026-11": 90}}, {}, {}),
        ({"salaire_net": {"2024": 120_000, "2026-11": 10_000}}, {}, {}),
        ({"rpns_benefice_exploitant_agricole": {"2025": 0}}, {}, {}),
        ({}, {"enfants": ["a", "b", "c"]}, {"zone_apl": {"2026-11": "zone_1"}}),
    ],
)
def test_the_other_side_of_each_bound(person, family, home):
    assert signs_of(case(person, family, home)) == []


def test_two_signs_make_a_rare_case():
    assert not is_rare(case({}, {}, {"depcom": {"2026-11": "75120"}}))
    assert is_rare(case({"age": {"2026-11": 95}}, {}, {"depcom": {"2026-11": "75120"}}))
