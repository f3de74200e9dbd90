"""Cases that show the same thing are found by what they meet, not by their texts."""

from lawcases import Case, Legislation, duplicates, read_cases, signature


def aid(name: str, ages: str, period: str = "2024-03", extra: str = "") -> str:
    return (
        f"- name: {name}\n  period: {period}\n"
        f"  input: {{age: {ages}{extra}}}\n  output: {{small_aid: 0}}\n"
    )


def groups(text: str, law: Legislation, jobs: int = 1) -> list[list[str]]:
    found = duplicates(read_cases(text), law, jobs=jobs)
    return [[case.name for case in group] for group in found]


def test_the_same_conditions_with_other_amounts_dates_and_words(small_law: Legislation) -> None:
    text = (
        aid("A child", "10")
        + aid("A grown-up", "30", extra=", salaire_imposable: 900")
        + aid("Another child", "[12, 13]", "2024-05")
        + aid("A child of another law", "10", "2021-05")
        + aid("A young person", "20")
    )
    assert groups(text, small_law) == [["A child", "Another child"]]
    assert groups(text, small_law, jobs=2) == [["A child", "Another child"]]


def test_a_bracket_or_a_branch_tells_cases_apart(small_law: Legislation) -> None:
    # 20 and 31: the same comparisons, two brackets. 40: the branch of its own.
    assert groups(aid("A", "20") + aid("B", "31") + aid("C", "40"), small_law) == []
    assert groups(aid("A", "20") + aid("B", "29"), small_law) == [["A", "B"]]


def test_other_outputs_tell_cases_apart(small_law: Legislation) -> None:
    text = aid("A", "20")
    assert groups(text + text.replace("{small_aid: 0}", "{small_aid: 0, age: 20}"), small_law) == []


def test_the_signature_of_a_case(small_law: Legislation) -> None:
    [case] = read_cases(aid("A", "20"))
    found = signature(case, small_law)
    assert found is not None
    assert found.outputs == {("small_aid", "+0 month:1")}
    assert ("small.rate", "0.2") in found.values
    assert found.brackets == {("small.scale", 0)}
    assert {(text, way) for _, text, way in found.ways} >= {
        ("age < 18", "false"),
        ("select", "age < 65"),
    }
    assert signature(Case("B", "2024-03", {"age": 20}, {"small_aid": 7}), small_law) == found
    assert signature(Case("C", "2024-03", {"age": "x"}, {"small_aid": 7}), small_law) is None
