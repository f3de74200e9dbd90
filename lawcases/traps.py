"""A case → what OpenFisca would accept without a word, and that is probably not what was meant.

One generator for each trap; adding one is adding a function to `TRAPS` and its class to
`doubts.py`. Nothing is computed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from lawcases.case import Case
from lawcases.comparing import float32
from lawcases.doubts import (
    BeyondPrecision,
    BoundedText,
    DuplicateName,
    EmptyGroup,
    EndedVariable,
    GivenOutput,
    MonthForYear,
    NoName,
    OverlappingPeriods,
    PartlyGiven,
    PartlyZero,
    RelativeToZero,
    ReplacedParameters,
    SharedOverTime,
    TextInList,
    UnplacedPerson,
    UnusedMargin,
    UnusualPeriod,
    UsesAxes,
    VacuousOutput,
)
from lawcases.errors import CaseError
from lawcases.legislation import Legislation, VariableFacts
from lawcases.walking import (
    Given,
    Path,
    expected_values,
    given_values,
    groups_of,
    members_of,
    parsed,
    persons_of,
    unplaced,
)

Found = Iterator[CaseError]


def traps_of(case: Case, law: Legislation) -> Found:
    """Yield every doubt about a case that fits the legislation."""
    for trap in TRAPS:
        yield from trap(case, law)


def same_names(cases: Iterable[Case]) -> Found:
    """Yield a doubt for each case that has the name of another one of its file."""
    first: dict[tuple[str, str], Case] = {}
    for case in cases:
        if case.name and case.place:
            earlier = first.setdefault((case.place.file, case.name), case)
            if earlier is not case:
                yield DuplicateName(case.name, earlier.where("name"), case.where("name"))


def no_name(case: Case, law: Legislation) -> Found:
    """Reports name cases."""
    if not case.name:
        yield NoName(case.place)


def replaced_parameters(case: Case, law: Legislation) -> Found:
    """`parameters` is a whole tree."""
    if case.parameters:
        yield ReplacedParameters(case.where("parameters"))


def axes(case: Case, law: Legislation) -> Found:
    """Axes multiply the situation."""
    if "axes" in case.input:
        yield UsesAxes(case.where("input", "axes"))


def unusual_periods(case: Case, law: Legislation) -> Found:
    """A period has one usual spelling."""
    written: list[tuple[Any, Path]] = [] if case.period is None else [(case.period, ("period",))]
    for given in (*given_values(case, law), *expected_values(case, law)):
        if given.is_dated:
            written.append((given.period, given.path))
    for text, path in written:
        period = parsed(text)
        if period is not None and str(period) != str(text):
            yield UnusualPeriod(text, str(period), case.where(*path))


def overlapping_periods(case: Case, law: Legislation) -> Found:
    """OpenFisca sets a variable for everybody at once, short periods first."""
    spans: dict[str, dict[Any, Given]] = {}
    for given in given_values(case, law):
        if given.facts.accepts_other_periods and (span := parsed(given.period)) is not None:
            spans.setdefault(given.facts.name, {}).setdefault(span, given)
    for name, found in spans.items():
        outer = [span for span in found if span.size > 1 or span.unit == "year"]
        for one in outer:
            for other, given in found.items():
                if other != one and one.start <= other.start and other.stop <= one.stop:
                    yield OverlappingPeriods(name, other, one, case.where(*given.path))
                    break


def shared_over_time(case: Case, law: Legislation) -> Found:
    """An undated value is for the period of the case, whatever it is."""
    period = parsed(case.period)
    for given in given_values(case, law):
        facts = given.facts
        if not given.is_dated and period is not None and facts.shares_over_time:
            shares = facts.definition_period == "month" and (period.unit, period.size) != (
                "month",
                1,
            )
            if shares and given.value not in (0, False):
                yield SharedOverTime(facts.name, given.period, case.where(*given.path))


def month_for_year(case: Case, law: Legislation) -> Found:
    """A yearly variable takes what is given for a month as it is."""
    for given in given_values(case, law):
        if given.facts.is_yearly and given.facts.accepts_other_periods:
            period = parsed(given.period)
            if period is not None and period.unit in ("month", "day"):
                place = case.where(*given.path)
                yield MonthForYear(given.facts.name, given.period, period.start.year, place)


def partly_given(case: Case, law: Legislation) -> Found:
    """A variable is given to all or computed for all."""
    given_to: dict[tuple[str, Any], list[Given]] = {}
    for given in given_values(case, law):
        if given.instance is not None and law.has_formula(given.facts.name):
            at = parsed(given.period) or given.period
            given_to.setdefault((given.facts.name, at), []).append(given)
    instances = instances_of(case, law)
    for (name, at), several in given_to.items():
        named = {given.instance for given in several}
        without = [one for one in instances[several[0].facts.entity] if one not in named]
        if without:
            kind = PartlyGiven if law.system.variables[name].default_value else PartlyZero
            yield kind(name, at, without, case.where(*several[0].path))


def ended_variables(case: Case, law: Legislation) -> Found:
    """What is given after the end of a variable is dropped, what is asked is its default."""
    for given in (*given_values(case, law), *expected_values(case, law)):
        period = parsed(given.period)
        if given.facts.end and period is not None and _begins_after(period, given.facts):
            place = case.where(*given.path)
            yield EndedVariable(given.facts.name, given.facts.end, given.period, place)


def unplaced_persons(case: Case, law: Legislation) -> Found:
    """A person has a place in each kind of group that is written."""
    for plural, name, inputs, path in groups_of(case, law):
        if not any(members_of(inputs, law.by_plural[plural].roles)):
            yield EmptyGroup(plural, name, case.where(*path))
    for person, plural, path in unplaced(case, law):
        yield UnplacedPerson(person, plural, case.where(*path))


def vacuous_outputs(case: Case, law: Legislation) -> Found:
    """Each part of the output holds a value."""
    yield from _empty_parts(case.output, ("output",), case)


def given_outputs(case: Case, law: Legislation) -> Found:
    """What is given is not computed."""
    given = {(one.facts.name, parsed(one.period)): one for one in given_values(case, law)}
    whole = {name for name, _ in given}
    for asked in expected_values(case, law):
        period = parsed(asked.period)
        name = asked.facts.name
        exact = (name, period) in given
        spanned = name in whole and any(
            other == name and _holds(span, period) for other, span in given
        )
        if exact or spanned:
            yield GivenOutput(name, asked.period, case.where(*asked.path))


def margins(case: Case, law: Legislation) -> Found:
    """Margins are for what is asked, and mean something around zero."""
    asked = list(expected_values(case, law))
    names = {one.facts.name for one in asked}
    for key in ("absolute_error_margin", "relative_error_margin"):
        several = getattr(case, key)
        for name in several if isinstance(several, Mapping) else ():
            if name != "default" and name not in names and law.variable(name):
                yield UnusedMargin(key, name, case.where(key, name))
    for one in asked:
        values = one.value if isinstance(one.value, list) else [one.value]
        is_zero = any(value == 0 and not isinstance(value, bool) for value in values)
        relative = case.margin(one.facts.name).relative
        if relative and is_zero and one.facts.is_number:
            yield RelativeToZero(one.facts.name, case.where(*one.path))


def expected_forms(case: Case, law: Legislation) -> Found:
    """Some values can be written, and never compared as they look."""
    for asked in expected_values(case, law):
        name, place = asked.facts.name, case.where(*asked.path)
        values = asked.value if isinstance(asked.value, list) else [asked.value]
        if asked.facts.max_length is not None:
            yield BoundedText(name, place)
        for value in values:
            if isinstance(value, str) and isinstance(asked.value, list) and asked.facts.is_number:
                yield TextInList(name, value, place)
            if isinstance(value, int) and abs(value) > 2**24 and float32(value) != value:
                yield BeyondPrecision(name, value, float32(value), place)


TRAPS: tuple[Callable[[Case, Legislation], Found], ...] = (
    no_name,
    replaced_parameters,
    axes,
    unusual_periods,
    overlapping_periods,
    shared_over_time,
    month_for_year,
    partly_given,
    ended_variables,
    unplaced_persons,
    vacuous_outputs,
    given_outputs,
    margins,
    expected_forms,
)


def instances_of(case: Case, law: Legislation) -> dict[str, list[str]]:
    """Return the names of the instances of each entity, persons standing for groups not written."""
    persons = persons_of(case, law)
    found: dict[str, list[str]] = {}
    for plural, name, _, _ in groups_of(case, law):
        found.setdefault(plural, []).append(name)
    return {entity.plural: found.get(entity.plural, persons) for entity in law.entities}


def _begins_after(period: Any, facts: VariableFacts) -> bool:
    if period.unit == "eternity" or facts.end is None:
        return False
    return bool(date.fromisoformat(facts.end) < period.start.date)


def _holds(span: Any, period: Any) -> bool:
    """Tell whether a given span holds the period that is asked."""
    if span is None or period is None or period.unit == "eternity":
        return False
    return span.unit != "eternity" and bool(span.start <= period.start and period.stop <= span.stop)


def _empty_parts(tree: Any, path: Path, case: Case) -> Found:
    for key, value in tree.items():
        inside: Path = (*path, key)
        if isinstance(value, Mapping) and value:
            yield from _empty_parts(value, inside, case)
        elif value is None or value == {} or value == []:
            yield VacuousOutput(str(key), case.where(*inside))
