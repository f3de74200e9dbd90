"""Every rule of the linter: a case that breaks it, one that does not, and the line it names."""

from collections.abc import Sequence

import pytest

from lawcases import CaseError, Legislation, lint_cases, read_cases
from lawcases.errors import Place
from lawcases.linting import check_silenced, rule_of, rules

HOME = """\
name: A rule
period: 2024-03
input:
  individus:
    parent: {age: 30}
    child: {age: 3}
  familles:
    home: {parents: [parent], enfants: [child]}
output:
  familles: {home: {af_nbenf: 1}}
"""
FLAT = "name: A rule\nperiod: 2024-03\ninput: {loyer: 500}\noutput: {rsa: 100}\n"

# The rule, what to change in a case without fault, the line that must be named.
BAD: Sequence[tuple[str, str, str, str, int]] = [
    ("not-yaml", FLAT, "{loyer", "[loyer", 3),
    ("too-large", FLAT, "2024-03", "month:2024-03:5000", 2),
    ("unsafe", FLAT, "500", "!!python/none 500", 3),
    ("several-documents", FLAT, "output", "---\noutput", 4),
    ("duplicate-key", FLAT, "loyer: 500", "loyer: 500, loyer: 600", 3),
    ("no-case", FLAT, FLAT, "# nothing\n", 2),
    ("unknown-key", FLAT, "output", "only_variables: [rsa]\noutput", 4),
    ("not-allowed", FLAT, "output", "reforms: [os.system]\noutput", 4),
    ("missing-output", FLAT, "{rsa: 100}", "{}", 4),
    ("unexpected-type", FLAT, "{loyer: 500}", "[500]", 3),
    ("not-finite", FLAT, "500", ".inf", 3),
    ("bad-margin", FLAT, "period", "absolute_error_margin: {rsa: 1}\nperiod", 2),
    ("unknown-name", FLAT, "rsa", "rsaa", 4),
    ("ambiguous-name", HOME, "familles: {home: {af_nbenf: 1}}", "famille: {af_nbenf: 1}", 10),
    ("wrong-entity", HOME, "{age: 30}", "{age: 30, loyer: 500}", 5),
    ("wrong-value", HOME, "{age: 30}", "{age: 30, statut_marital: no}", 5),
    ("wrong-value", FLAT, "loyer: 500", 'depcom: 75056', 3),
    ("wrong-value", FLAT, "loyer: 500", "date_naissance: now", 3),
    ("wrong-value", FLAT, "loyer: 500", "date_naissance: 19850301", 3),
    ("bad-period", FLAT, "rsa: 100", "nbptr: 2", 4),
    ("no-period", FLAT, "period: 2024-03\n", "", 3),
    ("not-a-mapping", HOME, "parent: {age: 30}", "parent: 30", 5),
    ("wrong-count", HOME, "familles: {home: {af_nbenf: 1}}", "salaire_net: [1, 2, 3]", 10),
    ("wrong-count", FLAT, "{loyer: 500}", "{loyer: [500, 600], age: [1, 2, 3]}", 3),
    ("bad-group", HOME, "enfants: [child]", "enfants: [child, parent]", 8),
    ("wide-margin", FLAT, "period", "absolute_error_margin: 1000000\nperiod", 2),
    ("unused-margin", FLAT, "input", "absolute_error_margin: {default: 1, af: 2}\ninput", 3),
    ("relative-to-zero", FLAT, "{rsa: 100}", "{rsa: 0}\nrelative_error_margin: 0.1", 4),
    ("surprising-number", FLAT, "loyer: 500", "depcom: 01001", 3),
    ("surprising-number", FLAT, "500", "12:30", 3),
    ("no-name", FLAT, "name: A rule", "description: nobody", 1),
    ("keyword-text", FLAT, "period", "keywords: housing\nperiod", 2),
    ("unusual-period", FLAT, "500", "{month:2024-03: 500}", 3),
    ("unusual-period", FLAT, "100", "{month:2024-03: 100}", 4),
    ("unusual-period", FLAT, "2024-03", "month:2024-03", 2),
    ("overlapping-periods", FLAT, "500", "{2024: 500, 2024-03: 600}", 3),
    ("shared-over-time", FLAT, "2024-03\ninput: {loyer", "2024\ninput: {salaire_de_base", 3),
    ("month-for-year", FLAT, "loyer: 500", 'depcom_foyer: {2024-03: "75056"}', 3),
    ("partly-given", HOME, "child: {age: 3}", "child: {}", 5),
    ("partly-zero", HOME, "{age: 30}", "{age: 30, salaire_imposable: 1500}", 5),
    ("ended-variable", FLAT, "loyer: 500", "paje_clca: 500", 3),
    ("ended-variable", FLAT, "rsa: 100", "paje_clca: 0", 4),
    ("vacuous-output", HOME, "{af_nbenf: 1}", "{af_nbenf: 1, rsa: {}}", 10),
    ("vacuous-output", HOME, "{home: {af_nbenf: 1}}", "{home: {}}", 10),
    ("given-output", FLAT, "rsa: 100", "loyer: 500", 4),
    ("given-output", FLAT, "500}\noutput: {rsa: 100", "{2024: 500}}\noutput: {loyer: 500", 4),
    ("rank-compared", HOME, "familles: {home: {af_nbenf", "individus: {child: {statut_marital", 10),
    ("bounded-text", FLAT, "rsa: 100", 'depcom: "75056"', 4),
    ("text-in-list", FLAT, "rsa: 100", "rsa: [50 * 2]", 4),
    ("beyond-precision", FLAT, "rsa: 100", "rsa: 16777217", 4),
    ("uses-axes", HOME, "input:", "input:\n  axes: [[{name: age, count: 2, min: 1, max: 2}]]", 4),
    ("empty-group", HOME, "output", "    other: {}\noutput", 9),
    ("unplaced-person", HOME, "enfants: [child]", "enfants: []", 8),
    ("replaced-parameters", FLAT, "input", "parameters: {benefits: {}}\ninput", 3),
]  # fmt: skip


