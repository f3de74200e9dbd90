"""The canonical form: what moves, what is stated, what stays, and the comments that follow."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcases import CaseError, Legislation, errors, format_text, lint_cases, read_cases, run_case
from lawcases.canonical import same_meaning
from lawcases.commenting import comments_of

PIECES = ("", "#", " # note\n", "\n", "  ", "- ", ": ", "{", "}", "[", "]", '"', "'", "|\n", "null", "no", "2024", "month:2024-03", "1.5", ",", "*a", "&a ", "!!str ", "é", "axes: [[]]", "parents")  # fmt: skip  # noqa: E501
CORPUS = Path(__file__).parents[1] / "yaml"

MESSY = """\
# Who wrote it, and why.

- output:
    age: [30, 4]
  # The month of the claim
  period: month:2024-03
  name: A tenant  # and a child
  input:
    familles:
      home: {enfants: [child], parents: [parent]}
    individus:
      parent:
        statut_marital: celibataire
        salaire_imposable: {2024-02: 5, 2024-01: 5, 2024-03: 5}
        age: 30  # his birthday
        # Twelve times the same
        chomage_net:
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
      child: {age: 3, retraite_nette: {2024-01: 1, 2024-02: 2}}
# The end
"""

CANONICAL = """\
# Who wrote it, and why.

name: A tenant  # and a child
# The month of the claim
period: 2024-03
input:
  individus:
    parent:
      age: 30  # his birthday
      # Twelve times the same
      chomage_net: {2023: 1200}
      retraite_nette: {2024-01: 0, 2024-02: 0}
      salaire_imposable: {"month:2024-01:3": 15}
      statut_marital: celibataire
    child:
      age: 3
      chomage_net: {2023: 0}
      retraite_nette: {2024-01: 1, 2024-02: 2}
      salaire_imposable: {"month:2024-01:3": 0}
      statut_marital: celibataire
  familles:
    home: {parents: [parent], enfants: [child]}
output:
  age: [30, 4]

# The end
"""


def test_the_canonical_form(law: Legislation) -> None:
    assert format_text(MESSY, law) == CANONICAL
    assert format_text(CANONICAL, law) == CANONICAL


def test_the_meaning_is_the_same(law: Legislation) -> None:
    [before], [after] = read_cases(MESSY), read_cases(CANONICAL)
    assert same_meaning(before, after, law)
    computed = [
        [(check.variable, check.computed, check.passed) for check in run_case(case, law).checks]
        for case in (before, after)
    ]
    assert computed[0] == computed[1]
    for was, becomes in (("{2023: 1200}", "{2023: 1201}"), ("[child]", "[]"), ("age: 3\n", "\n")):
        [other] = read_cases(CANONICAL.replace(was, becomes))
        assert not same_meaning(before, other, law)


def test_a_table_keeps_its_rows_its_columns_and_their_comments(law: Legislation) -> None:
    text = """\
name: A rent, and no rent
period: 2024-03
input:
  # housed · not housed
  loyer: {2024-03: [500, 0]}
  depcom: ["75119", "93066"] # written as texts
output:
  rsa: [100.5, 0]
"""
    assert format_text(text, law).splitlines()[3:] == [
        "  # housed · not housed",
        "  loyer: {2024-03: [500,     0]}",
        '  depcom:          ["75119", "93066"]  # written as texts',
        "output:",
        "  rsa:             [100.5,   0]",
    ]


def test_what_would_change_the_meaning_stays(law: Legislation) -> None:
    """With its unusual spelling, the second value replaces the first: a trap, and a verdict."""
    text = """\
name: Two spellings
period: 2024-03
input:
  individus:
    one: {salaire_imposable: {month:2024-03: 1}}
    two: {salaire_imposable: {month:2024-03: 2}}
output: {salaire_imposable: [0, 2]}
"""
    assert '"month:2024-03": 1' in format_text(text, law)


def test_a_period_with_a_comment_is_not_merged(law: Legislation) -> None:
    text = """\
name: Months
period: 2024-03
input:
  individus:
    one:
      loyer:
        2024-01: 5  # a first
        2024-02: 5
output: {rsa: 5}
"""
    text = text.replace("loyer", "salaire_imposable")
    assert format_text(text, law) == text.replace("{rsa: 5}", "\n  rsa: 5").replace(
        "output: \n", "output:\n"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "period: 2024-03\ndescription: | # lost\n  a\noutput: {rsa: 1}",
            "cannot be kept: move it",
        ),
        ("period: 2024-03\nkeywords: []  # none\noutput: {rsa: 1}", "'# none' would be lost"),
    ],
)
def test_a_comment_is_never_lost(text: str, words: str, law: Legislation) -> None:
    with pytest.raises(errors.NotWritable, match=words):
        format_text(text, law)


def test_a_sharp_inside_a_text_is_no_comment() -> None:
    text = 'name: "a # b"  # c\ndescription: |\n  # d\n  e\nkeywords: [f#g, "# h"]\n# i\n'
    assert sorted(comments_of(text).texts()) == ["# c", "# i"]


def corpus() -> Iterator[Path]:
    """A file of each kind: enough to see that nothing is lost, quick enough for every run."""
    yield from sorted(CORPUS.rglob("*.yaml"))[::9]


@pytest.mark.parametrize("file", corpus(), ids=lambda file: file.stem)
def test_real_files_keep_their_meaning(file: Path, whole_law: Legislation) -> None:
    before = file.read_text("utf-8")
    after = format_text(before, whole_law)
    assert format_text(after, whole_law) == after
    assert comments_of(after).texts() == comments_of(before).texts()
    for one, other in zip(read_cases(before), read_cases(after), strict=True):
        assert same_meaning(one, other, whole_law)
        assert (one.name, one.description, one.keywords) == (
            other.name,
            other.description,
            other.keywords,
        )


def test_an_unreadable_text(law: Legislation) -> None:
    with pytest.raises(CaseError, match=r"f\.yaml:1: "):
        format_text("nmae: x", law, file="f.yaml")


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_damaged_text_is_refused_or_rewritten(law: Legislation, data: st.DataObject) -> None:
    """Whatever is typed over a file: a message with its place, or the same cases; never a crash."""
    text = MESSY
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = at + data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[until:]
    try:
        cases = read_cases(text)
        lint_cases(cases, law)
        after = format_text(text, law)
    except CaseError:
        return
    assert comments_of(after).texts() == comments_of(text).texts()
    assert all(
        same_meaning(one, other, law) or one.input == other.input
        for one, other in zip(cases, read_cases(after), strict=True)
    )
