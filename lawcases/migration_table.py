"""A table of what a version of a country package renames, read from YAML.

    variables:
      old_name: new_name                  # a new name
      gone: null                          # removed: what uses it is reported
      status:
        to: new_status                    # a new name, if it has one
        members: {tenant: renter, other: null}
        period: {from: month, to: year, values: sum}   # or `values: same`
    entities:
      families:                           # the plural, as cases write it
        singular: family
        to: {plural: homes, singular: home}
        roles: {children: minors}

`values: sum` is for an amount, shared between the months of a year; `same` for what a year and each
of its months have alike.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lawcases.errors import BadTable, Place, suggestion
from lawcases.plain_yaml import Node, parse
from lawcases.reading import read_text

NAME = re.compile(r"[^\W\d]\w*")
UNITS = ("month", "year")


@dataclass(frozen=True)
class PeriodChange:
    """A variable that was defined by `before` and is by `after`. `adds_up`: values are amounts."""

    before: str
    after: str
    adds_up: bool


@dataclass(frozen=True)
class VariableChange:
    """What becomes of a variable. `to` is None when it is removed, as for a member."""

    to: str | None
    members: Mapping[str, str | None] = field(default_factory=dict)
    period: PeriodChange | None = None


@dataclass(frozen=True)
class Table:
    """What changes: variables by name, entities by plural or singular, roles by either of them."""

    variables: Mapping[str, VariableChange] = field(default_factory=dict)
    plurals: Mapping[str, str] = field(default_factory=dict)
    singulars: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)


def read_table(path: Path) -> Table:
    """Return the table of a file. Raises BadTable, or Unreadable when it is not YAML."""
    return table_of(read_text(path), file=str(path))


def table_of(text: str, *, file: str = "<table>") -> Table:
    """Return the table of a text. Raises BadTable, with the line, for what it does not understand.

    >>> table_of("variables: {rent: housing_rent}").variables["rent"].to
    'housing_rent'
    """
    reader = _Reader(file)
    root = reader.mapping(parse(text, file).root, "the table", ("variables", "entities"))
    variables = {
        name: reader.variable(name, node)
        for name, node in reader.names(root.get("variables"), "variables")
    }
    plurals: dict[str, str] = {}
    singulars: dict[str, str] = {}
    roles: dict[str, Mapping[str, str | None]] = {}
    for plural, node in reader.names(root.get("entities"), "entities"):
        parts = reader.mapping(node, plural, ("singular", "to", "roles"))
        singular = reader.name(parts["singular"]) if "singular" in parts else None
        to = parts.get("to")
        new = reader.mapping(to, "to", ("plural", "singular")) if to else {}
        plurals[plural] = reader.name(new["plural"]) if "plural" in new else plural
        if "singular" in new and to and singular is None:
            raise BadTable(f"{plural!r} needs its present 'singular' too", reader.place(to))
        own = reader.renames(parts.get("roles"), "roles")
        roles[plural] = own
        if singular is not None:
            singulars[singular] = reader.name(new["singular"]) if "singular" in new else singular
            roles[singular] = own
    return Table(variables, plurals, singulars, roles)


class _Reader:
    def __init__(self, file: str):
        self.file = file

    def place(self, node: Node) -> Place:
        return Place(self.file, node.line)

    def mapping(self, node: Node, what: str, known: Collection[str]) -> Mapping[str, Node]:
        """Return a mapping that has only known keys."""
        if not isinstance(node.value, dict):
            raise BadTable(f"{what} must be a mapping", self.place(node))
        for key, value in node.value.items():
            if key not in known:
                near = suggestion(str(key), known)
                remedy = f"Did you mean {near!r}?" if near else f"Its keys are {', '.join(known)}."
                raise BadTable(f"{what} has no key {key!r}. {remedy}", self.place(value))
        return {str(key): value for key, value in node.value.items()}

    def names(self, node: Node | None, what: str) -> Iterator[tuple[str, Node]]:
        """Yield the names of a mapping, each with what is said of it."""
        if node is None:
            return
        if not isinstance(node.value, dict):
            raise BadTable(f"{what} must be a mapping of names", self.place(node))
        yield from ((str(key), value) for key, value in node.value.items())

    def name(self, node: Node) -> str:
        """Return a name that can be written in a case as it is."""
        if not isinstance(node.value, str) or not NAME.fullmatch(node.value):
            raise BadTable(f"a new name is needed, not {node.text!r}", self.place(node))
        return node.value

    def renames(self, node: Node | None, what: str) -> dict[str, str | None]:
        """Return new names by old ones; None for what is removed."""
        return {
            old: None if new.value is None else self.name(new)
            for old, new in self.names(node, what)
        }

    def variable(self, name: str, node: Node) -> VariableChange:
        if node.text is not None:
            return VariableChange(None if node.value is None else self.name(node))
        parts = self.mapping(node, name, ("to", "members", "period"))
        to = self.name(parts["to"]) if "to" in parts else name
        members = self.renames(parts.get("members"), "members")
        period = self.period(parts["period"]) if "period" in parts else None
        return VariableChange(to, members, period)

    def period(self, node: Node) -> PeriodChange:
        parts = self.mapping(node, "period", ("from", "to", "values"))
        found: list[Any] = [
            parts[key].value if key in parts else None for key in ("from", "to", "values")
        ]
        before, after, values = found
        if before not in UNITS or after not in UNITS or before == after:
            raise BadTable(
                "'from' and 'to' are month and year, or year and month", self.place(node)
            )
        if values not in ("sum", "same"):
            raise BadTable(
                "'values' is 'sum' (an amount, shared between months) or 'same'", self.place(node)
            )
        return PeriodChange(before, after, values == "sum")
