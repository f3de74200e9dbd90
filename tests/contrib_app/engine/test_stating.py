"""The zeros that the engine states change nothing; they are stated only where they are sure."""

import pytest

import lawcases
from benchmarks.serving.exactness import differences
from benchmarks.serving.households import households
from contrib_app.engine.stating import RULES, Stating, given_months


@pytest.fixture(scope="module")
def law():
    return lawcases.load_legislation("openfisca_france", ["openfisca_mesaides"])


@pytest.fixture(scope="module")
def stating(law):
    return Stating(law)


def test_every_rule_names_variables_of_the_law(law, stating):
    assert len(stating.rules) == len(RULES)
    named = {name for rule in RULES for name in (rule.variable, *rule.grows_from, *rule.adds_up)}
    assert {name for name in named if law.variable(name) is None} == set()
    assert all(law.variable(rule.variable).entity == "individus" for rule in RULES)


def test_nothing_is_stated_for_a_month_that_somebody_gives(stating):
    situation = {
        "individus": {
            "a": {"date_naissance": "1985-01-01"},
            "b": {"salaire_de_base": {"month:2025-01:12": 12000}, "salaire_net": {"2024": 0}},
        }
    }
    stated = stating.with_zeros(situation, "2026-02")["individus"]
    assert stated["b"] == situation["individus"]["b"]
    assert stated["a"]["date_naissance"] == "1985-01-01"
    assert stated["a"]["salaire_imposable"] == {"month:2020-01:60": 0, "month:2026-01:2": 0}
    assert stated["a"]["salaire_net"] == {"month:2020-01:48": 0, "month:2026-01:2": 0}
    assert stated["a"]["aah"] == {"month:2020-01:74": 0}


def test_a_value_that_is_given_stays(stating):
    situation = {"individus": {"a": {"aah": 500, "salaire_net": {"2026-01": 7}}}}
    stated = stating.with_zeros(situation, "2026-02")["individus"]["a"]
    assert stated["aah"] == {"2026-02": 500, "month:2020-01:73": 0}
    assert stated["salaire_net"]["2026-01"] == 7


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"primes_fonction_publique": {"2025-03": 100}}, "salaire_imposable"),
        ({"stage_duree_heures": {"2025-03": 100}}, "salaire_net"),
        ({"allocation_retour_emploi_journaliere": {"2025-03": 30}}, "chomage_net"),
    ],
)
def test_what_else_would_add_up_keeps_the_formulas(law, stating, given, kept):
    assert all(law.variable(name) for name in given)
    stated = stating.with_zeros({"individus": {"a": given}}, "2026-02")["individus"]["a"]
    assert kept not in stated
    assert "aah" in stated


def test_months_are_read_as_openfisca_reads_periods():
    given = given_months(
        {"a": {"x": {"2025": 1, "2026-02": 1}, "y": 3, "z": {"ETERNITY": 1}}}, "2026-03"
    )
    assert len(given["x"]) == 13
    assert given["y"] == {2026 * 12 + 2}
    assert given["z"] == set()


def test_random_households_have_the_values_that_the_law_alone_gives_them(law, stating):
    """A few here; `python -m benchmarks.serving.exactness --households 2000` compares thousands."""
    found, _ = differences(households(6, seed=20), law, stating)
    assert found == []
