"""Defaults of the command line, from `[tool.lawcases]` of the nearest `pyproject.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawcases.errors import CaseError, Place

FILE = "pyproject.toml"


@dataclass(frozen=True)
class Settings:
    """The legislation to load, the folders where a red case is expected, and the rules of `lint`
    that are not wanted."""

    country: str = "openfisca_france"
    extensions: tuple[str, ...] = ()
    divergences: tuple[Path, ...] = ()
    silenced: tuple[str, ...] = ()

    def expects_red(self, file: Path) -> bool:
        """Tell whether a file holds cases that the law does not satisfy yet."""
        return any(file.resolve().is_relative_to(folder) for folder in self.divergences)


def nearest_settings(start: Path) -> Settings:
    """Return the settings of the first folder with some, from `start` up; else the defaults.

    Raises CaseError when they cannot be understood.
    """
    for folder in (start, *start.parents):
        file = folder / FILE
        if file.is_file():
            try:
                table = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("lawcases")
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise CaseError(f"it is not readable: {error}", Place(str(file), 1)) from None
            if table is not None:
                return _settings(table, folder)
    return Settings()


def _settings(table: dict[str, Any], folder: Path) -> Settings:
    country = table.get("country", Settings.country)
    lists = [table.get(key, []) for key in ("extensions", "divergences", "silenced")]
    if not (isinstance(country, str) and all(map(_are_texts, lists))):
        place = Place(str(folder / FILE), 1)
        raise CaseError("[tool.lawcases] takes a text and lists of texts", place)
    extensions, divergences, silenced = lists
    return Settings(
        country=country,
        extensions=tuple(extensions),
        divergences=tuple((folder / name).resolve() for name in divergences),
        silenced=tuple(silenced),
    )


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
