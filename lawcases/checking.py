"""Does a case fit a legislation? Names, entities, roles, types and periods; nothing is computed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from lawcases.arithmetic import evaluate
from lawcases.case import Case, Key
from lawcases.doubts import RankCompared
from lawcases.errors import (
    AmbiguousName,
    BadGroup,
    BadPeriod,
    CaseError,
    NoPeriod,
    NotAMapping,
    NotArithmetic,
    UnknownName,
    WrongCount,
    WrongEntity,
    WrongValue,
    shown,
)
from lawcases.legislation import EntityFacts, Legislation, VariableFacts
from lawcases.walking import expected_values, given_values, parsed, unplaced

Path = tuple[Key, ...]


def check_case(case: Case, legislation: Legislation) -> list[CaseError]:
    """Return everything in a case that the legislation does not know, with place and suggestion.

    What reading found doubtful comes first. An empty list does not promise that the case passes,
    only that it says what its author meant.
    """
    try:
        legislation = legislation.for_case(case)
    except CaseError as error:
        return [error]
    return [*case.doubts, *_Checker(case, legislation).errors()]


class _Checker:
    def __init__(self, case: Case, legislation: Legislation):
        self.case = case
        self.law = legislation
        self.instances: dict[str, list[str]] = {}

    def errors(self) -> Iterator[CaseError]:
        period = self.case.period
        if period is not None and parsed(period) is None:
            yield BadPeriod(period, "is not one that OpenFisca reads", self.case.where("period"))
        yield from self._margins()
        yield from self._input()
        yield from self._output()
        yield from self._counts()

    def _margins(self) -> Iterator[CaseError]:
        for key in ("absolute_error_margin", "relative_error_margin"):
            margins = getattr(self.case, key)
            if isinstance(margins, Mapping):
                for name in margins:
                    if name != "default" and not self.law.variable(name):
                        yield self._unknown("variable", name, self.law.variables, (key, name))

    def _input(self) -> Iterator[CaseError]:
        situation = self.case.input
        named = {key for key in situation if key in self.law.by_plural or key in self.law.by_key}
        if not named:
            yield from self._flat_input()
            return
        persons = self._persons()
        for key, value in situation.items():
            path: Path = ("input", key)
            if key == "axes":
                continue
            if key in self.law.by_plural:
                entity = self.law.by_plural[str(key)]
                if not isinstance(value, Mapping):
                    yield NotAMapping(key, "instances", value, self.case.where(*path))
                    continue
                for instance, inputs in value.items():
                    self.instances.setdefault(entity.plural, []).append(str(instance))
                    yield from self._instance(entity, inputs, persons, (*path, instance))
                yield from self._membership(entity, value, path)
            elif key in self.law.by_key:
                entity = self.law.by_key[str(key)]
                self.instances.setdefault(entity.plural, []).append(str(key))
                yield from self._instance(entity, value, persons, path)
                yield from self._membership(entity, {key: value}, path)
            elif facts := self.law.variable(key):
                yield WrongEntity(facts.name, "input", facts.entity, self.case.where(*path))
            else:
                yield self._unknown("entity", key, self._entity_names(), path)
        for entity in self.law.entities:
            self.instances.setdefault(entity.plural, persons)

    def _flat_input(self) -> Iterator[CaseError]:
        situation = self.case.input
        count = 1
        for key, value in situation.items():
            facts = self.law.variable(key)
            if facts is None:
                known = [*self._entity_names(), *self.law.variables]
                yield self._unknown("variable or entity", key, known, ("input", key))
                continue
            yield from self._given(facts, value, ("input", key))
            lists = [item for item in _undated(value) if isinstance(item, list)]
            count = max([count, *map(len, lists)])
        for given in given_values(self.case, self.law):
            if isinstance(given.value, list) and len(given.value) != count:
                place = self.case.where(*given.path)
                yield WrongCount(given.facts.name, len(given.value), count, place)
        ids = [str(i) for i in range(count)]
        self.instances = {entity.plural: ids for entity in self.law.entities}

    def _persons(self) -> list[str]:
        for entity in self.law.entities:
            if entity.is_person:
                given = self.case.input.get(entity.plural)
                if isinstance(given, Mapping):
                    return [str(person) for person in given]
                return [entity.key] if entity.key in self.case.input else []
        return []

    def _instance(
        self, entity: EntityFacts, inputs: Any, persons: list[str], path: Path
    ) -> Iterator[CaseError]:
        if not isinstance(inputs, Mapping):
            yield NotAMapping(path[-1], "inputs", inputs, self.case.where(*path))
            return
        for name, value in inputs.items():
            inside = (*path, name)
            if name in entity.roles:
                yield from self._role(entity, str(name), value, persons, inside)
                continue
            facts = self.law.variable(name)
            if facts is None:
                kind = "variable" if entity.is_person else "variable or role"
                yield self._unknown(kind, name, [*entity.roles, *self.law.variables], inside)
            elif facts.entity != entity.plural:
                yield WrongEntity(facts.name, entity.plural, facts.entity, self.case.where(*inside))
            else:
                yield from self._given(facts, value, inside)

    def _role(
        self, entity: EntityFacts, role: str, value: Any, persons: list[str], path: Path
    ) -> Iterator[CaseError]:
        members = _members(value)
        for member in members:
            if member not in persons:
                yield self._unknown("person", member, persons, path)
        most = entity.roles[role]
        if most is not None and len(members) > most:
            yield BadGroup(
                f"{len(members)} {role} are given, at most {most} can be", self.case.where(*path)
            )

    def _membership(
        self, entity: EntityFacts, instances: Mapping[Any, Any], path: Path
    ) -> Iterator[CaseError]:
        """Nobody twice in the instances of one entity."""
        seen: set[str] = set()
        for instance, inputs in instances.items():
            if not isinstance(inputs, Mapping):
                continue
            for role in entity.roles:
                for member in _members(inputs.get(role, [])):
                    if member in seen:
                        inside = (*path, role) if instance == path[-1] else (*path, instance, role)
                        yield BadGroup(
                            f"{shown(member)} is already in one of the {entity.plural}",
                            self.case.where(*inside),
                        )
                    seen.add(member)

    def _given(self, facts: VariableFacts, value: Any, path: Path) -> Iterator[CaseError]:
        if isinstance(value, Mapping):
            for period, item in value.items():
                yield from self._input_period(facts, period, (*path, period))
                yield from self._value(facts, item, (*path, period))
            return
        if self.case.period is None:
            yield NoPeriod(facts.name, self.case.where(*path))
        else:
            yield from self._input_period(facts, self.case.period, path)
        yield from self._value(facts, value, path)

    def _input_period(self, facts: VariableFacts, text: Key, path: Path) -> Iterator[CaseError]:
        period = parsed(text)
        if period is None:
            yield BadPeriod(text, "is not one that OpenFisca reads", self.case.where(*path))
        elif not _accepts(facts, period):
            yield self._misfit(facts, text, path)

    def _output(self) -> Iterator[CaseError]:
        for key, value in self.case.output.items():
            path: Path = ("output", key)
            if facts := self.law.variable(key):
                entity = self.law.by_key.get(str(key))
                if entity and isinstance(value, Mapping) and not all(map(parsed, value)):
                    yield AmbiguousName(entity.key, entity.plural, self.case.where(*path))
                else:
                    yield from self._expected(facts, value, path)
            elif entity := self.law.by_key.get(str(key)):
                yield from self._expected_of(entity, value, path)
            elif entity := self.law.by_plural.get(str(key)):
                if not isinstance(value, Mapping):
                    yield NotAMapping(key, "instances", value, self.case.where(*path))
                    continue
                known = self.instances.get(entity.plural, [])
                for instance, values in value.items():
                    if instance not in known:
                        kind = f"one of the {entity.plural}"
                        yield self._unknown(kind, instance, known, (*path, instance))
                    yield from self._expected_of(entity, values, (*path, instance), alone=True)
            else:
                known = [*self._entity_names(), *self.law.variables]
                yield self._unknown("variable or entity", key, known, path)

    def _counts(self) -> Iterator[CaseError]:
        """Lists of expected values are as long as there are instances, all in sight."""
        if "axes" in self.case.input or any(unplaced(self.case, self.law)):
            return
        for asked in expected_values(self.case, self.law):
            if isinstance(asked.value, list) and asked.instance is None:
                count = len(self.instances.get(asked.facts.entity, []))
                if len(asked.value) > 1 < count != len(asked.value):
                    place = self.case.where(*asked.path)
                    yield WrongCount(asked.facts.name, len(asked.value), count, place)

    def _expected_of(
        self, entity: EntityFacts, values: Any, path: Path, *, alone: bool = False
    ) -> Iterator[CaseError]:
        if not isinstance(values, Mapping):
            yield NotAMapping(path[-1], "variables", values, self.case.where(*path))
            return
        for name, value in values.items():
            inside = (*path, name)
            facts = self.law.variable(name)
            if facts is None:
                yield self._unknown("variable", name, self.law.variables, inside)
            elif facts.entity != entity.plural:
                yield WrongEntity(facts.name, entity.plural, facts.entity, self.case.where(*inside))
            elif alone and facts.kind == "enum":
                place = self.case.where(*inside)
                yield RankCompared(facts.name, entity.key, entity.plural, place)
            else:
                yield from self._expected(facts, value, inside)

    def _expected(self, facts: VariableFacts, value: Any, path: Path) -> Iterator[CaseError]:
        if isinstance(value, Mapping):
            for period, item in value.items():
                yield from self._output_period(facts, period, (*path, period))
                yield from self._value(facts, item, (*path, period))
            return
        if self.case.period is not None:
            yield from self._output_period(facts, self.case.period, path)
        elif facts.definition_period != "eternity":
            yield NoPeriod(facts.name, self.case.where(*path))
        yield from self._value(facts, value, path)

    def _output_period(self, facts: VariableFacts, text: Key, path: Path) -> Iterator[CaseError]:
        period = parsed(text)
        if period is None:
            yield BadPeriod(text, "is not one that OpenFisca reads", self.case.where(*path))
        elif not _fits(period, facts):
            yield self._misfit(facts, text, path)

    def _value(self, facts: VariableFacts, value: Any, path: Path) -> Iterator[CaseError]:
        if isinstance(value, list):
            for i, item in enumerate(value):
                yield from self._value(facts, item, (*path, i))
            return
        if expected := _misfit_of_type(facts, value):
            place = self.case.where(*path)
            if isinstance(value, bool) and facts.kind in ("enum", "str"):
                expected += " (without quotes, yes and no, on and off are booleans)"
            yield WrongValue(facts.name, expected, value, place)

    def _misfit(self, facts: VariableFacts, period: Key, path: Path) -> BadPeriod:
        unit = facts.definition_period
        problem = f"does not suit {facts.name!r}, which is defined by {unit}"
        return BadPeriod(period, problem, self.case.where(*path))

    def _unknown(self, kind: str, name: Any, known: Iterable[str], path: Path) -> UnknownName:
        return UnknownName(kind, name, known, self.case.where(*path))

    def _entity_names(self) -> list[str]:
        return [*self.law.by_plural, *self.law.by_key]


def _misfit_of_type(facts: VariableFacts, value: Any) -> str | None:
    """Return what the variable expects when the value is not that, else None."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if facts.kind == "bool":
        fits = isinstance(value, bool) or (is_number and value in (0, 1))
        return None if fits else "true or false"
    if facts.is_number:
        if isinstance(value, str):
            try:
                value = evaluate(value)
            except NotArithmetic as error:
                return f"a number ({error.problem})"
            is_number = True
        if facts.kind == "int" and is_number and value != int(value):
            return "a whole number"
        return None if is_number else "a number"
    if facts.kind == "enum":
        fits = isinstance(value, str) and value in facts.members
        return None if fits else f"one of {shown(', '.join(facts.members))}"
    if facts.kind == "date":
        return None if _is_date(value) else "a date such as 1990-12-31"
    return None if isinstance(value, str) else "a text in quotes"


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _members(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if isinstance(item, str | int)]


def _undated(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, Mapping) else [value]


def _fits(period: Any, facts: VariableFacts) -> bool:
    """Tell whether a variable can be computed for a period."""
    unit = facts.definition_period
    return unit == "eternity" or bool(period.unit == unit and period.size == 1)


def _accepts(facts: VariableFacts, period: Any) -> bool:
    """Tell whether a value of a variable can be given for a period."""
    if _fits(period, facts):
        return True
    return facts.accepts_other_periods and bool(period.unit != "eternity")
