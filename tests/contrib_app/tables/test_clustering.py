"""What sets apart the rows that disagree is found again."""

import numpy
import pytest

from contrib_app.tables.clustering import Condition, clusters, questions_of
from contrib_app.tables.grading import BOUNDS, Grade, agreement, grade

COUNT = 400
DRAW = numpy.random.default_rng(7)
RENT = [int(rent) for rent in DRAW.integers(300, 1200, COUNT)]
COUPLE = [bool(one) for one in DRAW.integers(0, 2, COUNT)]
HOME = [["hlm", "vide", "meuble"][rank] for rank in DRAW.integers(0, 3, COUNT)]
QUESTIONS = questions_of({"loyer": RENT, "couple": COUPLE, "logement": HOME})


def test_one_condition_is_found():
    gaps = [-41.0 if home == "hlm" else 0.0 for home in HOME]
    (found,) = clusters(gaps, QUESTIONS)
    assert found.conditions == (Condition("logement : hlm", True),)
    assert sorted(found.rows) == [rank for rank, home in enumerate(HOME) if home == "hlm"]
    assert found.among == len(found.rows)


def test_two_conditions_together_are_found():
    gaps = [
        30.0 if home == "vide" and couple else 0.0
        for home, couple in zip(HOME, COUPLE, strict=True)
    ]
    (found,) = clusters(gaps, QUESTIONS)
    assert set(found.conditions) == {Condition("logement : vide", True), Condition("couple", True)}


def test_too_much_and_too_little_are_two_clusters():
    gaps = [5.0 if one else -5.0 for one in COUPLE]
    found = clusters(gaps, QUESTIONS)
    assert {len(one.rows) for one in found} == {sum(COUPLE), COUNT - sum(COUPLE)}


def test_the_most_typical_row_comes_first():
    gaps = [0.0] * 50 + [-10.0, -41.0, -41.0, -41.0, -300.0]
    (found,) = clusters(gaps, {})
    assert gaps[found.rows[0]] == -41
    assert gaps[found.rows[-1]] == -300
    assert found.among == 55


def test_two_rows_are_no_cluster():
    assert clusters([0.0, -3.0, -3.0], {}) == []


def test_nothing_to_find():
    assert clusters([], {}) == []
    assert clusters([0.0] * COUNT, QUESTIONS) == []


def test_questions_about_a_constant_are_not_asked():
    assert questions_of({"loyer": [4, 4], "couple": [True, True]}) == {}


@pytest.mark.parametrize(
    ("expected", "computed", "found"),
    [
        (128, 128.01, Grade.EXACT),
        (128, 130.5, Grade.WITHIN_2_PERCENT),
        (128, 125.5, Grade.WITHIN_2_PERCENT),
        (128, 140.8, Grade.WITHIN_10_PERCENT),
        (128, 141, Grade.BEYOND),
        (0, 1, Grade.BEYOND),
    ],
)
def test_grades(expected, computed, found):
    assert grade(expected, computed) is found


def test_agreement_counts_everything_once():
    found = agreement([0, 100, 100, 100, 0], [0, 100, 0, 60, 50])
    assert found.confusion == {
        (True, True): 2,
        (True, False): 1,
        (False, True): 1,
        (False, False): 1,
    }
    assert sum(found.grades.values()) == sum(found.gaps) == found.count == 5
    assert found.gaps[BOUNDS.index(-1.0) + 1] == 2
    assert found.typical == -40
