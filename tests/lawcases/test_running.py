"""Cases are judged as OpenFisca judges them; what fails is explained."""

from dataclasses import replace
from pathlib import Path

import pytest

from lawcases import (
    Case,
    Difference,
    Legislation,
    compute,
    errors,
    load_legislation,
    read_cases,
    run_case,
)

HOUSEHOLD = {
    "individus": {
        "demandeur": {"date_naissance": "1985-01-01", "salaire_imposable": {"2024-02": "500 * 4"}},
        "enfant": {"date_naissance": "2015-06-01"},
    },
    "familles": {"famille": {"parents": ["demandeur"], "enfants": ["enfant"]}},
    "foyers_fiscaux": {
        "foyer_fiscal": {"declarants": ["demandeur"], "personnes_a_charge": ["enfant"]}
    },
    "menages": {
        "menage": {
            "personne_de_reference": ["demandeur"],
            "enfants": ["enfant"],
            "statut_occupation_logement": "locataire_hlm",
        }
    },
}


def judged(text: str, law: Legislation) -> list[tuple[object, ...]]:
    [case] = read_cases(text)
    outcome = run_case(case, law)
    assert outcome.error is None, outcome.error
    return [(c.variable, c.instance, c.period, c.computed, c.passed) for c in outcome.checks]


def test_all_the_ways_to_name_an_output(law: Legislation) -> None:
    text = """\
period: 2024-03
input:
  individus: {a: {age: 30}, b: {age: 3}}
  famille: {parents: [a], enfants: [b]}
output:
  age: [30, 4]
  familles: {famille: {nb_parents: 1}}
  menage: {nb_parents: 1}
  individus: {b: {age: {2024-03: 3}}}
"""
    assert judged(text, law) == [
        ("age", "a", "2024-03", 30, True),
        ("age", "b", "2024-03", 3, False),
        ("nb_parents", "famille", "2024-03", 1, True),
        ("nb_parents", "famille", "2024-03", 1, True),
        ("age", "b", "2024-03", 3, True),
    ]


def test_a_lone_expected_value_is_for_everybody(law: Legislation) -> None:
    text = "period: 2024-03\ninput: {age: [5, 6]}\noutput: {age: 5}"
    assert judged(text, law) == [
        ("age", "0", "2024-03", 5, True),
        ("age", "1", "2024-03", 6, False),
    ]


def test_arithmetic_everywhere_and_never_numexpr(
    law: Legislation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*arguments: object, **options: object) -> None:
        raise AssertionError("a text reached numexpr")

    monkeypatch.setattr("numexpr.evaluate", forbidden)
    monkeypatch.setattr("openfisca_core.commons.eval_expression", forbidden)
    for situation in (
        "{salaire_imposable: '500 * 4'}",
        "{salaire_imposable: {2024-03: '500 * 4', 2024-04: '1'}}",
        "{individus: {a: {salaire_imposable: '500 * 4'}}}",
        "{individus: {a: {salaire_imposable: {2024-03: '500 * 4'}}}, famille: {parents: [a]}}",
    ):
        text = f"period: 2024-03\ninput: {situation}\noutput: {{salaire_imposable: 4000 / 2}}"
        assert judged(text, law) == [
            ("salaire_imposable", judged(text, law)[0][1], "2024-03", 2000.0, True)
        ]


def test_a_text_that_is_no_number_stops_the_case_at_its_line(law: Legislation) -> None:
    text = "period: 2024-03\ninput:\n  individus:\n    a:\n      age: 9**9**8\noutput: {age: 3}"
    [case] = read_cases(text, file="f.yaml")
    outcome = run_case(case, law)
    assert isinstance(outcome.error, errors.NotArithmetic)
    assert str(outcome.error.place) == "f.yaml:5"
    assert not outcome.passed


def test_every_output_is_compared_after_a_first_difference(law: Legislation) -> None:
    text = "period: 2024-03\ninput: {age: 5}\noutput: {nothing: 1, age: 6, nb_parents: 1}"
    [case] = read_cases(text)
    outcome = run_case(case, law)
    assert isinstance(outcome.error, errors.UnknownName)
    assert [(c.variable, c.passed) for c in outcome.checks] == [
        ("age", False),
        ("nb_parents", True),
    ]
    assert outcome.checks[0].difference == Difference(6, 5)


@pytest.mark.parametrize(
    ("situation", "output", "words"),
    [
        ("{agee: 3}", "{age: 3}", "Did you mean 'age'?"),
        ("{individus: {a: {agee: 3}}}", "{age: 3}", "Did you mean 'age'?"),
        ("{individus: {a: {}}, familles: {f: {parents: [b]}}}", "{age: 3}", "no person is named"),
        ("{age: 3}", "{individus: {a: {age: 3}}}", "no one of the individus is named 'a'"),
        ("{age: 3}", "{age: {2024: 3}}", "does not suit 'age'"),
        ("{age: [1, 2]}", "{age: [1, 2, 3]}", "has 2 values here, 3 are expected"),
        ("{age: 3}", "{age: {famille: 3}}", "'famille' is not one that OpenFisca reads"),
        ("{age: 3}", "{individu: 3}", "must be a mapping"),
    ],
)
def test_what_stops_a_case_is_explained(
    situation: str, output: str, words: str, law: Legislation
) -> None:
    [case] = read_cases(f"period: 2024-03\ninput: {situation}\noutput: {output}")
    outcome = run_case(case, law)
    assert not outcome.passed
    assert words in str(outcome.error)
    assert outcome.error is not None
    assert outcome.error.place is not None


