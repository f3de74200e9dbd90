"""The values of a case, one by one, whatever its form: where, whose, of what, for when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openfisca_core import periods

from lawcases.case import Case, Key
from lawcases.legislation import Legislation, VariableFacts

Path = tuple[Key, ...]


@dataclass(frozen=True)
class Given:
    """One value of the input or of the output of a case, or a list of them.

    instance: whose it is, or None where a name is not written. period: as written, or that of the
    case (`is_dated` tells which).
    """

    path: Path
    facts: VariableFacts
    instance: str | None
    period: Key | None
    value: Any
    is_dated: bool


def given_values(case: Case, law: Legislation) -> Iterator[Given]:
    """Yield each value that the input gives to a variable that the legislation knows."""
    yield from _values("input", case.input, case, law)


def expected_values(case: Case, law: Legislation) -> Iterator[Given]:
    """Yield each value that the output expects of a variable that the legislation knows."""
    yield from _values("output", case.output, case, law)


def groups_of(case: Case, law: Legislation) -> Iterator[tuple[str, str, Mapping[Any, Any], Path]]:
    """Yield the plural of its entity, the name, the content and the path of each group."""
    for key, value in case.input.items():
        path: Path = ("input", key)
        if key in law.by_plural and not law.by_plural[key].is_person:
            for name, inputs in value.items() if isinstance(value, Mapping) else ():
                if isinstance(inputs, Mapping):
                    yield law.by_plural[key].plural, str(name), inputs, (*path, name)
        elif key in law.by_key and not law.by_key[key].is_person and isinstance(value, Mapping):
            yield law.by_key[key].plural, str(key), value, path


def members_of(inputs: Mapping[Any, Any], roles: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the persons that a group lists, in each of its roles."""
    for role in roles:
        value = inputs.get(role, [])
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str | int):
                yield str(name)


def parsed(text: object) -> Any | None:
    """Return the period that a text stands for, or None; also when it ends after all calendars."""
    try:
        period = periods.period(text)
        return period if period.unit == "eternity" or period.stop else None
    except Exception:  # pendulum's errors share no class with the others
        return None


def persons_of(case: Case, law: Legislation) -> list[str]:
    """Return the names of the persons of a case, in order; none in the flat form."""
    entity = law.entities[0]
    if isinstance(given := case.input.get(entity.plural), Mapping):
        return [str(name) for name in given]
    return [entity.key] if entity.key in case.input else []


def unplaced(case: Case, law: Legislation) -> Iterator[tuple[str, str, Path]]:
    """Yield each person who is in none of the groups of a kind that the case writes, the plural of
    that kind, and where its groups begin."""
    placed: dict[str, set[str]] = {}
    first: dict[str, Path] = {}
    for plural, _, inputs, path in groups_of(case, law):
        placed.setdefault(plural, set()).update(members_of(inputs, law.by_plural[plural].roles))
        first.setdefault(plural, path)
    for plural, members in placed.items():
        for person in persons_of(case, law):
            if person not in members:
                yield person, plural, first[plural]


def _values(part: str, tree: Mapping[Any, Any], case: Case, law: Legislation) -> Iterator[Given]:
    for key, value in tree.items():
        path: Path = (part, key)
        if facts := law.variable(key):
            yield from _dated(path, facts, None, value, case)
        elif key in law.by_plural:
            for instance, inputs in value.items() if isinstance(value, Mapping) else ():
                roles = law.by_plural[key].roles
                yield from _named((*path, instance), str(instance), inputs, case, law, roles)
        elif key in law.by_key:
            roles = law.by_key[key].roles
            instance = str(key) if part == "input" else None
            yield from _named(path, instance, value, case, law, roles)


def _named(
    path: Path,
    instance: str | None,
    inputs: Any,
    case: Case,
    law: Legislation,
    roles: Mapping[str, Any],
) -> Iterator[Given]:
    for name, value in inputs.items() if isinstance(inputs, Mapping) else ():
        # A role may have the name of a variable: there it is the role.
        is_role = path[0] == "input" and name in roles
        if not is_role and (facts := law.variable(name)):
            yield from _dated((*path, name), facts, instance, value, case)


def _dated(
    path: Path, facts: VariableFacts, instance: str | None, value: Any, case: Case
) -> Iterator[Given]:
    if isinstance(value, Mapping):
        for at, item in value.items():
            yield Given((*path, at), facts, instance, at, item, True)
    else:
        yield Given(path, facts, instance, case.period, value, False)
