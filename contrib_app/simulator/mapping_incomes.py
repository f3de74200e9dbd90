"""What a person received, earned, declared and owns → variables and the periods they fill. Pure.

OpenFisca keeps a variable for everybody at once: what is given for one person and one period is
0 there for all the others. So a variable fills the same periods, that never overlap, for everybody.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from contrib_app.simulator.calendar import Calendar
from contrib_app.simulator.household import Answers, natures, persons, self_employed
from contrib_app.simulator.incomes import (
    AE_TURNOVER,
    DECLARED,
    INCOMES,
    MICRO_TURNOVER,
    PERSON_BENEFITS,
    WEALTH,
    Income,
)

Inputs = dict[str, dict[str, Any]]
DETAIL = ("m1", "m2", "m3")
NAMES = (*DETAIL, "moyenne", "total")


def income_inputs(answers: Answers, who: str, calendar: Calendar) -> Inputs:
    """Return the incomes of a person, and the benefits that nobody in the home received."""
    found: Inputs = {}
    detailed = _detailed_variables(answers)
    for kind in natures(answers, who):
        amounts = _Amounts(answers.get(f"montants/{who}", {}), kind, INCOMES[kind], calendar)
        for variable, convert in INCOMES[kind].variables.items():
            by_period = amounts.by_period(monthly=variable in detailed)
            for period, amount in by_period.items():
                before = found.setdefault(variable, {}).get(period, 0)
                found[variable][period] = round(before + convert(amount), 2)
    for variable, by_year in _year_before_last(answers, who, calendar):
        found.setdefault(variable, {}).update(by_year)
    for variable, by_period in _self_employed(answers, who, calendar):
        found[variable] = by_period
    for variable, by_period in _wealth(answers, who, calendar):
        found[variable] = by_period
    received = {kind for one in persons(answers) for kind in natures(answers, one)}
    for benefit in PERSON_BENEFITS:
        if benefit not in received:
            found[benefit] = {calendar.long_ago: 0}
    return found


class _Amounts:
    """What somebody said of one kind of income: a monthly mean, or three months and a total."""

    def __init__(self, given: Mapping[str, Any], kind: str, income: Income, calendar: Calendar):
        self.income, self.calendar = income, calendar
        mean, total = given.get(f"{kind}_moyenne"), given.get(f"{kind}_total")
        self.mean: float = (mean if mean is not None else (total or 0.0) / 12) or 0.0
        self.continues = given.get(f"{kind}_encore") != "non" and not income.exceptional
        told = [given.get(f"{kind}_{month}") for month in DETAIL]
        self.months = [self.mean if amount is None else amount for amount in told]
        self.old = self.mean if total is None else max(0.0, total - sum(self.months)) / 9
        self.total: float = 9 * self.mean + sum(self.months) if total is None else total
        now = given.get(f"{kind}_m0")
        self.now = (self.months[0] if now is None else now) if self.continues else 0.0

    def by_period(self, *, monthly: bool) -> dict[str, float]:
        """Return what each period holds: totals, or the level of each month where that is read."""
        m1, m2, m3 = self.months
        found = {span: self._held(self.old, count) for span, count in self.calendar.old_spans}
        if monthly:
            found |= dict(zip(self.calendar.recent, (self.old, m3, m2, m1), strict=True))
        else:
            span, count = self.calendar.recent_span
            found[span] = self._held(self.mean, count)
        return found | {self.calendar.month: self.now}

    def _held(self, amount: float, months: int) -> float:
        return amount if self.income.level else amount * months


def _detailed_variables(answers: Answers) -> set[str]:
    """Return the variables that somebody in the home told month by month."""
    found: set[str] = set()
    for who in persons(answers):
        given = answers.get(f"montants/{who}", {})
        for kind in natures(answers, who):
            told = {name for name in NAMES if given.get(f"{kind}_{name}") is not None}
            if told & set(DETAIL) or {"moyenne", "total"} <= told:
                found.update(INCOMES[kind].variables)
    return found


def yearly_total(answers: Answers, who: str, kind: str, calendar: Calendar) -> float:
    """Return what a person received of one kind in the last twelve months."""
    if kind not in natures(answers, who):
        return 0.0
    given = answers.get(f"montants/{who}", {})
    return _Amounts(given, kind, INCOMES[kind], calendar).total


def _year_before_last(
    answers: Answers, who: str, calendar: Calendar
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the incomes of N-2: those declared, or, if none is, those of the last twelve months."""
    declared = answers.get(f"declares/{who}", {})
    year = calendar.before_last_year
    if any(line in declared for line in DECLARED):
        for line, variable in DECLARED.items():
            yield variable, {year: declared.get(line) or 0}
    else:
        totals: dict[str, float] = {}
        for kind in natures(answers, who):
            income, total = INCOMES[kind], yearly_total(answers, who, kind, calendar)
            lines = income.declared
            known = {DECLARED[lines[0]]: lines[1]} if lines else income.variables
            for variable, convert in known.items():
                held = total / 12 if income.level else total
                totals[variable] = totals.get(variable, 0) + convert(held)
        for variable, total in totals.items():
            yield variable, {year: round(total, 2)}
    if declared.get("frais_reels"):
        yield "frais_reels", {year: round(declared["frais_reels"])}


def _self_employed(
    answers: Answers, who: str, calendar: Calendar
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield turnovers and profits. The trade chooses the variable; N-2 is taken to be as N-1."""
    given, kinds = answers.get(f"independant/{who}", {}), self_employed(answers, who)
    years = (calendar.before_last_year, calendar.last_year)
    if "ae" in kinds:
        yield AE_TURNOVER[given.get("ae_type") or "bnc"], _ae_turnover(given, calendar)
    if "micro" in kinds:
        turnover = given.get("micro_ca") or 0
        yield MICRO_TURNOVER[given.get("micro_type") or "bnc"], dict.fromkeys(years, turnover)
    if "agricole" in kinds:
        profit = given.get("agricole_benefice") or 0
        yield "rpns_benefice_exploitant_agricole", dict.fromkeys(years, profit)
    if "liberal" in kinds:
        profit = given.get("liberal_benefice") or 0
        yield "rpns_autres_revenus", dict.fromkeys(years, profit)
        trade = given.get("liberal_type") or "bnc"
        yield "tns_autres_revenus_type_activite", {calendar.short[0]: trade}


def _ae_turnover(given: Mapping[str, Any], calendar: Calendar) -> dict[str, float]:
    """Return the turnover month by month: N-2 and N-1 from the year told, then the last months."""
    m1, m2, m3 = (given.get(f"ae_{month}") or 0.0 for month in DETAIL)
    now = given.get("ae_m0")
    year: float = given.get("ae_annee") or 0.0
    found = {calendar.before_last_year: year}
    for span, count in calendar.old_spans:
        found[span] = round(year / 12 * count, 2)
    recent = zip(calendar.recent, (round(year / 12, 2), m3, m2, m1), strict=True)
    return found | dict(recent) | {calendar.month: m1 if now is None else now}


def _wealth(answers: Answers, who: str, calendar: Calendar) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a person owns, in every month that the law reads: a value of long ago is lost."""
    given = answers.get(f"patrimoine/{who}", {})
    for answer, variable in WEALTH.items():
        if given.get(answer):
            yield variable, {calendar.thirteen: given[answer]}