def test_what_openfisca_bears_with_is_not_taken_for_the_reason(law: Legislation) -> None:
    text = "input: {age: {2024-03: true}}\noutput: {majeur: true, age: {2024-03: 1}}"
    [case] = read_cases(text, file="f.yaml")
    outcome = run_case(case, law)
    assert str(outcome.error) == "f.yaml:2: 'majeur' needs a period: the case has none"
    assert [check.computed for check in outcome.checks] == [None, 1]


def test_spiral_loops_extensions_and_reforms(law: Legislation) -> None:
    case = Case("", "2024-03", {"age": 5}, {"age": 5}, max_spiral_loops=3)
    assert run_case(case, law).passed
    lost = Case("", "2024-03", {"age": 5}, {"age": 5}, reforms=["nowhere.reform"])
    assert isinstance(run_case(lost, law).error, errors.LegislationNotLoaded)


REFORM = """\
from openfisca_core.reforms import Reform
from openfisca_france.model.base import MONTH, Individu, Variable

class one_more_month(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH

    def formula(individu, period):
        return individu("age", period) * 12 + 1

class bigger(Reform):
    def apply(self):
        self.add_variable(one_more_month)
"""


def test_a_reform_changes_its_case_only(
    law: Legislation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reform_of_a_test.py").write_text(REFORM)
    monkeypatch.syspath_prepend(tmp_path)
    plain = Case("", "2024-03", {"age": 5}, {"age": 5})
    individus = {"individus": {"a": {"age": 5}}}
    reform = "reform_of_a_test.bigger"
    reformed = Case("", "2024-03", individus, {"one_more_month": 61}, reforms=[reform])
    assert law.for_case(reformed) is law.for_case(reformed)
    for case in (plain, reformed, plain, reformed):
        outcome = run_case(case, law)
        assert outcome.passed, outcome.error
    unreformed = replace(reformed, reforms=())
    assert isinstance(run_case(unreformed, law).error, errors.UnknownName)


def test_parameters_replace_the_law(law: Legislation) -> None:
    case = Case("", "2024-03", {"age": 5}, {"smic_proratise": 1}, parameters={"a": {}})
    outcome = run_case(case, law)
    assert not outcome.passed
    assert isinstance(outcome.error, errors.CaseError)
    assert run_case(Case("", "2024-03", {"age": 5}, {"age": 5}), law).passed


def test_compute(law: Legislation) -> None:
    persons = ["age", "majeur", "date_naissance", "salaire_imposable"]
    asked = [*persons, "statut_occupation_logement", "af"]
    computed = compute(HOUSEHOLD, "2024-02", asked, law)
    assert computed["age"] == {"demandeur": 39, "enfant": 8}
    assert computed["majeur"] == {"demandeur": True, "enfant": False}
    assert computed["statut_occupation_logement"] == {"menage": "locataire_hlm"}
    assert computed["date_naissance"] == {"demandeur": "1985-01-01", "enfant": "2015-06-01"}
    assert computed["salaire_imposable"] == {"demandeur": 2000.0, "enfant": 0.0}
    assert computed["af"] == {"famille": 0.0}


def test_a_yearly_variable_is_computed_for_the_year(law: Legislation) -> None:
    assert compute(HOUSEHOLD, "2024-02", ["nbptr"], law) == {"nbptr": {"foyer_fiscal": 1.5}}


def test_each_variable_may_have_its_own_period(law: Legislation) -> None:
    asked = {"nbptr": "2024", "age": "2030-01", "impots_directs": "year:2024-02"}
    computed = compute(HOUSEHOLD, "2024-02", asked, law)
    assert computed["nbptr"] == {"foyer_fiscal": 1.5}
    assert computed["age"] == {"demandeur": 45, "enfant": 14}
    with pytest.raises(errors.BadPeriod):
        compute(HOUSEHOLD, "2024-02", {"age": "in March"}, law)


def test_compute_refuses_with_facts(law: Legislation) -> None:
    with pytest.raises(errors.UnknownName) as unknown:
        compute(HOUSEHOLD, "2024-02", ["agee"], law)
    assert unknown.value.suggestion == "age"
    with pytest.raises(errors.BadPeriod):
        compute(HOUSEHOLD, "February", ["age"], law)
    with pytest.raises(errors.NotArithmetic):
        compute({"individus": {"a": {"age": "9**9**9"}}}, "2024-02", ["age"], law)
    with pytest.raises(errors.ModelFailed):
        compute({"individus": {"a": {"agee": 3}}}, "2024-02", ["age"], law)
    with pytest.raises(errors.ModelFailed):
        compute(HOUSEHOLD, "2024", ["age"], law)
    infinite = {"individus": {"a": {"salaire_imposable": {"2024-02": float("inf")}}}}
    with pytest.raises(errors.NotANumber):
        compute(infinite, "2024-02", ["salaire_imposable"], law)


def test_a_package_that_is_not_there() -> None:
    with pytest.raises(errors.LegislationNotLoaded) as caught:
        load_legislation("no_such_country")
    assert caught.value.name == "no_such_country"
