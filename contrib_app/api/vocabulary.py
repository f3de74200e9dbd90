"""The names that a situation may use: entities, roles, variables. The engine tells them once."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True)
class Variable:
    """What is known of a variable.

    kind: bool, int, float, str, date or enum. unit: of its period: month, year, day, eternity…
    spreads: a longer period may be given, that is shared or repeated over its own.
    """

    kind: str
    entity: str
    unit: str
    spreads: bool
    members: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """persons: plural of the persons' entity. roles: by plural of a group, {role: most members}."""

    persons: str
    roles: Mapping[str, Mapping[str, int | None]]
    variables: Mapping[str, Variable]

    def near(self, name: str) -> str:
        """Return a hint that ends a sentence on an unknown variable: a near name, or nothing."""
        found = get_close_matches(name, self.variables, n=1, cutoff=0.75) if len(name) < 80 else []
        return f" Vouliez-vous écrire « {found[0]} » ?" if found else ""


def read_vocabulary(told: Mapping[str, Any]) -> Vocabulary:
    """Return the vocabulary from what the engine's job of that name tells."""
    variables = {
        name: Variable(kind, entity, unit, spreads, tuple(members))
        for name, (kind, entity, unit, spreads, members) in told["variables"].items()
    }
    return Vocabulary(told["persons"], told["roles"], variables)
