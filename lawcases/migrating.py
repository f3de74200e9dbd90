"""The text of cases → the same text for another version of the legislation.

Names are replaced where they stand, so that comments and layout stay. What the table does not
decide is reported with its place, and left as it is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from openfisca_core import periods

from lawcases.commenting import comments_of
from lawcases.errors import CaseError, Place, Undecided, shown
from lawcases.legislation import Legislation
from lawcases.migration_table import PeriodChange, Table, VariableChange
from lawcases.plain_yaml import Loader, parse
from lawcases.reading import MARGIN_KEYS, POWERFUL_KEYS, read_cases
from lawcases.writing import flow_text

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Migrated:
    """A text for the new version, the count of its changes, and what is for somebody to decide."""

    text: str
    changes: int
    undecided: tuple[CaseError, ...] = ()


def migrate_text(
    text: str,
    table: Table,
    law: Legislation,
    *,
    file: str = "<text>",
    allow: Collection[str] = POWERFUL_KEYS,
) -> Migrated:
    """Return the text of cases rewritten by a table, for the new legislation, which is loaded.

    Raises CaseError for a text that cannot be read. Nothing is guessed: see `Migrated.undecided`.
    """
    read_cases(text, file=file, allow=allow)  # bounds and refuses what must be
    work = _Migration(text, table, law, file)
    root = yaml.compose(text, Loader=Loader)
    for case in root.value if isinstance(root, yaml.SequenceNode) else [root]:
        work.case(case)
    migrated = work.applied()
    read_cases(migrated, file=file, allow=allow)
    return Migrated(migrated, len(work.edits), tuple(work.undecided))


@dataclass
class _Migration:
    text: str
    table: Table
    law: Legislation
    file: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    undecided: list[CaseError] = field(default_factory=list)
    period: str | None = None

    def case(self, node: Any) -> None:
        """Note the edits of one case."""
        parts = {key.value: value for key, value in node.value}
        period = parts.get("period")
        self.period = str(period.value) if isinstance(period, yaml.ScalarNode) else None
        for key in MARGIN_KEYS:
            if isinstance(parts.get(key), yaml.MappingNode):
                self._rename_all(parts[key], self._names())
        for part in ("input", "output"):
            if isinstance(parts.get(part), yaml.MappingNode):
                self._part(parts[part], is_output=part == "output")

    def applied(self) -> str:
        """Return the text with its edits."""
        text = self.text
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def _part(self, node: Any, is_output: bool) -> None:
        variables = [pair for pair in node.value if not self._entity(pair[0].value)]
        self._variables(variables, is_output)
        for key, value in node.value:
            kind = self._entity(key.value)
            if key.value == "axes":
                self._axes(value)
            elif kind == "plural":
                self._rename(key, self.table.plurals.get(key.value, key.value))
                for _, inside in value.value if isinstance(value, yaml.MappingNode) else ():
                    self._inside(inside, key.value, is_output)
            elif kind == "singular":
                self._rename(key, self.table.singulars.get(key.value, key.value))
                self._inside(value, key.value, is_output)

    def _inside(self, node: Any, entity: str, is_output: bool) -> None:
        """Note the edits of the roles and variables of an instance."""
        if not isinstance(node, yaml.MappingNode):
            return
        roles = self.table.roles.get(entity, {})
        names = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if key.value in roles:
                new = roles[key.value]
                if new is None:
                    self._leave(key, f"the role {key.value!r} is removed")
                elif new in names and new not in roles:
                    self._leave(key, f"{key.value!r} becomes {new!r}, which is given here too")
                else:
                    self._rename(key, new)
        self._variables([pair for pair in node.value if pair[0].value not in roles], is_output)

    def _variables(self, pairs: list[tuple[Any, Any]], is_output: bool) -> None:
        names = [key.value for key, _ in pairs]
        becoming = [self._new_name(name) for name in names]
        for key, value in pairs:
            change = self.table.variables.get(key.value)
            if change is None:
                continue
            if change.to is None:
                self._leave(key, f"the variable {key.value!r} is removed")
            elif becoming.count(change.to) > 1:
                self._leave(key, f"{key.value!r} becomes {change.to!r}, which is given here too")
            else:
                if change.period and not self._change_period(key, value, change, is_output):
                    continue
                self._rename(key, change.to)
                self._members(value, change)

    def _new_name(self, name: str) -> str:
        change = self.table.variables.get(name)
        return name if change is None or change.to is None else change.to

    def _members(self, node: Any, change: VariableChange) -> None:
        """Note the edits of the members of an enumeration, wherever the variable has values."""
        if isinstance(node, yaml.MappingNode):
            for _, value in node.value:
                self._members(value, change)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                self._members(value, change)
        elif node.value in change.members:
            new = change.members[node.value]
            if new is None:
                self._leave(node, f"the member {node.value!r} is removed")
            else:
                self._rename(node, new)

    def _change_period(self, key: Any, node: Any, change: VariableChange, is_output: bool) -> bool:
        """Note the edit of the periods of a variable; tell whether it could be decided."""
        period = change.period
        assert period is not None
        what = f"{key.value!r} was defined by {period.before} and is by {period.after}"
        if is_output:
            return self._leave(key, f"{what}: what is expected has to be said again")
        try:
            dated = _dated(node, self.period)
            if self._accepts_years(change.to, period):
                return True  # a value for a year still means the same
            new = _by_year(dated, period) if period.after == "year" else _by_month(dated, period)
        except ValueError as error:
            return self._leave(key, f"{what}: {error}")
        start, end = key.end_mark.index, node.end_mark.index
        end = start + len(self.text[start:end].rstrip())
        if comments_of("a" + self.text[start:end]).texts():
            return self._leave(key, f"{what}: its comments would be lost")
        self._edit(start, end, ": " + flow_text(new))
        return True

    def _accepts_years(self, name: str | None, period: PeriodChange) -> bool:
        facts = self.law.variable(name)
        return (
            period.after == "month"
            and facts is not None
            and facts.accepts_other_periods
            and facts.shares_over_time == period.adds_up
        )

    def _axes(self, node: Any) -> None:
        """Note the edits of the variables that axes name."""
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._axes(item)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                change = self.table.variables.get(str(value.value)) if key.value == "name" else None
                if change and change.to is None:
                    self._leave(value, f"the variable {value.value!r} is removed")
                elif change and change.to:
                    self._rename(value, change.to)

    def _entity(self, name: str) -> str | None:
        """Return what an entity is named by: its plural, its singular, or nothing."""
        if name in self.table.variables and name not in self.table.singulars:
            return None
        if name in self.table.plurals or name in self.law.by_plural:
            return "plural"
        return "singular" if name in self.table.singulars or name in self.law.by_key else None

    def _names(self) -> Mapping[str, str | None]:
        return {old: change.to for old, change in self.table.variables.items()}

    def _rename_all(self, node: Any, names: Mapping[str, str | None]) -> None:
        for key, _ in node.value:
            if key.value in names:
                new = names[key.value]
                if new is None:
                    self._leave(key, f"the variable {key.value!r} is removed")
                else:
                    self._rename(key, new)

    def _rename(self, node: Any, new: str) -> None:
        if node.value == new:
            return
        quote = node.style if node.style in ("'", '"') else ""
        self._edit(node.start_mark.index, node.end_mark.index, f"{quote}{new}{quote}")

    def _edit(self, start: int, end: int, new: str) -> None:
        self.edits.append((start, end, new))

    def _leave(self, node: Any, problem: str) -> bool:
        self.undecided.append(Undecided(problem, Place(self.file, node.start_mark.line + 1)))
        return False


def _dated(node: Any, period: str | None) -> dict[Any, Any]:
    """Return the periods and the values of an input. Raises ValueError when they are not plain."""
    pairs: Iterator[tuple[str | None, Any]]
    if isinstance(node, yaml.MappingNode):
        pairs = ((key.value, value) for key, value in node.value)
    else:
        pairs = iter([(period, node)])
    found = {}
    for at, value in pairs:
        if at is None:
            raise ValueError("it has no period")
        if not isinstance(value, yaml.ScalarNode):
            raise ValueError("it has several values")
        try:
            plain = value.value if value.style else parse(value.value, "<value>").root.value
        except CaseError:
            raise ValueError("it has no plain value") from None
        try:
            found[periods.period(at)] = plain
        except Exception:  # pendulum's errors share no class with the others
            raise ValueError(f"{shown(at)} is not a period") from None
    return found


def _by_year(dated: Mapping[Any, Any], change: PeriodChange) -> dict[Any, Any]:
    """Return a value a year, when every month of each is known."""
    years: dict[int, dict[int, Any]] = {}
    whole: dict[Any, Any] = {}
    for period, value in dated.items():
        if period.unit == "year" and period.size == 1 and period.start.month == 1:
            whole[period.start.year] = value
        elif period.unit == "month" and period.size == 1:
            years.setdefault(period.start.year, {})[period.start.month] = value
        else:
            raise ValueError(f"{period} is neither a month nor a calendar year")
    for year, months in years.items():
        if set(months) != set(MONTHS) or year in whole:
            raise ValueError(f"all the months of {year} are needed, and nothing else")
        values = list(months.values())
        if not change.adds_up and len(set(map(repr, values))) > 1:
            raise ValueError(f"the months of {year} are not alike")
        whole[year] = _total(values) if change.adds_up else values[0]
    return dict(sorted(whole.items()))


def _by_month(dated: Mapping[Any, Any], change: PeriodChange) -> dict[Any, Any]:
    """Return a value a month, when it follows from the year's."""
    months: dict[Any, Any] = {}
    for period, value in dated.items():
        if period.unit != "year" or period.size != 1 or period.start.month != 1:
            raise ValueError(f"{period} is not a calendar year")
        if change.adds_up:
            if (
                not _is_number(value)
                or (value / 12) * 12 != value
                or round(value / 12, 2) != value / 12
            ):
                raise ValueError(
                    f"{shown(value)} cannot be shared between twelve months, to the cent"
                )
            value = value // 12 if value % 12 == 0 else value / 12
        months |= {f"{period.start.year}-{month:02}": value for month in MONTHS}
    return months


def _total(values: list[Any]) -> Any:
    if not all(map(_is_number, values)):
        raise ValueError("its values are not all numbers")
    return round(sum(values), 6)


def _twelfth(value: Any) -> Any:
    month = round(value / 12, 2) if _is_number(value) else None
    if month is None or month * 12 != value:
        raise ValueError(f"{shown(value)} cannot be shared between twelve months, to the cent")
    return int(month) if month == int(month) else month


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
