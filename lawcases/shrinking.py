"""A case → the simplest one with the same results, by small passes that are each proved.

Simpler is, in this order: fewer inputs, fewer persons, fewer periods written, rounder values, names
that are roles. A pass is a generator of candidates; one is kept when it computes the same values
for the same outputs. Candidates of one kind are computed together, in batches; the last case is
computed alone.

An input that has a formula goes for everybody and for all periods, or stays: so cases that were
alike stay alike, and are still computed in one batch after they were shrunk.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from openfisca_core import periods
from openfisca_core.periods import DateUnit

from lawcases.batching import run_cases
from lawcases.case import Case, Key
from lawcases.errors import BatchDisagrees
from lawcases.legislation import EntityFacts, Legislation, VariableFacts
from lawcases.pruning import without_unread_inputs
from lawcases.running import run_and_keep, run_case

Path = tuple[Key, ...]
Values = tuple[Any, ...]
Change = Callable[[Case], Case]


@dataclass(frozen=True)
class Step:
    """What a pass did: how many inputs were left after it."""

    name: str
    inputs: int


@dataclass(frozen=True)
class Shrunk:
    """The simplest case found, and the way to it. `before` and `after` count inputs."""

    case: Case
    before: int
    steps: Sequence[Step] = field(default=())

    @property
    def after(self) -> int:
        return self.steps[-1].inputs if self.steps else self.before


def shrink(
    case: Case,
    law: Legislation,
    *,
    keep_reason: bool = False,
    rename: bool = True,
    seconds: float = math.inf,
) -> Shrunk:
    """Return the simplest case that computes the same values, to the cent, for the same outputs.

    keep_reason: keep also what decided of each output: the amounts from which it is directly
    computed, and the conditions met or not on the way.
    rename: name persons and groups by their roles.
    seconds: time after which no new pass begins. A case that cannot be computed is left as it is.
    """
    search = _Search(case, law, keep_reason)
    if search.wanted is None:
        return Shrunk(case, count_inputs(case, law))
    before = count_inputs(case, law)
    steps = []
    deadline = time.monotonic() + seconds
    for name, a_pass in _PASSES:
        if (name == "names" and not rename) or time.monotonic() > deadline:
            continue
        a_pass(search)
        steps.append(Step(name, count_inputs(search.case, law)))
    if values_of(run_case(search.case, law)) != search.wanted:
        raise BatchDisagrees(case.name, case.place)
    return Shrunk(search.case, before, tuple(steps))


def count_inputs(case: Case, law: Legislation) -> int:
    """Return how many values a case gives; a value for a whole year counts for one."""
    return sum(
        len(value) if isinstance(value, Mapping | list) else 1
        for _, _, value in inputs_of(case, law)
    )


def inputs_of(case: Case, law: Legislation) -> Iterator[tuple[Path, VariableFacts, Any]]:
    """Yield the path, the variable and the value of each input of a case, in any of its forms."""
    for key, value in case.input.items():
        if key in law.by_plural and isinstance(value, Mapping):
            for instance, inputs in value.items():
                yield from _named_inputs((key, instance), inputs, law, law.by_plural[key])
        elif key in law.by_key:
            yield from _named_inputs((key,), value, law, law.by_key[key])
        elif facts := law.variable(key):
            yield (key,), facts, value


def _named_inputs(
    path: Path, inputs: Any, law: Legislation, entity: EntityFacts
) -> Iterator[tuple[Path, VariableFacts, Any]]:
    for name, value in inputs.items() if isinstance(inputs, Mapping) else ():
        if facts := law.input(entity, name):
            yield (*path, name), facts, value


def values_of(outcome: Any) -> Values | None:
    """Return what a case computes, to the cent; None when something could not be computed."""
    if outcome.error:
        return None
    return tuple(
        (check.variable, check.period, _to_the_cent(check.computed)) for check in outcome.checks
    )


def _to_the_cent(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value


class _Search:
    """The simplest case so far, and what it must compute."""

    def __init__(self, case: Case, law: Legislation, keep_reason: bool):
        self.law = law
        self.case = case
        self.keys = _deciding(case, law) if keep_reason else ()
        (outcome,) = run_cases([case], law, audit=0, confirm=False, see=self.keys)
        self.wanted = values_of(outcome)
        self.reason = _rounded_values(outcome.seen)

    def same(self, candidates: Sequence[Case]) -> list[bool]:
        """Tell, for each candidate, whether it computes the same values, for the same reason."""
        outcomes = run_cases(candidates, self.law, audit=0, confirm=False, see=self.keys)
        return [
            values_of(outcome) == self.wanted and _rounded_values(outcome.seen) == self.reason
            for outcome in outcomes
        ]

    def take(self, candidate: Case) -> bool:
        """Keep a candidate if it computes the same values."""
        if candidate.input != self.case.input and self.same([candidate])[0]:
            self.case = candidate
            return True
        return False

    def apply(self, changes: Sequence[Change]) -> None:
        """Make as many changes as possible: all that can be made alone, together if possible."""
        if not changes:
            return
        everything = self.case
        for change in changes:
            everything = change(everything)
        if self.take(everything):
            return
        if len(changes) == 1:
            return
        alone = self.same([change(self.case) for change in changes])
        self._apply_parts([c for c, ok in zip(changes, alone, strict=True) if ok])

    def _apply_parts(self, changes: Sequence[Change]) -> None:
        """Make changes by halves, quarters… until single ones."""
        size = len(changes)
        waiting = list(changes)
        while size and waiting:
            left: list[Change] = []
            for start in range(0, len(waiting), size):
                part = waiting[start : start + size]
                candidate = self.case
                for change in part:
                    candidate = change(candidate)
                if not self.take(candidate):
                    left += part
            waiting, size = left, size // 2


def _deciding(case: Case, law: Legislation) -> tuple[tuple[str, str], ...]:
    """Return what decides of the outputs: the variables that their formulas read and, among all
    that those rest on, the answers that are yes, no or a word, of the same entity."""
    _, simulation = run_and_keep(case, law, trace=True)
    found: dict[tuple[str, str], None] = {}
    for tree in simulation.tracer.trees if simulation is not None else ():
        entity = law.variable(tree.name).entity  # type: ignore[union-attr]
        waiting = [(child, True) for child in tree.children]
        while waiting:
            node, is_direct = waiting.pop()
            facts = law.variable(node.name)
            if facts is not None and facts.entity == entity:
                if is_direct or facts.kind in ("bool", "enum"):
                    found[node.name, str(node.period)] = None
                waiting += [(child, False) for child in node.children]
    return tuple(found)


def _rounded_values(seen: Mapping[Any, Sequence[Any]]) -> dict[Any, list[Any]]:
    return {key: [_to_the_cent(value) for value in values] for key, values in seen.items()}


def _drop_unread(search: _Search) -> None:
    """Drop what no formula reads."""
    candidate = without_unread_inputs(search.case, search.law)
    if candidate.input != search.case.input:
        search.case = candidate


def _drop_variables(search: _Search) -> None:
    """Drop variables, for everybody: those without a formula, then the others."""
    for has_formula in (False, True):
        paths: dict[str, list[Path]] = {}
        for path, facts, _ in inputs_of(search.case, search.law):
            if search.law.has_formula(facts.name) == has_formula:
                paths.setdefault(facts.name, []).append(path)
        changes = [_dropping(paths[name]) for name in reversed(paths)]
        if has_formula:  # each would be a course of its own: halves are quicker than singles
            search._apply_parts(changes)
        else:
            search.apply(changes)


def _drop_persons(search: _Search) -> None:
    """Drop persons that no output names, with their places in groups, and groups left empty."""
    persons = search.law.entities[0].plural
    instances = search.case.input.get(persons)
    if not isinstance(instances, Mapping):
        return
    for who in reversed(list(instances)):
        if not _names(search.case.output, who) and not _leads_others(search.case, who, search.law):
            search.take(_without_person(search.case, who, search.law))


def _leads_others(case: Case, who: Any, law: Legislation) -> bool:
    """Tell whether a person is the last with the first role of a group that has other members:
    children do not stay without a parent, nor a home without anybody to answer for it."""
    for plural, instances in with_named_groups(case, law).input.items():
        roles = list(law.by_plural[plural].roles) if plural in law.by_plural else []
        for inputs in instances.values() if roles else ():
            members = {
                role: value if isinstance(value := inputs.get(role, []), list) else [value]
                for role in roles
            }
            if members[roles[0]] == [who] and any(members[role] for role in roles[1:]):
                return True
    return False


def _drop_inputs(search: _Search) -> None:
    """Drop single inputs of variables that have no formula."""
    search.apply(
        [
            _dropping([path])
            for path, facts, _ in reversed(list(inputs_of(search.case, search.law)))
            if not search.law.has_formula(facts.name)
        ]
    )


def _drop_periods(search: _Search) -> None:
    """Drop periods of variables that have no formula, for everybody."""
    paths: dict[tuple[str, Key], list[Path]] = {}
    for path, facts, value in inputs_of(search.case, search.law):
        if isinstance(value, Mapping) and len(value) > 1 and not search.law.has_formula(facts.name):
            for at in value:
                paths.setdefault((facts.name, at), []).append((*path, at))
    search.apply([_dropping(found) for found in paths.values()])


def _merge_periods(search: _Search) -> None:
    """Write one value for months that follow each other and have the same."""
    paths: dict[str, list[Path]] = {}
    for path, facts, value in inputs_of(search.case, search.law):
        if isinstance(value, Mapping) and facts.accepts_other_periods:
            paths.setdefault(facts.name, []).append(path)
    search.apply([_merging(paths[name], search.law) for name in paths])


def _round_values(search: _Search) -> None:
    """Replace amounts by rounder ones: zero, two digits, three digits, a whole number."""
    for digits in (0, 1, 2, 3, None):
        search.apply(
            [
                _rounding(path, digits)
                for path, facts, _ in inputs_of(search.case, search.law)
                if facts.kind == "float"
            ]
        )


def _name_by_roles(search: _Search) -> None:
    """Name persons and groups by their roles."""
    search.take(named_by_roles(search.case, search.law))


_PASSES: Sequence[tuple[str, Callable[[_Search], None]]] = (
    ("unread", _drop_unread),
    ("variables", _drop_variables),
    ("persons", _drop_persons),
    ("inputs", _drop_inputs),
    ("periods", _drop_periods),
    ("merge", _merge_periods),
    ("values", _round_values),
    ("names", _name_by_roles),
)


def _dropping(paths: Sequence[Path]) -> Change:
    def change(case: Case) -> Case:
        situation: Any = case.input
        for path in paths:
            situation = _without(situation, path)
        return replace(case, input=situation)

    return change


def _without(tree: Mapping[Any, Any], path: Path) -> dict[Any, Any]:
    """Return a tree without what is at a path, and without the mapping of periods it empties."""
    copy = dict(tree)
    if path[0] not in copy:
        return copy
    if len(path) == 1:
        del copy[path[0]]
        return copy
    inner = copy[path[0]]
    if isinstance(inner, Mapping):
        copy[path[0]] = _without(inner, path[1:])
        if len(path) == 2 and not copy[path[0]] and inner and _is_dated(inner):
            del copy[path[0]]
    return copy


def _is_dated(value: Mapping[Any, Any]) -> bool:
    return all(str(key)[:1].isdigit() or ":" in str(key) for key in value)


def _changed_at(
    tree: Mapping[Any, Any], path: Path, change: Callable[[Any], Any]
) -> dict[Any, Any]:
    copy = dict(tree)
    if path[0] in copy:
        inner = copy[path[0]]
        copy[path[0]] = change(inner) if len(path) == 1 else _changed_at(inner, path[1:], change)
    return copy


def _names(output: Any, who: Any) -> bool:
    """Tell whether an output names an instance."""
    if isinstance(output, Mapping):
        return who in output or any(_names(value, who) for value in output.values())
    return False


def _without_person(case: Case, who: Any, law: Legislation) -> Case:
    persons = law.entities[0].plural
    situation: dict[Any, Any] = {}
    for plural, instances in case.input.items():
        if plural == persons:
            situation[plural] = {key: value for key, value in instances.items() if key != who}
        elif plural in law.by_plural:
            roles = law.by_plural[plural].roles
            kept = {
                instance: _without_member(inputs, who, roles)
                for instance, inputs in instances.items()
            }
            situation[plural] = {
                instance: inputs
                for instance, inputs in kept.items()
                if any(inputs.get(role) for role in roles) or _names(case.output, instance)
            }
        else:
            situation[plural] = instances
    return replace(case, input=situation)


def _without_member(
    inputs: Mapping[Any, Any], who: Any, roles: Mapping[str, Any]
) -> dict[Any, Any]:
    kept = {}
    for name, value in inputs.items():
        if name in roles:
            members = [one for one in (value if isinstance(value, list) else [value]) if one != who]
            if members:
                kept[name] = members
        else:
            kept[name] = value
    return kept


def _merging(paths: Sequence[Path], law: Legislation) -> Change:
    def change(case: Case) -> Case:
        situation: Any = case.input
        for path in paths:
            facts = law.variable(path[-1])
            assert facts is not None
            situation = _changed_at(situation, path, partial(merged, facts=facts))
        return replace(case, input=situation)

    return change


def merged(dated: Any, facts: VariableFacts) -> Any:
    """Return dated values where months that follow each other with the same value are one span.

    An amount is summed over the span when the variable shares it between months.
    """
    if not isinstance(dated, Mapping) or facts.definition_period != "month":
        return dated
    months: dict[Any, tuple[Key, Any]] = {}
    others: dict[Key, Any] = {}
    for at, value in dated.items():
        period = periods.period(at)
        if period.unit == DateUnit.MONTH and period.size == 1:
            months[period.start] = (at, value)
        else:
            others[at] = value
    result: dict[Key, Any] = dict(others)
    run: list[Any] = []
    for start in sorted(months):
        follows = run and run[-1].offset(1, DateUnit.MONTH) == start
        if run and not (follows and months[run[-1]][1] == months[start][1]):
            result |= _span(run, months, facts)
            run = []
        run.append(start)
    return result | _span(run, months, facts)


def _span(run: Sequence[Any], months: Mapping[Any, tuple[Key, Any]], facts: VariableFacts) -> Any:
    if not run:
        return {}
    at, value = months[run[0]]
    if len(run) == 1:
        return {at: value}
    first = f"{run[0].year}-{run[0].month:02}"
    if len(run) % 12:
        name = f"month:{first}:{len(run)}"
    elif len(run) == 12:
        name = str(run[0].year) if run[0].month == 1 else f"year:{first}"
    else:
        name = f"year:{first}:{len(run) // 12}"
    if facts.shares_over_time and not isinstance(value, bool | str):
        total = round(value * len(run), 6)
        value = int(total) if total == int(total) else total
    return {name: value}


def _rounding(path: Path, digits: int | None) -> Change:
    def change(case: Case) -> Case:
        return replace(case, input=_changed_at(case.input, path, lambda v: _rounded(v, digits)))

    return change


def _rounded(value: Any, digits: int | None) -> Any:
    """Return a value, or all the values of a mapping, with so many significant digits.

    >>> _rounded(1234.56, 2), _rounded({"2024": 1234.56}, None), _rounded(1234.56, 0)
    (1200, {'2024': 1235}, 0)
    """
    if isinstance(value, Mapping):
        return {at: _rounded(one, digits) for at, one in value.items()}
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return value
    if digits == 0 or not value:
        return 0
    if digits is None:
        return round(value) if abs(value) >= 1 else value
    size = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, size)
    return int(rounded) if rounded == int(rounded) else rounded


def with_named_groups(case: Case, law: Legislation) -> Case:
    """Return the case with the name of a lone group written: `family:` becomes `families: {…}`."""
    situation: dict[Any, Any] = {}
    for key, value in case.input.items():
        entity = law.by_key.get(key)
        if entity is None or entity.is_person:
            situation[key] = value
        else:
            situation[entity.plural] = {key: value}
    return replace(case, input=situation)


def named_by_roles(case: Case, law: Legislation) -> Case:
    """Return the case with persons named by their role in the first group, groups by their kind."""
    case = with_named_groups(case, law)
    persons = law.entities[0].plural
    if persons not in case.input or not set(case.input) <= set(law.by_plural):
        return case
    groups = next((e for e in law.entities if not e.is_person and e.plural in case.input), None)
    if groups is None:
        return case
    names: dict[Any, str] = {}
    counts: dict[str, int] = {}
    for inputs in case.input[groups.plural].values():
        for role in groups.roles:
            members = inputs.get(role, [])
            for who in members if isinstance(members, list) else [members]:
                kind = law.role_key(groups.plural, role)
                counts[kind] = counts.get(kind, 0) + 1
                names[who] = f"{kind}{counts[kind]}"
    if set(names) != set(case.input[persons]):
        return case
    renamed: dict[str, dict[Any, str]] = {persons: names}
    for entity in law.entities[1:]:
        own = case.input.get(entity.plural, {})
        renamed[entity.plural] = {
            one: entity.key if len(own) == 1 else f"{entity.key}{rank}"
            for rank, one in enumerate(own, 1)
        }
    return replace(
        case,
        input={
            plural: {
                renamed[plural][instance]: _with_members(inputs, names, law.by_plural[plural].roles)
                for instance, inputs in instances.items()
            }
            for plural, instances in case.input.items()
        },
        output={
            key: {renamed[key].get(one, one): asked for one, asked in value.items()}
            if key in renamed and isinstance(value, Mapping)
            else value
            for key, value in case.output.items()
        },
    )


def _with_members(
    inputs: Mapping[Any, Any], names: Mapping[Any, str], roles: Mapping[str, Any]
) -> dict[Any, Any]:
    return {
        name: [names[who] for who in (value if isinstance(value, list) else [value])]
        if name in roles
        else value
        for name, value in inputs.items()
    }
