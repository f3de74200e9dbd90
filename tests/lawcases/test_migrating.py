"""Another version of the law: what is renamed, what stays, and what is left for somebody."""

from pathlib import Path

import pytest

from lawcases import CaseError, Legislation, errors, migrate_text, read_cases, read_table, table_of

TABLE = """\
variables:
  old_rent: loyer
  loyer: old_rent_of_home
  gone: null
  status:
    to: statut_marital
    members: {single: celibataire, widow: null}
  pay:
    to: salaire_imposable
    period: {from: year, to: month, values: sum}
  months_pay:
    to: rfr
    period: {from: month, to: year, values: sum}
  situation:
    to: nbptr
    period: {from: month, to: year, values: same}
  split:
    period: {from: year, to: month, values: sum}
entities:
  households:
    singular: household
    to: {plural: menages, singular: menage}
    roles: {tenant: personne_de_reference, ghost: null}
"""

OLD = """\
# Why this case exists
- name: old_rent is a word here
  period: 2024-03   # kept
  absolute_error_margin: {default: 0, old_rent: 1}
  input:
    individus:
      status: {age: 30, "status": {2024-03: single, 2024-02: 'single'}}
    households:
      old_rent: {tenant: status, old_rent: 500}   # the household has the name of a variable
    axes: [[{name: old_rent, count: 2, min: 0, max: 1}]]
  output:
    household: {loyer: 3}
    individus: {status: {status: single}}
"""

NEW = """\
# Why this case exists
- name: old_rent is a word here
  period: 2024-03   # kept
  absolute_error_margin: {default: 0, loyer: 1}
  input:
    individus:
      status: {age: 30, "statut_marital": {2024-03: celibataire, 2024-02: 'celibataire'}}
    menages:
      old_rent: {personne_de_reference: status, loyer: 500}   # the household has the name of a variable
    axes: [[{name: loyer, count: 2, min: 0, max: 1}]]
  output:
    menage: {old_rent_of_home: 3}
    individus: {status: {statut_marital: celibataire}}
"""  # noqa: E501


def test_names_change_where_they_stand(law: Legislation) -> None:
    done = migrate_text(OLD, table_of(TABLE), law)
    assert done.text == NEW
    assert done.undecided == ()
    # The second time there would be something to rename again: loyer is both old and new.
    assert read_cases(done.text)[0].name == "old_rent is a word here"


def inputs(text: str) -> str:
    return f"period: 2024-03\ninput:\n  individus:\n    one: {text}\noutput: {{rsa: 1}}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Salaries are shared over the months of a year: nothing has to change.
        ("{pay: {2023: 1200}}", "{salaire_imposable: {2023: 1200}}"),
        (
            "{months_pay: {" + ", ".join(f"2023-{m:02}: 100" for m in range(1, 13)) + "}}",
            "{rfr: {2023: 1200}}",
        ),
        (
            "{situation: {" + ", ".join(f"2023-{m:02}: 2" for m in range(1, 13)) + ", 2022: 1}}",
            "{nbptr: {2022: 1, 2023: 2}}",
        ),
        (
            "{split: {2023: 120}}",
            "{split: {" + ", ".join(f"2023-{m:02}: 10" for m in range(1, 13)) + "}}",
        ),
    ],
)
def test_periods_change(before: str, after: str, law: Legislation) -> None:
    done = migrate_text(inputs(before), table_of(TABLE), law)
    assert done.text == inputs(after)
    assert done.undecided == ()


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("{gone: 3}", "the variable 'gone' is removed"),
        ("{status: single, statut_marital: marie}", "becomes 'statut_marital', which is given"),
        ("{months_pay: {2023-01: 5}}", "all the months of 2023 are needed"),
        ("{months_pay: 5}", "all the months of 2024 are needed"),
        ("{split: {2023: 100.01}}", "cannot be shared between twelve months"),
        ("{split: {2023-01: 100}}", "is not a calendar year"),
        ("{months_pay: {month:2023-01:3: 5}}", "neither a month nor a calendar year"),
    ],
)
def test_what_the_table_does_not_decide_is_left(before: str, words: str, law: Legislation) -> None:
    done = migrate_text(inputs(before), table_of(TABLE), law, file="f.yaml")
    [undecided] = done.undecided
    assert words in str(undecided)
    assert str(undecided).startswith("f.yaml:4: ")
    assert before.split(":")[0] in done.text


def test_a_member_that_is_removed(law: Legislation) -> None:
    done = migrate_text(inputs("{status: widow}"), table_of(TABLE), law, file="f.yaml")
    assert done.text == inputs("{statut_marital: widow}")
    assert str(done.undecided[0]) == "f.yaml:4: the member 'widow' is removed"


def test_months_that_are_not_alike_and_comments_are_left(law: Legislation) -> None:
    months = "".join(f"\n        2023-{m:02}: {m}  # {m}" for m in range(1, 13))
    for name, words in (("situation", "are not alike"), ("months_pay", "comments would be lost")):
        text = inputs(f"\n      {name}:{months}")
        done = migrate_text(text, table_of(TABLE), law)
        assert done.text == text
        assert words in str(done.undecided[0])


def test_an_output_of_another_period_is_left(law: Legislation) -> None:
    text = "period: 2024-03\noutput: {months_pay: 3}\n"
    done = migrate_text(text, table_of(TABLE), law)
    assert done.text == text
    assert "what is expected has to be said again" in str(done.undecided[0])


def test_a_role_that_is_removed(law: Legislation) -> None:
    text = "period: 2024-03\ninput: {household: {ghost: one}}\noutput: {rsa: 3}\n"
    done = migrate_text(text, table_of(TABLE), law)
    assert done.text == text.replace("household", "menage")
    assert "the role 'ghost' is removed" in str(done.undecided[0])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("variable: {}", "t.yaml:1: the table has no key 'variable'. Did you mean 'variables'?"),
        ("variables: [a]", "must be a mapping of names"),
        ("variables:\n  a: 3", "t.yaml:2: a new name is needed, not '3'"),
        ("variables: {a: 'b c'}", "a new name is needed"),
        ("variables: {a: {two: b}}", "a has no key 'two'"),
        ("variables: {a: {period: {from: day, to: year, values: sum}}}", "'from' and 'to' are"),
        ("variables: {a: {period: {from: month, to: year}}}", "'values' is 'sum'"),
        ("entities: {a: {to: {singular: b}}}", "needs its present 'singular'"),
        ("entities: {a: {roles: [b]}}", "must be a mapping of names"),
        ("variables: !!python/name:os.system", "is not accepted"),
    ],
)
def test_a_table_with_a_mistake(table: str, words: str) -> None:
    with pytest.raises(CaseError) as refusal:
        table_of(table, file="t.yaml")
    assert words in str(refusal.value)


def test_a_table_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "table.yaml"
    path.write_text(TABLE)
    assert read_table(path) == table_of(TABLE)
    with pytest.raises(errors.NotYaml):
        read_table(tmp_path / "nowhere.yaml")
