"""Checking a case against a legislation: each mistake, its line, and what was meant."""

import pytest

from lawcases import CaseError, Legislation, check_case, errors, read_cases

GOOD = """\
period: 2024-03
absolute_error_margin: {default: 0, rsa: 1}
input:
  individus:
    demandeur: {age: 30, date_naissance: 1994-01-01, salaire_imposable: {2023: 0, 2024-02: 10 * 2}}
    enfant: {age: 3, garde_alternee: true, statut_marital: celibataire}
  familles:
    famille: {parents: [demandeur], enfants: enfant}
  menage: {personne_de_reference: demandeur, enfants: [enfant], loyer: 500, depcom: "75056"}
output:
  rsa: 100
  foyer_fiscal: {nbptr: {2024: 2}}
  individus: {enfant: {age: 3}}
  menage: {statut_occupation_logement: locataire_hlm}
"""


def found(text: str, law: Legislation) -> list[CaseError]:
    [case] = read_cases(text, file="f.yaml", allow=["extensions"])
    return check_case(case, law)


def test_a_good_case(law: Legislation) -> None:
    good = GOOD
    assert found(good, law) == []


@pytest.mark.parametrize(
    ("before", "after", "refusal", "line", "words"),
    [
        ("{age: 30,", "{agee: 30,", errors.UnknownName, 5, "Did you mean 'age'?"),
        ("rsa: 100", "famille: {rsa: 3}", errors.AmbiguousName, 11, "'familles: {instance"),
        ("rsa: 100", "rsaa: 100", errors.UnknownName, 11, "Did you mean 'rsa'?"),
        ("{nbptr:", "{nbptrr:", errors.UnknownName, 12, "Did you mean 'nbptr'?"),
        ("foyer_fiscal:", "foyer_fical:", errors.UnknownName, 12, "Did you mean 'foyer_fiscal'?"),
        ("  familles:", "  famillles:", errors.UnknownName, 7, "no entity is named"),
        ("enfants: enfant}", "enfans: enfant}", errors.UnknownName, 8, "Did you mean 'enfants'?"),
        ("enfants: enfant}", "enfants: enfnat}", errors.UnknownName, 8, "Did you mean 'enfant'?"),
        ("{enfant: {age: 3}", "{x: {age: 3}", errors.UnknownName, 13, "one of the individus"),
        ("default: 0, rsa: 1", "default: 0, rsb: 1", errors.UnknownName, 2, "'rsb'"),
        ("{age: 30,", "{loyer: 30,", errors.WrongEntity, 5, "Put it under 'menages'"),
        ("{nbptr:", "{age:", errors.WrongEntity, 12, "Put it under 'individus'"),
        ("  familles:", "  loyer: 3\n  familles:", errors.WrongEntity, 7, "'menages'"),
        ("age: 30", "age: trente", errors.WrongValue, 5, "expects a number"),
        ("age: 30", "age: 9**9**8", errors.WrongValue, 5, "an exponent is above 64"),
        ("age: 30", "age: 30.5", errors.WrongValue, 5, "a whole number"),
        ("age: 30", "age: true", errors.WrongValue, 5, "a number, not True"),
        ("garde_alternee: true", "garde_alternee: 2", errors.WrongValue, 6, "true or false"),
        ("garde_alternee: true", "garde_alternee: 'false'", errors.WrongValue, 6, "true or false"),
        ("celibataire", "celibatair", errors.WrongValue, 6, "one of"),
        ("celibataire", "no", errors.WrongValue, 6, "yes and no"),
        ("1994-01-01", "1994-02-30", errors.WrongValue, 5, "a date such as"),
        ("1994-01-01", "today", errors.WrongValue, 5, "a date such as"),
        ('"75056"', "75056", errors.WrongValue, 9, "a text in quotes, not 75056"),
        ("age: 30", "age: null", errors.WrongValue, 5, "a number, not None"),
        ("rsa: 100", "rsa: cent", errors.WrongValue, 11, "expects a number"),
        ("2024-02: 10", "2024-13: 10", errors.BadPeriod, 5, "is not one that OpenFisca reads"),
        (
            "loyer: 500",
            "date_entree_logement: {2024: 2020-01-01}",
            errors.BadPeriod,
            9,
            "defined by month",
        ),
        ("{nbptr: {2024", "{nbptr: {2024-01", errors.BadPeriod, 12, "defined by year"),
        ("period: 2024-03", "period: 2024-3", errors.BadPeriod, 1, "'2024-3'"),
        ("period: 2024-03\n", "", CaseError, 4, "the case has none"),
        ("enfants: [enfant]", "enfants: [demandeur]", errors.BadGroup, 9, "is already in one"),
        (
            "personne_de_reference: demandeur, enfants: [enfant]",
            "personne_de_reference: [demandeur, enfant]",
            errors.BadGroup,
            9,
            "at most 1",
        ),
        (
            "  menage: {statut",
            "  menages: {menage: {statut",
            errors.Doubtful,
            14,
            "the rank",
        ),
        ("demandeur: {age", "demandeur: 3\n    x: {age", CaseError, 5, "a mapping of inputs"),
        ("foyer_fiscal: {nbptr: {2024: 2}}", "foyer_fiscal: 3", CaseError, 12, "must be a mapping"),
        ("individus: {enfant: {age: 3}}", "individus: [3]", CaseError, 13, "mapping of instances"),
        ("period:", "extensions: nowhere\nperiod:", errors.LegislationNotLoaded, 1, "nowhere"),
    ],
)
def test_a_mistake(
    before: str,
    after: str,
    refusal: type[CaseError],
    line: int,
    words: str,
    law: Legislation,
) -> None:
    good = GOOD
    assert before in good
    text = good.replace(before, after, 1)
    if before.endswith("{statut"):
        text = text.rstrip() + "}\n"
    mistakes = found(text, law)
    matching = [
        error for error in mistakes if isinstance(error, refusal) and words in error.message
    ]
    assert matching, list(map(str, mistakes))
    assert str(matching[0].place) == f"f.yaml:{line}"


@pytest.mark.parametrize(
    ("situation", "words"),
    [
        ("{agee: 3}", "no variable or entity is named 'agee'. Did you mean 'age'?"),
        ("{age: [1, trente]}", "'age' expects a number"),
        (
            "{date_entree_logement: {2024: 2020-01-01}}",
            "the period 2024 does not suit 'date_entree_logement'",
        ),
    ],
)
def test_a_mistake_in_the_flat_form(situation: str, words: str, law: Legislation) -> None:
    [first, *_] = found(f"period: 2024-03\ninput: {situation}\noutput: {{age: 3}}", law)
    assert words in first.message


def test_doubts_of_reading_come_first(law: Legislation) -> None:
    [doubt] = found("period: 2024-03\ninput: {age: 010}\noutput: {age: 8}", law)
    assert isinstance(doubt, errors.Doubtful)
