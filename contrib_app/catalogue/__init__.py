"""The benefits shown to people: one YAML file each in `benefits/`, read here and checked.

A file that does not fit the schema stops the application at its start, with file and reason: a
benefit is never shown with a missing word.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).parent / "benefits"


@dataclass(frozen=True)
class Benefit:
    """What people must know of one benefit.

    variable: what OpenFisca computes; it is also the name of the file and of the benefit.
    entity: whose result it is; an individual benefit has one result per person.
    unit: how an amount reads, after the number.
    periodicity: what one value covers, a month or a civil year.
    rounding: amounts are shown to the nearest multiple of it, in the unit.
    path: folder of its cases in the corpus, `<echelon>/<territory>/<benefit>`.
    communes: prefixes of the INSEE codes where it exists.
    epci: SIREN number of the intercommunality where it exists. Neither: it exists everywhere.
    eligibility: boolean variable that says the right without its amount, if there is one.
    unchecked: conditions that the simulation cannot check.
    warning: why the amount may be wrong today, shown with it; `warning_since` is its date.
    not_computable_for: activities of an adult, or housing, for which nobody can compute it.
    """

    variable: str
    label: str
    entity: Literal["individu", "famille"]
    kind: Literal["amount", "rate", "price"]
    unit: str
    rounding: float
    organism: str
    purpose: str
    path: str
    information: str
    apply: str
    checked_on: str
    periodicity: Literal["month", "year"] = "month"
    territory: str = "France"
    communes: tuple[str, ...] = ()
    epci: str | None = None
    eligibility: str | None = None
    companions: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    warning: str | None = None
    warning_since: str | None = None
    not_computable_for: tuple[str, ...] = ()
    not_computable_text: str | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """Return every variable needed to show this benefit."""
        return (self.variable, *filter(None, [self.eligibility]), *self.companions)

    def exists_in(self, commune: str, epci: str | None) -> bool:
        """Tell whether the benefit exists in the commune of that INSEE code, member of `epci`."""
        if self.epci:
            return self.epci == epci
        return not self.communes or commune.startswith(self.communes)


class CatalogueError(Exception):
    """A benefit's file is wrong: where, and what."""

    def __init__(self, file: Path, problem: str):
        super().__init__(f"{file.name}: {problem}")


@cache
def load_catalogue(folder: Path = FOLDER) -> tuple[Benefit, ...]:
    """Return all benefits, national ones first, then by territory and label.

    Raises CatalogueError on a file that does not fit `Benefit`.
    """
    found = [read_benefit(file) for file in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda b: (b.territory != "France", b.territory, b.label)))


def read_benefit(file: Path) -> Benefit:
    """Read one benefit's file."""
    given: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Benefit)} - {"variable"}
    if unknown := set(given) - known:
        raise CatalogueError(file, f"unknown key {sorted(unknown)}; known keys: {sorted(known)}")
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    try:
        benefit = Benefit(variable=file.stem, **{**given, **lists})
    except TypeError as error:
        raise CatalogueError(file, str(error)) from None
    if benefit.kind not in ("amount", "rate", "price") or benefit.rounding <= 0:
        raise CatalogueError(file, "kind is amount, rate or price; rounding is above 0")
    if benefit.periodicity not in ("month", "year"):
        raise CatalogueError(file, "periodicity is month or year")
    return benefit


def find_benefit(variable: str) -> Benefit | None:
    """Return the benefit of that variable, or None."""
    return next((b for b in load_catalogue() if b.variable == variable), None)


def variables_of(benefits: Iterable[Benefit]) -> list[str]:
    """Return, without repetition, every variable that these benefits need."""
    return list(dict.fromkeys(name for benefit in benefits for name in benefit.variables))
