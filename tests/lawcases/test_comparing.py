"""Differences are those of OpenFisca's `assert_near`."""

from datetime import date

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.tools import assert_near

from lawcases import Difference, Margin
from lawcases.comparing import difference

amounts = st.one_of(
    st.floats(-1e7, 1e7, width=32),
    st.integers(-(2**31), 2**31).map(float),
    st.sampled_from([0.0, 0.1, 100.0, 100.1, 16777216.0, 16777217.0, 1e39, float("nan")]),
)
margins = st.one_of(st.none(), st.floats(0, 1), st.sampled_from([0.0, 0.005, 0.1, 1.0, 10.0]))


@given(amounts, st.one_of(amounts, st.sampled_from([-0.1, 0.0, 0.1, 1.0])), margins, margins)
def test_numbers_differ_as_in_openfisca(
    expected: float, gap: float, absolute: float | None, relative: float | None
) -> None:
    with numpy.errstate(all="ignore"):
        computed = numpy.array([expected + gap]).astype(numpy.float32)
        try:
            assert_near(computed, expected, absolute, "", relative)
            passes = True
        except AssertionError:
            passes = False
    found = difference(expected, float(computed[0]), Margin(absolute, relative))
    assert (found is None) == passes


@pytest.mark.parametrize(
    ("expected", "computed", "margin", "same"),
    [
        (100, 101, Margin(absolute=1), True),
        (100, 102, Margin(absolute=1), False),
        (100, 104, Margin(relative=0.05), True),
        (0, 0.001, Margin(relative=0.5), False),
        (100, 104, Margin(absolute=10, relative=0.01), False),
        (100, 104, Margin(absolute=1, relative=0.1), False),
        (True, 1, Margin(), True),
        (1, True, Margin(), True),
        (False, True, Margin(), False),
        ("tenant", "tenant", Margin(), True),
        ("tenant", 2, Margin(), False),
        (2, 2, Margin(), True),
        (None, 0, Margin(absolute=10), False),
        ("1990-01-01", date(1990, 1, 1), Margin(), True),
        ("1990-01", date(1990, 1, 1), Margin(), True),
        ("1990-01-02", date(1990, 1, 1), Margin(absolute=5), False),
        ("soon", date(1990, 1, 1), Margin(), False),
        (75056, b"75056", Margin(), True),
        ("2A004", b"2A004", Margin(), False),
        (5, "five", Margin(), False),
    ],
)
def test_values_of_each_kind(expected: object, computed: object, margin: Margin, same: bool):
    assert (difference(expected, computed, margin) is None) == same


def test_a_difference_holds_its_gap() -> None:
    assert Difference(100, 97.5).gap == -2.5
    assert Difference("tenant", "owner").gap is None
    assert Difference(100, None).gap is None
