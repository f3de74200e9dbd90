"""What is read, what is refused, and where messages point."""

from pathlib import Path

import pytest

from lawcases import Case, Margin, Place, errors, read_cases, read_file

WHOLE = """\
- name: Two rents
  description: |-
    First line
    second line
  keywords: [rent, aid]
  period: 2024-01
  absolute_error_margin: {default: 0, aid: 0.5}
  relative_error_margin: 0.1
  max_spiral_loops: 2
  input:
    rent: [100, 200]
  output:
    aid: [10, 20]
- period: 2024
  input: {born: 1990-01-01, paid: yes, salary: {2024-01: 1_000}}
  output: {aid: "400 * 12"}
"""


def test_every_key() -> None:
    first, second = read_cases(WHOLE)
    assert first == Case(
        name="Two rents",
        description="First line\nsecond line",
        keywords=("rent", "aid"),
        period="2024-01",
        absolute_error_margin={"default": 0, "aid": 0.5},
        relative_error_margin=0.1,
        max_spiral_loops=2,
        input={"rent": [100, 200]},
        output={"aid": [10, 20]},
    )
    assert first.margin("aid") == Margin(absolute=0.5, relative=0.1)
    assert first.margin("other") == Margin(absolute=0, relative=0.1)
    assert second.name == ""
    assert second.period == 2024
    assert second.input == {"born": "1990-01-01", "paid": True, "salary": {"2024-01": 1000}}
    assert second.output == {"aid": "400 * 12"}


def test_each_part_knows_its_line() -> None:
    first, second = read_cases(WHOLE, file="cases.yaml")
    assert first.place == Place("cases.yaml", 1)
    assert first.where("input", "rent") == Place("cases.yaml", 11)
    assert first.where("output", "aid", "unknown part") == Place("cases.yaml", 13)
    assert second.where("input", "salary", "2024-01") == Place("cases.yaml", 15)
    assert Case("", None, {}, {}).where("input") is None


def test_texts_are_kept_as_written() -> None:
    text = "name: no\nkeywords: [2024, on]\ndescription: 2021\ninput: {a: 1}\noutput: {b: 2}"
    [case] = read_cases(text)
    assert (case.name, case.keywords, case.description) == ("no", ("2024", "on"), "2021")


def test_a_single_keyword_is_a_list_of_one() -> None:
    [case] = read_cases("keywords: aah\ninput: {a: 1}\noutput: {b: 2}")
    assert case.keywords == ("aah",)


