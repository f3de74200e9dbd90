"""Why a result is what it is, what would change it, how it moves: with the real law."""

import pytest

from contrib_app.catalogue import find_benefit
from contrib_app.engine.jobs import Jobs
from contrib_app.simulator.models import Simulation
from contrib_app.understanding import picture, service, wording
from contrib_app.understanding.variations import income_axis, nearest_changes, with_income

MONTH = "2026-11"
ALONE_IN_PARIS = {
    "foyer": {"couple": "seul", "enfants": 0, "autres": 0},
    "personne/demandeur": {"naissance": "1966-01-01", "activite": "salarie", "nationalite": "fr"},
    "logement": {"statut": "locataire_vide"},
    "loyer": {"loyer": 700.0},
    "commune": {"commune": "75120"},
    "paris": {"mois_a_paris": 20},
    "ressources/demandeur": {"natures": ["salaire"]},
    "montants/demandeur": {"salaire_moyenne": 650.0},
}


class Inside:
    """Computes in this process."""

    def __init__(self):
        self.jobs = Jobs().by_name()
        self.calls = []

    def soon(self, job, **arguments):
        self.calls.append(job)
        return self.jobs[job](**arguments)


@pytest.fixture(scope="module")
def inside():
    return Inside()


def simulation(**changed):
    answers = ALONE_IN_PARIS | {name.replace("__", "/"): given for name, given in changed.items()}
    return Simulation(id="0" * 32, answers=answers, month=MONTH)


def test_the_condition_that_blocks_is_told_against_its_threshold(inside):
    found = service.why(
        simulation(montants__demandeur={"salaire_moyenne": 1600.0}),
        find_benefit("paris_logement"),
        inside,
    )
    lines = wording.condition_lines(found.conditions)
    incomes = next(one for one in lines if "Ressources mensuelles" in one["words"])
    assert not incomes["met"]
    assert incomes["value"].endswith("€")
    assert incomes["threshold"].endswith("€ au plus")
    assert "règlement municipal" in incomes["source"].lower()


def test_the_nearest_change_opens_a_right_in_one_run(inside):
    inside.calls.clear()
    found = service.why(simulation(), find_benefit("paris_logement"), inside)
    assert inside.calls == ["why"]
    assert found.change.words == "36 mois à Paris au lieu de 20"
    assert found.change.opens
    assert "€ par mois" in found.change.result


def test_the_nearest_change_closes_a_right(inside):
    poorer = simulation(montants__demandeur={"salaire_moyenne": 450.0})
    found = service.why(poorer, find_benefit("rsa"), inside)
    level = next(one for one in found.conditions if one["words"].startswith("Base ressources"))
    assert level["met"]
    assert 0 < level["value"] < level["threshold"]
    assert found.change is not None
    assert not found.change.opens


def test_what_changes_is_computed_as_if_it_were_alone(inside):
    """A vectorised run gives each household exactly its own values."""
    changes = nearest_changes(ALONE_IN_PARIS)[:6]
    households = [ALONE_IN_PARIS, *(one.answers for one in changes)]
    benefit = find_benefit("aide_logement")
    together = service._computed(simulation(), households, (benefit,), inside)
    for answers, values in zip(households, together, strict=True):
        own = service._computed(
            Simulation(id="", answers=answers, month=MONTH), [answers], (benefit,), inside
        )
        assert own == [values]


def test_a_curve_and_its_drawing(inside):
    found = service.curve(simulation(), inside)
    assert found.incomes == income_axis(ALONE_IN_PARIS)
    assert found.amounts["Revenu de solidarité active (RSA)"][0] > 500
    assert found.amounts["Revenu de solidarité active (RSA)"][-1] == 0
    assert found.totals[-1] >= found.incomes[-1]
    drawn = picture.picture_of(found)
    assert len(drawn.total.split()) == len(found.incomes)
    assert len({line.dashes for line in drawn.lines}) == len(drawn.lines)


def test_changes_go_from_the_smallest_to_the_largest():
    words = [one.words for one in nearest_changes(ALONE_IN_PARIS)]
    assert words[0] == "50 € de revenus en moins par mois"
    assert words.index("1 an de plus") < words.index("100 € de loyer en moins")
    assert "24 mois à Paris au lieu de 20" in words
    assert "12 mois à Paris au lieu de 20" not in words
    assert len(words) == len(set(words))


def test_a_new_income_replaces_what_was_said_of_it():
    told = {"salaire_moyenne": 650.0, "salaire_m1": 20.0, "primes_total": 100.0}
    changed = with_income(
        ALONE_IN_PARIS | {"montants/demandeur": told}, "demandeur", "salaire", 900.0
    )
    assert changed["montants/demandeur"] == {
        "salaire_moyenne": 900.0,
        "salaire_encore": "oui",
        "primes_total": 100.0,
    }
