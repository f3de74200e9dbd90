"""A hint that a case describes few people. Pure; it promises nothing about anonymity.

The rules, each of which is a sign of rarity: two together, and the reviewer types a confirmation.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from contrib_app.contributions.inwords import months_in
from lawcases import Case

SIGNS_OF_A_RARE_CASE = 2
MANY_CHILDREN = 4
GREAT_AGE = 90
HIGH_INCOME = 10_000
BIRTH_DATE = "date_naissance"
COMMUNE = "depcom"
AGE = "age"
INCOMES = ("salaire_net", "salaire_de_base", "salaire_imposable", "retraite_nette", "chomage_net")
RARE_INPUTS = ("rpns_benefice_exploitant_agricole", "enceinte", "dedommagement_victime_amiante")
RARE_TITLES = {"paris_titre_handicap"}


def signs_of(case: Case) -> list[str]:
    """Return the signs of rarity of a case: "exact_date", "commune", "rare_status",
    "many_children", "great_age", "high_income". Each stands once."""
    return sorted(set(_signs(case)))


def is_rare(case: Case) -> bool:
    """Tell whether a case should not be published without a second thought."""
    return len(signs_of(case)) >= SIGNS_OF_A_RARE_CASE


def _signs(case: Case) -> Iterator[str]:
    month = str(case.period)
    for name, value in _inputs(case.input):
        values = list(value.values()) if isinstance(value, Mapping) else [value]
        if name == BIRTH_DATE:
            if any(not str(one).endswith("-01") for one in values):
                yield "exact_date"
            if any(_age(str(one), month) > GREAT_AGE for one in values):
                yield "great_age"
        elif name == COMMUNE:
            yield "commune"
        elif name == AGE and any(_number(one) > GREAT_AGE for one in values):
            yield "great_age"
        elif name in INCOMES and any(
            _monthly(at, one) > HIGH_INCOME for at, one in _dated(value, month)
        ):
            yield "high_income"
        elif (name in RARE_INPUTS and any(values)) or name in RARE_TITLES:
            yield "rare_status"
    if any(len(_members(group, "enfants")) >= MANY_CHILDREN for group in _groups(case.input)):
        yield "many_children"


def _inputs(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield each name that may be a variable, with its value."""
    if not isinstance(tree, Mapping):
        return
    for key, value in tree.items():
        yield str(key), value
        yield from _inputs(value)


def _groups(tree: Mapping[Any, Any]) -> Iterator[Mapping[Any, Any]]:
    for value in tree.values():
        if isinstance(value, Mapping):
            if "enfants" in value:
                yield value
            yield from _groups(value)


def _members(group: Mapping[Any, Any], role: str) -> list[Any]:
    found = group.get(role, [])
    return found if isinstance(found, list) else [found]


def _dated(value: Any, month: str) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(str(at), one) for at, one in value.items()]
    return [(month, value)]


def _monthly(period: str, value: Any) -> float:
    """Return what an amount of a period is by month.

    >>> _monthly("2024", 120_000), _monthly("month:2026-08:3", 3000), _monthly("2026-11", 900)
    (10000.0, 1000.0, 900.0)
    """
    return _number(value) / months_in(period)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _age(born: str, month: str) -> float:
    """Return an age in years, within a month."""
    if not (born[:4].isdigit() and month[:4].isdigit()):
        return 0.0
    return int(month[:4]) - int(born[:4]) - (month[5:7] < born[5:7])
