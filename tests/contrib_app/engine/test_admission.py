"""What a newcomer would wait, from service times as they were measured."""

import pytest

from contrib_app.engine.admission import Admission


def test_nobody_is_refused_by_an_engine_that_does_nothing():
    admission = Admission(longest_wait=0)
    admission.note("compute", 100)
    assert admission.admits(admission.wait([], [], places=1))


@pytest.mark.parametrize(
    ("ahead", "running", "places", "expected"),
    [
        ([], [("compute", 0.5)], 1, 1.5),
        ([], [("compute", 5)], 1, 0),
        ([], [("compute", 0.5)], 2, 0),
        (["compute"], [("compute", 0.5), ("compute", 1)], 2, 1.5),
        (["compute", "compute"], [("compute", 0)], 1, 6),
        (["other"], [("compute", 0)], 1, 2),
    ],
)
def test_a_wait_is_what_runs_then_what_is_ahead(ahead, running, places, expected):
    admission = Admission(5, {"compute": 2})
    assert admission.wait(ahead, running, places) == expected


def test_times_follow_the_load():
    admission = Admission(5)
    for _ in range(20):
        admission.note("compute", 1)
    for _ in range(6):
        admission.note("compute", 3)
    assert 2.5 < admission.seconds["compute"] < 3
    assert admission.retry_after(2.2) == 3
    assert admission.retry_after(0) == 1
