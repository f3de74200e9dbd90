"""Arithmetic gives what numexpr gives, without running anything."""

import contextlib
import time

import numexpr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcases.arithmetic import evaluate
from lawcases.errors import NotArithmetic

numbers = st.one_of(
    st.integers(0, 9999).map(str),
    st.floats(0.001, 9999, allow_nan=False).map(repr),
    st.sampled_from(["1_000", "1e3", ".5", "5.", "2.5e-3", "00"]),
)


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    spaced = st.sampled_from(["{} + {}", "{}-{}", "{} * {}", "{} / {}"])
    return st.one_of(
        st.builds(lambda form, a, b: form.format(a, b), spaced, inner, inner),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        st.builds(lambda text, power: f"({text}) ** {power}", inner, st.integers(-2, 3)),
    )


expressions = st.recursive(numbers, combined, max_leaves=6)


@given(expressions)
def test_same_numbers_as_numexpr(text: str) -> None:
    try:
        expected = numexpr.evaluate(text)
    except (ZeroDivisionError, OverflowError):
        expected = None
    if expected is None or abs(float(expected)) > 1e18:
        with contextlib.suppress(NotArithmetic):
            assert evaluate(text) == expected
        return
    number = evaluate(text)
    assert number == expected.item()
    assert isinstance(number, int) == (expected.dtype.kind == "i")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35 * 52 / 12", 35 * 52 / 12),
        ("-3**2", -9),
        ("2**3**2", 512),
        ("2 ** -1", 0.5),
        ("(1 + 2) * 3", 9),
        ("--5", 5),
        ("1 - 2 - 3", -4),
        ("8 / 4 / 2", 1.0),
        ("1e3", 1000.0),
        (" 12 ", 12),
    ],
)
def test_precedence(text: str, number: float) -> None:
    assert evaluate(text) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("9**9**8", "exponent"),
        ("9**9**9**9", "exponent"),
        ("(10**30)**30", "too large"),
        ("2**64", "too large"),
        ("1/0", "divides by zero"),
        ("0**-1", "divides by zero"),
        ("(-8)**0.5", "root of a negative"),
        ("1e400", "too large"),
        ("nan", "'n' has no meaning"),
        ("__import__('os')", "'_' has no meaning"),
        ("'a'*10**9", '"\'" has no meaning'),
        ("(1,)*10**9", "',' has no meaning"),
        ("1<<10**10", "'<' has no meaning"),
        ("sum(1)", "'s' has no meaning"),
        ("010", "does not begin with 0"),
        ("0x10", "'x' has no meaning"),
        ("1.0.0", "not expected"),
        ("7//2", "missing before '/'"),
        ("1 2", "not expected"),
        ("(1", "not closed"),
        ("1 +", "missing at the end"),
        ("", "missing at the end"),
        ("(" * 50 + "1" + ")" * 50, "too deeply"),
        ("-" * 150 + "1", "too deeply"),
        ("1+" * 150 + "1", "more than 200 characters"),
        ("1\n+ 1", "'+' has no meaning"),
        ("١٢", "'١' has no meaning"),
    ],
)
def test_refused_at_once(text: str, problem: str) -> None:
    started = time.process_time()
    with pytest.raises(NotArithmetic) as caught:
        evaluate(text)
    assert problem in caught.value.problem
    assert time.process_time() - started < 0.1


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = evaluate(text)
    except NotArithmetic:
        return
    assert isinstance(number, int | float)
