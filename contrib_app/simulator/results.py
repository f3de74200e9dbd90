"""Computed values → what the results page shows, benefit by benefit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contrib_app.catalogue import Benefit
from contrib_app.simulator import service, wording
from contrib_app.simulator.models import Simulation
from contrib_app.simulator.wording import Result

FREE_FOR_CHILDREN = "rennes_metropole_transport_gratuite_enfant"


@dataclass(frozen=True)
class Block:
    """One benefit on the page. `reason` says why nobody can compute it, if so."""

    benefit: Benefit
    results: list[Result] = field(default_factory=list)
    reason: str | None = None

    @property
    def open(self) -> bool:
        return any(result.open for result in self.results)


def result_blocks(
    simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, list[Block]]]:
    """Return the blocks by territory, the open rights first."""
    territories: dict[str, list[Block]] = {}
    for benefit in service.benefits_of(simulation):
        reason = wording.why_not_computable(benefit, simulation.answers)
        shown = [] if reason else results_for(benefit, simulation, computed)
        territories.setdefault(benefit.territory, []).append(Block(benefit, shown, reason))
    return [
        (territory, sorted(blocks, key=lambda block: not block.open))
        for territory, blocks in territories.items()
    ]


def results_for(
    benefit: Benefit, simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]
) -> list[Result]:
    """Return one result for the family, or one for each of its persons."""
    own = own_instances(benefit, simulation, computed)
    found = []
    for instance, value in own.items():
        eligible = computed.get(benefit.eligibility or "", {}).get(instance)
        words, is_open = wording.result_words(benefit, value, eligible)
        if computed.get(FREE_FOR_CHILDREN, {}).get(instance) and FREE_FOR_CHILDREN in (
            benefit.companions
        ):
            words, is_open = "Gratuit pour tous les enfants de cet âge", True
        whom = service.person_label(simulation, instance) if len(own) > 1 else ""
        found.append(Result(whom, words, is_open))
    return found


def own_instances(
    benefit: Benefit, simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the values of the asker's family: not those of other people in the home."""
    values = computed[benefit.variable]
    if benefit.entity == "individu":
        return {who: value for who, value in values.items() if not who.startswith("autre")}
    return dict(list(values.items())[:1])
