"""What is written is stable, readable, and says exactly what the case says."""

import string
from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openfisca_core.tools import test_runner as official

from lawcases import Case, errors, read_cases, write_cases

FAMILY = Case(
    name="L'aînée, à 35 km, reçoit 70 € ; le cadet, à 12 km, 40 € (art. 5)",
    description="Proposed by the local mission.\n\nSecond paragraph: with a colon.",
    keywords=["val_fictif", "contribution-142"],
    period="2024-03",
    absolute_error_margin=0.005,
    input={
        "individus": {
            "ainee": {"apprenti": True, "age": 19, "date_naissance": "2005-01-31"},
            "cadet": {
                "salaire_imposable": {2023: 0, "2024-01": 1200.5},
                "commune": "01237",
                "nom_de_la_variable_longue": {f"2023-{month:02}": 100 for month in range(1, 13)},
            },
        },
        "familles": {"famille": {"parents": ["ainee"], "enfants": ["cadet"]}},
    },
    output={"individus": {"ainee": {"aide": 70}, "cadet": {"aide": 40, "nom": "no"}}},
)

WRITTEN = """\
name: "L'aînée, à 35 km, reçoit 70 € ; le cadet, à 12 km, 40 € (art. 5)"
description: |-
  Proposed by the local mission.

  Second paragraph: with a colon.
keywords: [val_fictif, contribution-142]
period: 2024-03
absolute_error_margin: 0.005
input:
  individus:
    ainee: {apprenti: true, age: 19, date_naissance: 2005-01-31}
    cadet:
      salaire_imposable: {2023: 0, 2024-01: 1200.5}
      commune: "01237"
      nom_de_la_variable_longue:
        2023-01: 100
        2023-02: 100
        2023-03: 100
        2023-04: 100
        2023-05: 100
        2023-06: 100
        2023-07: 100
        2023-08: 100
        2023-09: 100
        2023-10: 100
        2023-11: 100
        2023-12: 100
  familles:
    famille: {parents: [ainee], enfants: [cadet]}
output:
  individus:
    ainee: {aide: 70}
    cadet: {aide: 40, nom: "no"}
"""


def test_the_canonical_form() -> None:
    assert write_cases([FAMILY]) == WRITTEN.replace("\"L'aînée", "L'aînée").replace('5)"\n', "5)\n")


def test_several_cases_make_a_list() -> None:
    small = Case("", 2024, {"a": 1}, {"b": [1, 2]})
    assert write_cases([small, replace(small, name="Second")]) == (
        "- period: 2024\n  input:\n    a: 1\n  output:\n    b: [1, 2]\n"
        "\n"
        "- name: Second\n  period: 2024\n  input:\n    a: 1\n  output:\n    b: [1, 2]\n"
    )


def test_writing_again_changes_nothing() -> None:
    text = write_cases([FAMILY, FAMILY])
    assert write_cases(read_cases(text)) == text


def test_openfisca_reads_the_same() -> None:
    document = yaml.load(write_cases([FAMILY]), Loader=official.Loader)
    test = official.build_test(document)
    assert test.input == FAMILY.input
    assert test.output == FAMILY.output
    assert (test.name, test.period, test.description) == (
        FAMILY.name,
        FAMILY.period,
        FAMILY.description,
    )


WORDS = ["no", "Yes", "on", "null", "~", "1:30", "010", "1e3", "2024", "=", "<<", "---", "..."]
SIGNS = [
    "{a}",
    "[a",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "a\\b",
    "l'a",
    "é€😀",
    "a:",
    "|",
    ">",
    "?",
]
SPACED = ["", " ", "a: b", "a #b", "- a", "a\nb", "a\n", "\na", " a\nb", "a\n\nb\n", "a\tb", "# a"]
ODD = ['say "a"', "\x85", "\u2028", "\ufeff", "\x00", "a \nb", "key: |\n  x", "a\r\nb", "x" * 300]


@pytest.mark.parametrize("text", [*WORDS, *SIGNS, *SPACED, *ODD])
def test_difficult_texts(text: str) -> None:
    case = Case(
        name=text or "x",
        description=text,
        period="2024",
        keywords=[text],
        input={"persons": {text: {"name": text, "list": [text]}}, text or "other": text},
        output={"a": {text: text}},
    )
    assert read_cases(write_cases([case])) == [case]


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(-1e30, 1e30, allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["no", "1990-01-01", "2024-01", "400 * 12"]),
)
keys = st.one_of(
    st.integers(0, 3000),
    st.text(string.ascii_letters + "_-: é", min_size=1, max_size=8),
    st.sampled_from(["2024-01", "year:2024", "2024", "no"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)
mappings = st.dictionaries(st.text(string.ascii_lowercase, min_size=1, max_size=9), values)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return Case(
        name=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
        period=draw(st.sampled_from([None, 2024, "2024-01", "month:2024-01:3", "ETERNITY"])),
        input=draw(mappings),
        output=draw(mappings.filter(bool)),
        description=draw(st.none() | st.text(st.characters(exclude_categories=["Cs"]))),
        keywords=draw(st.lists(st.text("ab -:#", max_size=5), max_size=3)),
        absolute_error_margin=draw(
            st.none()
            | st.floats(0, 100)
            | st.just({"default": 0}).map(lambda m: {**m, "aid": None, "rent": 0.5})
        ),
        relative_error_margin=draw(st.none() | st.floats(0, 1)),
        max_spiral_loops=draw(st.none() | st.integers(0, 10)),
        reforms=draw(st.lists(st.just("package.reforms.one"), max_size=1)),
        extensions=draw(st.lists(st.just("extension"), max_size=1)),
        parameters=draw(st.none() | st.just({"a": {"values": {"2024-01-01": {"value": 1}}}})),
    )


def tripled(value: object) -> bool:
    """Tell whether a mapping has keys that YAML cannot tell apart, such as 1 and "1"."""
    if isinstance(value, dict):
        texts = [str(key) for key in value]
        return len(set(texts)) < len(texts) or any(map(tripled, value.values()))
    return isinstance(value, list) and any(map(tripled, value))


@settings(max_examples=150, deadline=None)
@given(st.lists(cases(), min_size=1, max_size=3))
def test_reading_gives_back_what_was_written(written: list[Case]) -> None:
    allow = ["reforms", "extensions", "parameters"]
    if any(tripled(case.input) or tripled(case.output) for case in written):
        with pytest.raises(errors.NotWritable):
            write_cases(written)
    else:
        assert read_cases(write_cases(written), allow=allow) == written


@pytest.mark.parametrize(
    "case",
    [
        Case("", 2024, {"a": float("nan")}, {"b": 1}),
        Case("", 2024, {"a": float("inf")}, {"b": 1}),
        Case("", 2024, {"a": object()}, {"b": 1}),
        Case("", 2024, {"a": "\ud800"}, {"b": 1}),
        Case("", 2024, {"a": 1}, {}),
        Case("", 2024, {"a": (1, 2)}, {"b": 1}),
        Case("", 2024, {"a": {1: 1, "1": 2}}, {"b": 1}),
    ],
)
def test_what_cannot_be_said_is_refused(case: Case) -> None:
    with pytest.raises(errors.NotWritable):
        write_cases([case])


def test_nothing_to_write_is_refused() -> None:
    with pytest.raises(errors.NotWritable):
        write_cases([])