def found(text: str, law: Legislation, rule: str) -> list[CaseError]:
    """Return what lint finds, whether or not the text can be read."""
    allow = ["parameters"] if rule == "replaced-parameters" else []
    try:
        return lint_cases(read_cases(text, file="f.yaml", allow=allow), law)
    except CaseError as error:
        return [error]


@pytest.mark.parametrize("text", [HOME, FLAT])
def test_a_case_without_fault(text: str, law: Legislation) -> None:
    assert found(text, law, "") == []


@pytest.mark.parametrize(
    ("rule", "good", "before", "after", "line"),
    BAD,
    ids=[f"{rule}-{rank}" for rank, (rule, *_) in enumerate(BAD)],
)
def test_a_fault(
    rule: str, good: str, before: str, after: str, line: int, law: Legislation
) -> None:
    assert good.count(before) == 1
    places = {rule_of(e): e.place for e in found(good.replace(before, after), law, rule)}
    assert places.get(rule) == Place("f.yaml", line), places


def test_a_period_after_all_calendars(law: Legislation) -> None:
    [doubt] = found(FLAT.replace("500", "{20242024: 500}"), law, "")
    assert rule_of(doubt) == "bad-period"


def test_two_cases_with_one_name(law: Legislation) -> None:
    item = "- " + FLAT.rstrip().replace("\n", "\n  ") + "\n"
    [doubt] = found(item + item, law, "")
    assert str(doubt) == (
        "f.yaml:5: another case of this file (line 1) is named 'A rule'. "
        "Say in each name what it shows alone"
    )
    assert found(item + item.replace("A rule", "Another rule"), law, "") == []


def test_every_rule_has_its_bad_example() -> None:
    assert {rule.identifier for rule in rules()} == {rule for rule, *_ in BAD} | {"duplicate-name"}
    assert all(rule.summary.endswith(".") for rule in rules())


def test_a_rule_is_silenced_by_its_identifier(law: Legislation) -> None:
    cases = read_cases(FLAT.replace("rsa: 100", "loyer: 500"))
    assert [rule_of(error) for error in lint_cases(cases, law)] == ["given-output"]
    assert lint_cases(cases, law, silenced=["given-output"]) == []
    check_silenced(["given-output"])
    for wrong, words in (("given-outptu", "Did you mean 'given-output'"), ("unsafe", "cannot be")):
        with pytest.raises(CaseError, match=words):
            check_silenced([wrong])
