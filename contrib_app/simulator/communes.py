"""Communes of France, from the table that `scripts/build_communes.py` makes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("communes.tsv")


@dataclass(frozen=True)
class Commune:
    """A commune, or an arrondissement of Paris, Lyon or Marseille.

    epci: SIREN number of its intercommunality, empty when it has none.
    """

    code: str
    name: str
    epci: str
    population: int
    postal_codes: tuple[str, ...]

    @property
    def departement(self) -> str:
        return self.code[:3] if self.code.startswith("97") else self.code[:2]


@cache
def _by_code() -> dict[str, Commune]:
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        code, name, epci, population, postal = line.split("\t")
        found[code] = Commune(code, name, epci, int(population), tuple(postal.split()))
    return found


@cache
def _by_postal_code() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = {}
    for commune in sorted(_by_code().values(), key=lambda one: -one.population):
        for postal_code in commune.postal_codes:
            found.setdefault(postal_code, []).append(commune)
    return {postal_code: tuple(communes) for postal_code, communes in found.items()}


def communes_of(postal_code: str) -> tuple[Commune, ...]:
    """Return the communes of a postal code, most populated first; none for an unknown code."""
    return _by_postal_code().get(postal_code, ())


def find_commune(code: str) -> Commune | None:
    """Return the commune of an INSEE code, or None."""
    return _by_code().get(code)


def largest_beside(code: str) -> Commune | None:
    """Return the most populated commune of the same département and intercommunality.

    >>> largest_beside("35281").name, largest_beside("75120").departement
    ('Rennes', '75')
    """
    here = find_commune(code)
    if here is None:
        return None
    beside = (
        one
        for one in _by_code().values()
        if (one.departement, one.epci) == (here.departement, here.epci)
    )
    return max(beside, key=lambda one: one.population)