@pytest.mark.parametrize(
    ("text", "refusal", "line", "words"),
    [
        ("nmae: x\noutput: {a: 1}", errors.UnknownKey, 1, "Did you mean 'name'?"),
        ("output: {a: 1}\nonly_variables: [a]", errors.UnknownKey, 2, "has no key"),
        ("period: 2024\ninput: {a: 1}", errors.MissingOutput, 1, "say what you expect"),
        ("period: 2024\noutput: {}", errors.MissingOutput, 2, "missing or empty"),
        ("period: 2024\noutput:", errors.MissingOutput, 2, "missing or empty"),
        ("\noutput: [1]", errors.UnexpectedType, 2, "must be a mapping"),
        ("input:\noutput: {a: 1}", errors.UnexpectedType, 1, "must be a mapping, not None"),
        ("input: 3\noutput: {a: 1}", errors.UnexpectedType, 1, "must be a mapping"),
        ("- just text", errors.UnexpectedType, 1, "a test case must be"),
        ("period: [2024]\noutput: {a: 1}", errors.UnexpectedType, 1, "a period such as"),
        ("period: 2024.01\noutput: {a: 1}", errors.UnexpectedType, 1, "not 2024.01"),
        ("period: yes\noutput: {a: 1}", errors.UnexpectedType, 1, "a period"),
        ("name: [a]\noutput: {a: 1}", errors.UnexpectedType, 1, "'name' must be a text"),
        ("absolute_error_margin: -1\noutput: {a: 1}", errors.BadMargin, 1, "not a positive"),
        ("absolute_error_margin: lots\noutput: {a: 1}", errors.BadMargin, 1, "not a positive"),
        ("absolute_error_margin: true\noutput: {a: 1}", errors.BadMargin, 1, "not a positive"),
        ("absolute_error_margin: [1]\noutput: {a: 1}", errors.BadMargin, 1, "not a positive"),
        ("absolute_error_margin: {a: 1}\noutput: {a: 1}", errors.BadMargin, 1, "'default'"),
        ("max_spiral_loops: x\noutput: {a: 1}", errors.UnexpectedType, 1, "whole number"),
        ("max_spiral_loops: 10000\noutput: {a: 1}", errors.TooLarge, 1, "at most 100"),
        ("output: {a: .nan}", errors.NotFinite, 1, "'.nan'"),
        ("output:\n  a: -.inf", errors.NotFinite, 2, "'-.inf'"),
        ("output:\n  a: 1.0e+400", errors.NotFinite, 2, "1.0e+400"),
        ("input: {no: 3}\noutput: {a: 1}", errors.UnexpectedType, 1, "put it in quotes"),
        ("input: {2024.5: 3}\noutput: {a: 1}", errors.UnexpectedType, 1, "a key must be"),
        ("input: {~: 3}\noutput: {a: 1}", errors.UnexpectedType, 1, "a key must be"),
        ("output: {? [a] : 3}", errors.UnexpectedType, 1, "a key must be"),
    ],
)
def test_refused_with_line_and_remedy(
    text: str, refusal: type[errors.CaseError], line: int, words: str
) -> None:
    with pytest.raises(refusal) as caught:
        read_cases(text, file="f.yaml")
    assert str(caught.value).startswith(f"f.yaml:{line}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("key", ["reforms", "extensions", "parameters"])
def test_powerful_keys_need_to_be_allowed(key: str) -> None:
    value = {"parameters": "{a: {values: {2024-01-01: 1}}}"}.get(key, "[os]")
    text = f"period: 2024\n{key}: {value}\ninput: {{a: 1}}\noutput: {{b: 2}}"
    with pytest.raises(errors.NotAllowed) as caught:
        read_cases(text)
    assert caught.value.key == key
    assert caught.value.place == Place("<text>", 2)
    [case] = read_cases(text, allow=[key])
    assert getattr(case, key)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("input: {a: 010}\noutput: {b: 2}", "010 without quotes is read as 8"),
        ("input: {a: 1:30}\noutput: {b: 2}", "1:30 without quotes is read as 90"),
        ("absolute_error_margin: 1e30\ninput: {a: 1}\noutput: {b: 2}", "accepts nearly anything"),
        ("relative_error_margin: 2\ninput: {a: 1}\noutput: {b: 2}", "accepts nearly anything"),
    ],
)
def test_doubts_are_kept_with_their_case(text: str, words: str) -> None:
    quiet = "input: {a: 1}\noutput: {b: 2}"
    items = ["- " + one.replace("\n", "\n  ") for one in (quiet, text, quiet)]
    before, doubtful, after = read_cases("\n".join(items))
    assert [words in str(doubt) for doubt in doubtful.doubts] == [True]
    assert not before.doubts
    assert not after.doubts


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("\ufeffname: é\r\ninput: {a: 1}\r\noutput: {b: 2}\r\n".encode())
    [case] = read_file(file)
    assert (case.name, case.place) == ("é", Place(str(file), 1))

    file.write_bytes(b"name: a\n# \xff\noutput: {a: 1}")
    with pytest.raises(errors.NotYaml, match=r"a\.yaml:2: .*UTF-8"):
        read_file(file)
    with pytest.raises(errors.NotYaml, match="No such file"):
        read_file(tmp_path / "missing.yaml")
