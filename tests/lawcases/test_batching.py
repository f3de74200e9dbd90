"""Computed among others, a case has the results that it has alone."""

import pickle
import random
from typing import Any

import pytest

from lawcases import Case, Legislation, batching, courses, run_case
from lawcases.batching import run_cases
from lawcases.errors import BatchDisagrees, UnknownName

MONTHS = ["2024-06", "2024-01", "2018-10"]
WAGE_YEARS = ["2017", "2018", "2022", "2023"]
OUTPUTS = ["rsa", "af", "aide_logement", "ppa"]


def household(draw: random.Random) -> dict[str, Any]:
    """Return a family, written in one of the ways that people write them."""
    adults = ["demandeur", "conjoint"][: draw.choice([1, 1, 2])]
    children = [f"enfant{rank}" for rank in range(draw.choice([0, 0, 1, 3]))]
    persons: dict[str, dict[str, Any]] = {}
    for who in adults:
        persons[who] = {"date_naissance": f"{draw.randint(1950, 2000)}-03-15"}
        if draw.random() < 0.6:
            persons[who]["salaire_net"] = {
                "2016": draw.randint(0, 30_000),
                **{
                    str(year): draw.choice([0, 12_000, 20_400]) for year in (2017, 2018, 2022, 2023)
                },
            }
        if draw.random() < 0.4:  # inputs that have a formula: they change the course
            persons[who]["salaire_imposable"] = {"2022": draw.choice([0, 9_000]), "2023": 0}
        if draw.random() < 0.2:
            persons[who]["retraite_brute"] = {"year:2023-06": 6_000}
    for who in children:
        persons[who] = {"age": {"2024-06": 4, "2024-01": 4}} if draw.random() < 0.3 else {}
        persons[who]["date_naissance"] = f"{draw.randint(2001, 2017)}-05-02"
    family: dict[str, Any] = {"parents": adults, "enfants": children}
    if draw.random() < 0.3:
        family["rsa"] = {"month:2024-01:5": 0}
    home = {"personne_de_reference": adults[:1], "conjoint": adults[1:], "enfants": children}
    rent = {"loyer": 500, "statut_occupation_logement": "locataire_vide", "depcom": "35238"}
    return {
        "individus": persons,
        "familles": {"famille": family},
        "foyers_fiscaux": {"foyer": {"declarants": adults, "personnes_a_charge": children}},
        "menages": {"menage": {**home, **(rent if draw.random() < 0.7 else {})}},
    }


def some_cases(count: int, seed: int) -> list[Case]:
    draw = random.Random(seed)
    return [
        Case(
            name=f"household {rank}",
            period=draw.choice(MONTHS),
            input=household(draw),
            output=dict.fromkeys(draw.sample(OUTPUTS, draw.randint(1, 2)), 0),
            absolute_error_margin=1e9,
        )
        for rank in range(count)
    ]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    flat = Case("flat", "2024-06", {"age": [40, 8], "salaire_net": [0, 0]}, {"age": [40, 8]})
    unknown = Case("unknown", "2024-06", {"individus": {"a": {"agee": 3}}}, {"age": 3})
    failing = Case("no such person", "2024-06", {"age": 3}, {"individus": {"b": {"age": 3}}})
    axes = [[{"name": "age", "count": 3, "min": 10, "max": 12, "period": "2024-06"}]]
    groups = {
        "familles": {"f": {"parents": ["a"]}},
        "menages": {"m": {"personne_de_reference": ["a"]}},
    }
    groups["foyers_fiscaux"] = {"t": {"declarants": ["a"]}}
    several = Case(
        "axes", "2024-06", {"individus": {"a": {}}, **groups, "axes": axes}, {"age": [10, 11, 12]}
    )
    return [*some_cases(24, seed=1), flat, unknown, failing, several]


def shown(outcomes: list[Any]) -> list[Any]:
    return [(o.case.name, o.checks, str(o.error)) for o in outcomes]


def test_same_outcomes_as_alone(cases: list[Case], law: Legislation) -> None:
    alone = [run_case(case, law) for case in cases]
    assert shown(run_cases(cases, law, audit=0)) == shown(alone)
    assert sum(outcome.passed for outcome in alone) == len(cases) - 2


def test_batches_are_shared(law: Legislation, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [
        Case(
            f"{age} years",
            "2024-05",
            input={
                "individus": {"a": {"age": {"2024-05": age}, "salaire_net": {"2024-05": 50 * age}}},
                "familles": {"f": {"parents": ["a"]}},
            },
            output={"familles": {"f": {"rsa": 0}}},
        )
        for age in range(20, 30)
    ]
    sizes = []
    begin = courses.Course.__init__

    def noting(self: Any, members: Any, sharing: Any) -> None:
        sizes.append(len(members))
        begin(self, members, sharing)

    monkeypatch.setattr(courses.Course, "__init__", noting)
    run_cases(cases, law, audit=0, confirm=False)
    assert set(sizes) == {len(cases)}, "what gives the same inputs follows one course"


def test_processes_share_the_work(cases: list[Case], law: Legislation) -> None:
    assert shown(run_cases(cases, law, jobs=2, audit=0)) == shown(run_cases(cases, law, audit=0))


def test_a_wrong_batch_is_never_a_verdict(
    law: Legislation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = some_cases(1, seed=3) * 2
    monkeypatch.setattr(batching.Replay, "calculate", lambda self, name, at: next(self.results) + 1)
    with pytest.raises(BatchDisagrees, match="household 0"):
        run_cases(cases, law, audit=1)


def test_a_formula_that_sees_its_neighbours_is_computed_alone(law: Legislation) -> None:
    """`pass_colo` of OpenFisca-France asks Python's `any` about all the children there are."""
    cases = [
        Case(
            f"born in {year}",
            "2024-05",
            {
                "individus": {"a": {}, "b": {"date_naissance": f"{year}-04-10"}},
                "familles": {"f": {"parents": ["a"], "enfants": ["b"]}},
                "foyers_fiscaux": {"t": {"declarants": ["a"], "personnes_a_charge": ["b"]}},
                "menages": {"m": {"personne_de_reference": ["a"], "enfants": ["b"]}},
            },
            {"individus": {"b": {"pass_colo": {"2024": 0}}}},
            absolute_error_margin=1e9,
        )
        for year in (2013, 1999)
    ]
    alone = [run_case(case, law) for case in cases]
    assert shown(run_cases(cases, law, audit=0)) == shown(alone)


def test_an_error_travels_between_processes() -> None:
    error = UnknownName("variable", "agee", ["age"])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert pickle.loads(pickle.dumps(error)).suggestion == "age"
