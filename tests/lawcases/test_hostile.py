"""Texts made to harm: each is refused at once, with a line, and nothing is run."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcases import Case, CaseError, errors, read_cases, read_file

OUTPUT = "output: {a: 1}\n"

HOSTILE = {
    "python tag": ("a: !!python/object/apply:os.system ['touch {file}']\n", 1),
    "python tag in a value": ("input:\n  a: !!python/name:os.system ''\n" + OUTPUT, 2),
    "own tag": ("name: !secret x\n" + OUTPUT, 1),
    "harmless tag": ("input: {a: !!str 1}\n" + OUTPUT, 1),
    "non-specific tag": ("input: {a: ! 1}\n" + OUTPUT, 1),
    "anchor": ("input: &a {a: 1}\n" + OUTPUT, 1),
    "alias": ("input: {a: &x 1, b: *x}\n" + OUTPUT, 1),
    "alias bomb": (
        "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{f'*a{i - 1},' * 9}]\n" for i in range(1, 9)),
        1,
    ),
    "recursive alias": ("&a [*a]", 1),
    "merge key": ("input:\n  <<: {a: 1}\n" + OUTPUT, 2),
    "deep flow": ("input: " + "[" * 100_000 + "\n", 1),
    "deep braces": ("input: " + "{a: " * 100_000 + "\n", 1),
    "deep block": ("".join(" " * i + "a:\n" for i in range(100)), 17),
    "ten megabytes": ("name: x\n" + "# comment\n" * 1_000_000 + OUTPUT, 1),
    "many values": ("input: {a: [" + "1," * 400_000 + "]}\n" + OUTPUT, 1),
    "many persons": ("input:\n" + "".join(f"  p{i}: 1\n" for i in range(2000)) + OUTPUT, 1),
    "long number": ("input: {a: " + "9" * 5000 + "}\noutput: {a: .inf}\n", 2),
    "large number": ("input: {a: " + "9" * 60 + "}\n" + OUTPUT, 1),
    "endless period": ("input: {a: {'month:2014-01:100000000': 1}}\n" + OUTPUT, 1),
    "endless case": ("period: day:2014-01-01:10000000\n" + OUTPUT, 1),
    "endless output": ("output:\n  a:\n    year:2024:10000: 1\n", 3),
    "endless axes": (
        "input:\n  axes: [[{count: 100}], [{count: 100}], [{count: 100}]]\n" + OUTPUT,
        2,
    ),
    "duplicate key": ("name: a\n" + OUTPUT + "name: b\n", 3),
    "duplicate deep key": ("input:\n  a: 1\n  b: 2\n  a: 3\n" + OUTPUT, 4),
    "duplicate number": ("input: {1: 1, 01: 2}\n" + OUTPUT, 1),
    "two documents": ("name: a\n" + OUTPUT + "---\nname: b\n", 3),
    "extensions": ("extensions: [os]\n" + OUTPUT, 1),
    "reforms": (OUTPUT + "reforms: os.system\n", 2),
    "parameters": ("parameters: {a: 1}\n" + OUTPUT, 1),
    "nothing": ("", 1),
    "only a comment": ("\n# nothing\n", 3),
    "null": ("null", 1),
    "empty list": ("[]", 1),
    "a null case": ("- \n- name: b\n", 1),
    "a number": ("12", 1),
    "not a number": ("output:\n  a: .NaN\n", 2),
    "lone surrogate": ("name: a\nkeywords: [\ud800]\n", 2),
    "escaped surrogate": ('name: "\\ud800"\n', 1),
    "control character": ("name: a\n\x00" + OUTPUT, 2),
    "tab": ("input:\n\ta: 1\n" + OUTPUT, 2),
    "unclosed": ("input: {a: 1\n" + OUTPUT, 2),
    "bad indent": ("input:\n  a: 1\n b: 2\n", 3),
    "equals sign": ("input: {a: =}\n" + OUTPUT, 1),
    "key that is a mapping": ("{{a: 1}: 2}", 1),
    "norwegian key": ("input: {no: 1}\n" + OUTPUT, 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_with_its_line(name: str, tmp_path: Path) -> None:
    text, line = HOSTILE[name]
    created = tmp_path / "created"
    started = time.process_time()
    with pytest.raises(CaseError) as caught:
        read_cases(text.replace("{file}", str(created)), file="hostile.yaml")
    assert time.process_time() - started < 5
    assert caught.value.place == errors.Place("hostile.yaml", line)
    assert len(str(caught.value)) < 500
    assert not created.exists()


def test_code_in_a_value_is_only_a_text() -> None:
    text = "input: {a: \"__import__('os').system('x')\"}\noutput: {b: '9**9**8'}"
    [case] = read_cases(text)
    assert case.input == {"a": "__import__('os').system('x')"}
    assert case.output == {"b": "9**9**8"}


def test_windows_and_byte_order_mark_are_harmless() -> None:
    [case] = read_cases("\ufeffname: a\r\ninput: {a: 1}\r\noutput: {b: 2}\r\n")
    assert (case.name, case.output) == ("a", {"b": 2})


def assert_cases_or_place(text: str) -> None:
    refusal = None
    try:
        cases = read_cases(text)
    except CaseError as error:
        refusal = error
    if refusal is None:
        assert cases
        assert all(isinstance(case, Case) and case.output for case in cases)
    else:
        assert refusal.place is not None
        assert 1 <= refusal.place.line <= len(text.splitlines()) + 1


KEYS = ["name", "input", "output", "period", "default", "2024-01", "é", "<<"]
SCALARS = ["1", "no", "~", "010", "0x1", "1:2", ".inf", "|", ">-", "'", '"', "!!int "]
SIGNS = [":", "-", "?", "{", "}", "[", "]", ",", "#", "%", "&a ", "*a", ": ", "- ", "? "]
SPACES = ["\n", "\n  ", " ", "---\n", "...", "\t", "\x85", "\u2028"]
WORDS = st.sampled_from([*KEYS, *SCALARS, *SIGNS, *SPACES])


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join)))
def test_any_text_gives_cases_or_a_refusal_with_its_place(text: str) -> None:
    assert_cases_or_place(text)


SAMPLE = """\
- name: One rent
  period: 2024-01
  absolute_error_margin: 0.5
  input:
    individus: {a: {age: 30}}
    menage: {personne_de_reference: [a], loyer: {2024-01: 500}}
  output:
    aide_logement: 100
"""


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SAMPLE)),
            st.integers(0, 6),
            st.one_of(WORDS, st.text(max_size=3)),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_damage_to_a_case_gives_cases_or_a_refusal(cuts: list[tuple[int, int, str]]) -> None:
    text = SAMPLE
    for start, length, inserted in cuts:
        text = text[:start] + inserted + text[start + length :]
    assert_cases_or_place(text)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "noise.yaml"
    file.write_bytes(os.urandom(1000) + b"\xff")
    with pytest.raises(errors.NotYaml, match="UTF-8"):
        read_file(file)
