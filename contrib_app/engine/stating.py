"""Values that a situation leaves to formulas and that can only be zero: stated, they cost nothing.

One household with all its benefits makes OpenFisca compute years of salary slips and allowances
that no answer mentions. A variable listed here is zero, whatever the household, in each month for
which nobody gives any of the inputs that it grows from: either its formula multiplies by one of
them, or it adds up amounts that all come from them. Stating that zero removes the whole branch.

`python -m benchmarks.serving.exactness` compares, on thousands of random households, what is
computed with and without these statements: every value must be the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openfisca_core import periods

from contrib_app.engine.names import names_below
from lawcases import Legislation

YEARS_BEFORE = 6
"""How far back the formulas look, from the month that is computed."""


NEUTRAL = frozenset(
    {
        "activite",
        "asf",
        "chomage_brut",
        "date_naissance",
        "depcom",
        "pensions_alimentaires_percues",
        "salaire_de_base",
        "salaire_imposable",
        "salaire_net",
    }
)
"""Inputs of the questionnaire that the sums below name, and that never add to them by themselves.
The comparison on random households, which gives them all, is what shows it."""


@dataclass(frozen=True)
class Rule:
    """A monthly variable of persons, zero for the months without any of `grows_from`.

    adds_up: variables whose formulas add up more inputs than these. A situation that gives one of
    the others, such as a bonus or a traineeship, is computed without this rule.
    """

    variable: str
    grows_from: tuple[str, ...]
    adds_up: tuple[str, ...] = ()


WAGE, BENEFIT = ("salaire_net",), ("chomage_brut", "chomage_cotisation_retraite_complementaire")
RULES = (
    # Wages: sums of what an employer pays.
    Rule("salaire_imposable", ("salaire_de_base",), WAGE),
    Rule("csg_imposable_salaire", ("salaire_de_base",), WAGE),
    Rule("crds_salaire", ("salaire_de_base",), WAGE),
    Rule("salaire_net", ("salaire_de_base", "salaire_imposable"), WAGE),
    # Unemployment benefit, and what is levied on it.
    Rule("chomage_brut", (), BENEFIT),
    Rule("csg_imposable_chomage", ("chomage_brut",), BENEFIT),
    Rule("csg_deductible_chomage", ("chomage_brut",), BENEFIT),
    Rule("crds_chomage", ("chomage_brut",), BENEFIT),
    Rule("chomage_imposable", ("chomage_brut",), BENEFIT),
    Rule("chomage_net", ("chomage_brut", "chomage_imposable"), BENEFIT),
    # Pensions: what is levied on them is a share of them.
    Rule("csg_imposable_retraite", ("retraite_brute",)),
    Rule("csg_deductible_retraite", ("retraite_brute",)),
    Rule("crds_retraite", ("retraite_brute",)),
    Rule("casa", ("retraite_brute",)),
    Rule("retraite_imposable", ("retraite_brute",)),
    Rule("retraite_nette", ("retraite_brute", "retraite_imposable")),
    # Allowances whose formula multiplies by a condition that nobody meets without an input.
    Rule("aah_base", ("taux_incapacite",)),
    Rule("aah", ("taux_incapacite", "aah_base")),
    Rule("caah", ("taux_incapacite",)),
    Rule("asi", ("handicap", "pensions_invalidite")),
    Rule("ass", ("ass_precondition_remplie",)),
)


class Stating:
    """States zeros for one legislation: rules on variables that it has."""

    def __init__(self, legislation: Legislation):
        self.rules = [rule for rule in RULES if legislation.variable(rule.variable)]
        self.aliens = {
            rule.variable: frozenset(names_below(list(rule.adds_up), legislation)) - NEUTRAL
            for rule in self.rules
        }

    def with_zeros(self, situation: Mapping[str, Any], month: str) -> Mapping[str, Any]:
        """Return the situation with the zeros that its silence means, told of its first person.

        An input given to one person is zero for the others: so OpenFisca reads a household.
        """
        named = {name for group in situation.values() for one in group.values() for name in one}
        return _told(
            situation,
            month,
            [rule for rule in self.rules if not self.aliens[rule.variable] & named - _own(rule)],
        )


def _own(rule: Rule) -> set[str]:
    """Return the inputs that a rule looks at itself, month by month."""
    return {rule.variable, *rule.grows_from}


def _told(situation: Mapping[str, Any], month: str, rules: list[Rule]) -> Mapping[str, Any]:
    persons: Mapping[str, Mapping[str, Any]] = situation["individus"]
    given = given_months(persons, month)
    everything = range(_rank(f"{int(month[:4]) - YEARS_BEFORE}-01"), _rank(month) + 1)
    stated: dict[str, dict[str, float]] = {}
    for rule in rules:
        taken: set[int] = set()
        for name in _own(rule):
            taken |= given.get(name, set())
        spans = dict.fromkeys(_spans(everything, taken), 0.0)
        if spans:
            stated[rule.variable] = spans
    first = next(iter(persons))
    told = {
        name: {**_dated(persons[first].get(name, {}), month), **spans}
        for name, spans in stated.items()
    }
    return {**situation, "individus": {**persons, first: {**persons[first], **told}}}


def given_months(persons: Mapping[str, Mapping[str, Any]], month: str) -> dict[str, set[int]]:
    """Return, for each input of persons, the months for which one of them gives it."""
    found: dict[str, set[int]] = {}
    for inputs in persons.values():
        for name, value in inputs.items():
            months = found.setdefault(name, set())
            for period in _dated(value, month):
                months |= set(_months(period))
    return found


def _dated(value: Any, month: str) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {month: value}


def _months(period: str) -> range:
    """Return the months of a period, counted from year 0; none for eternity."""
    read = periods.period(period)
    if read.unit == periods.DateUnit.ETERNITY:
        return range(0)
    start = read.start
    first = start.year * 12 + start.month - 1
    return range(first, first + max(1, read.size_in_months if read.unit != "day" else 1))


def _rank(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _spans(months: range, without: set[int]) -> Iterator[str]:
    """Yield the periods that cover the months but those given."""
    first: int | None = None
    for one in [*months, months.stop]:
        if one in without or one == months.stop:
            if first is not None:
                count = one - first
                start = f"{first // 12}-{first % 12 + 1:02}"
                yield f"month:{start}:{count}" if count > 1 else start
            first = None
        elif first is None:
            first = one
