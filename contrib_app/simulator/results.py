"""Computed values → what the results page shows, benefit by benefit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contrib_app.catalogue import Benefit
from contrib_app.simulator import household, service, wording
from contrib_app.simulator.models import Simulation
from contrib_app.simulator.wording import Result

FREE_FOR_CHILDREN = "rennes_metropole_transport_gratuite_enfant"


@dataclass(frozen=True)
class Block:
    """One benefit on the page. `reason` says why nobody can compute it, if so."""

    benefit: Benefit
    results: list[Result] = field(default_factory=list)
    reason: str | None = None
    declared: bool = False

    @property
    def open(self) -> bool:
        return any(result.open for result in self.results)

    @property
    def words(self) -> str:
        """Return what is common to everybody, such as "Pas de droit", once."""
        return " ; ".join(dict.fromkeys(result.words for result in self.results))


@dataclass(frozen=True)
class Shown:
    """The benefits of a page: open rights, those declared, those not due, those not computable."""

    due: list[Block]
    declared: list[Block]
    not_due: list[Block]
    unknown: list[Block]


def shown_benefits(simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]) -> Shown:
    """Return every benefit that exists where the person lives, each in its place."""
    blocks = [
        block_for(benefit, simulation, computed) for benefit in service.benefits_of(simulation)
    ]
    return Shown(
        due=[block for block in blocks if block.open and not block.declared],
        declared=[block for block in blocks if block.declared],
        not_due=[block for block in blocks if not (block.open or block.reason or block.declared)],
        unknown=[block for block in blocks if block.reason],
    )


def block_for(
    benefit: Benefit, simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]
) -> Block:
    """Return a benefit with its results, or with why it has none.

    An answer that nobody could give hides no right that is open without it.
    """
    if benefit.variable in household.still_received(simulation.answers):
        return Block(benefit, results_for(benefit, simulation, computed), declared=True)
    if reason := wording.why_not_computable(benefit, simulation.answers):
        return Block(benefit, reason=reason)
    block = Block(benefit, results_for(benefit, simulation, computed))
    reason = None if block.open else wording.why_unknown(benefit, simulation.answers)
    return Block(benefit, reason=reason) if reason else block


def results_for(
    benefit: Benefit, simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]
) -> list[Result]:
    """Return one result for the family, or one for each of its persons."""
    own = own_instances(benefit, simulation, computed)
    found = []
    for instance, value in own.items():
        eligible, basis = (
            computed.get(name or "", {}).get(instance)
            for name in (benefit.eligibility, benefit.basis)
        )
        words, is_open = wording.result_words(benefit, value, eligible, basis)
        if computed.get(FREE_FOR_CHILDREN, {}).get(instance) and FREE_FOR_CHILDREN in (
            benefit.companions
        ):
            words, is_open = "Gratuit pour tous les enfants de cet âge", True
        whom = service.person_label(simulation, instance) if len(own) > 1 else ""
        details = [
            (one.label, wording.detail_words(computed[one.variable][instance], one.zero))
            for one in benefit.details
            if is_open and (basis or not benefit.basis)
        ]
        found.append(Result(whom, words, is_open, details))
    return _without_children(found, own) if any(result.open for result in found) else found


def _without_children(results: list[Result], own: Mapping[str, Any]) -> list[Result]:
    """Return the results of an open right without the children who have none: nobody asks why."""
    pairs = zip(results, own, strict=True)
    return [one for one, who in pairs if one.open or not who.startswith("enfant")]


def own_instances(
    benefit: Benefit, simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the values of the asker's family: not those of other people in the home."""
    values = computed[benefit.variable]
    if benefit.entity == "individu":
        return {who: value for who, value in values.items() if not who.startswith("autre")}
    return dict(list(values.items())[:1])
