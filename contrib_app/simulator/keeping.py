"""A result that somebody keeps: what was computed, with which law and software, and what changed.

Takes a session, knows no HTTP, does not commit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from typing import Any

from contrib_app.orm import now
from contrib_app.simulator import results, service
from contrib_app.simulator.models import Simulation

KEPT_FOR = timedelta(days=183)
PARTS = {"loi": "openfisca-france", "moteur": "openfisca-core", "logiciel": "openfisca-mesaides"}


@dataclass(frozen=True)
class Change:
    """A benefit whose result is no longer what was kept, in words."""

    label: str
    before: str
    after: str


def versions() -> dict[str, str]:
    """Return the versions of the law and of the software that compute today."""
    return {part: f"{package} {version(package)}" for part, package in PARTS.items()}


def keep(simulation: Simulation) -> None:
    """Keep the results of a simulation for six months, with what computed them."""
    moment = now()
    simulation.kept_until = moment + KEPT_FOR
    values = (simulation.results or {}).get("values", {})
    simulation.kept = {
        "on": f"{moment:%Y-%m-%d}",
        "month": simulation.month,
        "values": values,
        "versions": versions(),
    }


def compute_again(simulation: Simulation) -> None:
    """Ask for the results of the present month, with the law of today; what was kept stays."""
    simulation.month = f"{now():%Y-%m}"
    simulation.results = None


def changes(simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]) -> list[Change]:
    """Return the benefits whose result differs from what was kept, in the order of the page.

    A benefit that the kept results did not have is told as new.
    """
    if not simulation.kept:
        return []
    kept = simulation.kept["values"]
    found = []
    for benefit in service.benefits_of(simulation):
        after = results.block_for(benefit, simulation, computed).words
        known = all(name in kept for name in benefit.variables)
        before = results.block_for(benefit, simulation, kept).words if known else "Pas étudiée"
        if before != after:
            found.append(Change(benefit.label, before, after))
    return found
