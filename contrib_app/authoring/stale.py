"""Parameters of an extension that nobody has checked for a while."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

CHECKED_ON = "last_value_still_valid_on"


@dataclass(frozen=True, order=True)
class Stale:
    """A parameter whose last value was last checked on `checked_on`; the oldest come first."""

    checked_on: str
    file: str
    label: str
    since: str


def stale_parameters(folder: Path, today: date, days: int = 365) -> list[Stale]:
    """Return the parameters below a folder that nobody has checked for so many days.

    A parameter that ends (its last value is null) is not to be checked any more.
    """
    limit = (today - timedelta(days=days)).isoformat()
    return sorted(one for one in _parameters(folder) if one.checked_on < limit)


def _parameters(folder: Path) -> Iterator[Stale]:
    for file in sorted(folder.rglob("*.yaml")):
        content: Any = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        metadata = content.get("metadata", {})
        dates = _dates(content)
        if dates:
            yield Stale(
                checked_on=str(metadata.get(CHECKED_ON, "")),
                file=str(file.relative_to(folder)),
                label=str(metadata.get("short_label") or content.get("description") or file.stem),
                since=max(dates),
            )


def _dates(content: dict[str, Any]) -> list[str]:
    """Return the dates of the values of a parameter, or of the brackets of a scale."""
    tables = [content.get("values") or {}]
    tables += [table for bracket in content.get("brackets") or () for table in bracket.values()]
    if any(_ends(table) for table in tables):
        return []
    return [str(at) for table in tables for at in table]


def _ends(table: dict[Any, Any]) -> bool:
    """Tell whether the last value of a table is null: the parameter is no more."""
    last = table[max(table, key=str)] if table else None
    return isinstance(last, dict) and "value" in last and last["value"] is None
