"""A case → the same case in its canonical form: what it says, in an order that does not change.

Persons come first, then groups in the order of the legislation; roles, then variables by name, then
periods in time, in their usual spelling, one for a span where one value serves. A variable that has
a formula is stated for everybody if it is for somebody, so that no default is left to guess. Where
variables are the rows of a table, one column a person, their order is the author's: that of a text.

Each of these changes is kept only if OpenFisca would be given the very same arrays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy
from openfisca_core import periods

from lawcases.building import build
from lawcases.case import Case, Key
from lawcases.errors import CaseError
from lawcases.legislation import EntityFacts, Legislation, VariableFacts
from lawcases.shrinking import merged
from lawcases.walking import Path, given_values

Keep = Callable[[Path], bool]
Change = Callable[[Path, VariableFacts, Any], Any]


def canonical(case: Case, law: Legislation, keep: Keep = lambda path: False) -> Case:
    """Return the case in its canonical form, with the same meaning.

    keep: tells, for the path of an input, that its periods must stay as they are written.
    A case that OpenFisca cannot build is returned as it is.
    """
    law = law.for_case(case)
    meaning = Meaning.of(case, law)
    if meaning is None or "axes" in case.input:
        return case
    for change in (_with_everybody, _with_usual_periods, _with_spans, _ordered):
        candidate = change(case, law, keep)
        if _is_as_written(candidate, case) or Meaning.of(candidate, law) == meaning:
            case = candidate
        elif change in (_with_usual_periods, _with_spans):
            case = _for_some_variables(change, case, law, keep, meaning)
    return case


def _is_as_written(one: Case, other: Case) -> bool:
    """Tell whether two situations are the same, the order of their keys too."""
    return str((one.period, one.input)) == str((other.period, other.input))


def same_meaning(one: Case, other: Case, law: Legislation) -> bool:
    """Tell whether OpenFisca is given the same persons, groups and arrays, and asked the same.

    Values are compared bit by bit.
    """
    meaning = Meaning.of(one, law)
    asked = ("output", "absolute_error_margin", "relative_error_margin", "max_spiral_loops")
    return (
        meaning is not None
        and meaning == Meaning.of(other, law)
        and _usual(one.period) == _usual(other.period)
        and all(getattr(one, key) == getattr(other, key) for key in asked)
    )


@dataclass(frozen=True)
class Meaning:
    """What OpenFisca knows of a case before it computes anything.

    groups: for each entity, the names of its instances, where each person is, and in which role.
    known: for each variable, the periods and the bytes of its arrays.
    """

    groups: Mapping[str, tuple[Any, ...]]
    known: Mapping[str, tuple[tuple[str, bytes], ...]]

    @classmethod
    def of(cls, case: Case, law: Legislation) -> "Meaning | None":
        """Return the meaning of a case, or None when it cannot be built."""
        try:
            simulation = build(case.input, case.period, law)
        except CaseError:
            return None
        groups: dict[str, tuple[Any, ...]] = {}
        known: dict[str, tuple[tuple[str, bytes], ...]] = {}
        for key, population in simulation.populations.items():
            place: tuple[Any, ...] = (tuple(map(str, population.ids)),)
            if not population.entity.is_person:
                roles = [str(role.key) for role in population.members_role]
                place = (*place, tuple(population.members_entity_id), tuple(roles))
            groups[key] = place
            for name, holder in population._holders.items():
                periods_known = holder.get_known_periods()
                arrays = [(str(at), _bytes(holder.get_array(at))) for at in periods_known]
                if arrays:
                    known[name] = tuple(sorted(arrays))
        return cls(groups, known)


def _bytes(array: Any) -> bytes:
    values = numpy.asarray(array)
    return repr(values.tolist()).encode() if values.dtype == object else values.tobytes()


def _ordered(case: Case, law: Legislation, keep: Keep) -> Case:
    """Put entities, roles, variables and periods in their order."""
    names = [name for entity in law.entities for name in (entity.plural, entity.key)]
    situation: dict[Any, Any] = {}
    for key in sorted(case.input, key=lambda key: _place(key, names)):
        value = case.input[key]
        if key in law.by_plural and isinstance(value, Mapping):
            entity = law.by_plural[key]
            value = {name: _ordered_inputs(inputs, entity, law) for name, inputs in value.items()}
        elif key in law.by_key:
            value = _ordered_inputs(value, law.by_key[key], law)
        elif law.variable(key):
            value = _ordered_periods(value)
        situation[key] = value
    return replace(case, input=situation)


def _place(key: Any, names: list[str]) -> int:
    return names.index(key) if key in names else len(names)


def _rank(key: Any, names: list[str]) -> tuple[int, str]:
    return (names.index(key), "") if key in names else (len(names), str(key))


def _ordered_inputs(inputs: Any, entity: EntityFacts, law: Legislation) -> Any:
    if not isinstance(inputs, Mapping):
        return inputs
    roles = list(entity.roles)
    ordered = sorted(inputs, key=lambda name: _rank(name, roles))
    return {
        name: _ordered_periods(inputs[name]) if law.variable(name) else inputs[name]
        for name in ordered
    }


def _ordered_periods(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    try:
        return {at: value[at] for at in sorted(value, key=lambda at: _instant(periods.period(at)))}
    except Exception:  # a period that OpenFisca does not read: its errors share no class
        return value


def _instant(period: Any) -> tuple[str, str]:
    return str(period.start), str(period.stop)


def _with_usual_periods(case: Case, law: Legislation, keep: Keep) -> Case:
    """Spell periods as OpenFisca does."""

    def change(path: Path, facts: VariableFacts, value: Any) -> Any:
        if keep(path) or not isinstance(value, Mapping):
            return value
        usual = {_usual(at): one for at, one in value.items()}
        return usual if len(usual) == len(value) else value

    period = None if case.period is None else _usual(case.period)
    return replace(_changed(case, law, change), period=period)


def _with_spans(case: Case, law: Legislation, keep: Keep) -> Case:
    """Write one period for a span where one value serves."""

    def change(path: Path, facts: VariableFacts, value: Any) -> Any:
        can_merge = isinstance(value, Mapping) and not keep(path) and _can_merge(value, facts)
        if not can_merge:
            return value
        return {_usual(at): one for at, one in merged(value, facts).items()}

    return _changed(case, law, change)


def _for_some_variables(
    change: Callable[[Case, Legislation, Keep], Case],
    case: Case,
    law: Legislation,
    keep: Keep,
    meaning: "Meaning",
) -> Case:
    """Change the periods of each variable for which the meaning stays the same."""
    for name in {one.facts.name: None for one in given_values(case, law)}:

        def keep_others(path: Path, name: str = name) -> bool:
            return path[-1] != name or keep(path)

        candidate = change(case, law, keep_others)
        if not _is_as_written(candidate, case) and Meaning.of(candidate, law) == meaning:
            case = candidate
    return case


def _can_merge(dated: Mapping[Key, Any], facts: VariableFacts) -> bool:
    """Tell whether values can be written once for a span; a shared one must be a plain number."""
    plain = all(type(value) in (int, float) for value in dated.values())
    return facts.accepts_other_periods and (plain or not facts.shares_over_time)


def _usual(at: Key | None) -> Key | None:
    try:
        text = str(periods.period(at))
    except Exception:  # pendulum's errors share no class with the others
        return at
    return int(text) if text.isdecimal() and len(text) == 4 else text


def _with_everybody(case: Case, law: Legislation, keep: Keep) -> Case:
    """State for all the instances of an entity what is stated for some and has a formula."""
    situation: dict[Any, Any] = {}
    for key, instances in case.input.items():
        if key not in law.by_plural or not _are_inputs(instances):
            situation[key] = instances
            continue
        stated: dict[str, dict[Key | None, None]] = {}
        for inputs in instances.values():
            for name, value in inputs.items():
                facts = None if name in law.by_plural[key].roles else law.variable(name)
                if facts and law.has_formula(name) and facts.entity == key:
                    dates = list(value) if isinstance(value, Mapping) else [None]
                    stated.setdefault(name, {}).update(dict.fromkeys(dates))
        situation[key] = {
            instance: _completed(inputs, stated, law) for instance, inputs in instances.items()
        }
    return replace(case, input=situation)


def _are_inputs(instances: Any) -> bool:
    return isinstance(instances, Mapping) and all(
        isinstance(inputs, Mapping) for inputs in instances.values()
    )


def _completed(
    inputs: Mapping[Any, Any], stated: Mapping[str, Mapping[Key | None, None]], law: Legislation
) -> dict[Any, Any]:
    """Return the inputs with the default value of what is stated for others."""
    result = dict(inputs)
    for name, dates in stated.items():
        default = law.default_of(name)
        own = inputs.get(name, {})
        if not isinstance(own, Mapping):
            continue
        missing = {at: default for at in dates if at is not None and at not in own}
        if None in dates and not own and not missing:
            result[name] = default
        elif missing and None not in dates:
            result[name] = {**own, **missing}
    return result


def _changed(case: Case, law: Legislation, change: Change) -> Case:
    """Return the case with the value of each of its inputs changed."""
    situation: dict[Any, Any] = {}
    for key, value in case.input.items():
        path: Path = ("input", key)
        if key in law.by_plural and _are_inputs(value):
            situation[key] = {
                name: _changed_inputs(inputs, (*path, name), law, change)
                for name, inputs in value.items()
            }
        elif key in law.by_key and isinstance(value, Mapping):
            situation[key] = _changed_inputs(value, path, law, change)
        elif facts := law.variable(key):
            situation[key] = change(path, facts, value)
        else:
            situation[key] = value
    return replace(case, input=situation)


def _changed_inputs(
    inputs: Mapping[Any, Any],
    path: Path,
    law: Legislation,
    change: Change,
) -> dict[Any, Any]:
    return {
        name: change((*path, name), facts, value) if (facts := law.variable(name)) else value
        for name, value in inputs.items()
    }
