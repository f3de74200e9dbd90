"""Conditions, nearest changes and curves of a simulation. Takes an engine, knows no HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contrib_app.catalogue import Benefit, variables_of
from contrib_app.simulator import household, results
from contrib_app.simulator import service as simulations
from contrib_app.simulator.household import Answers
from contrib_app.simulator.incomes import INCOMES, PAID
from contrib_app.simulator.models import Simulation
from contrib_app.simulator.results import Block
from contrib_app.simulator.service import Computer
from contrib_app.understanding.variations import (
    Variation,
    along_incomes,
    income_axis,
    main_income,
    nearest_changes,
)

Values = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """The nearest single change that alters a result: what changes, and the result it gives."""

    words: str
    opens: bool
    result: str


@dataclass(frozen=True)
class Curve:
    """How amounts move with one income, by month. amounts: by label, as many as incomes."""

    who: str
    kind: str
    now: float
    incomes: list[float]
    totals: list[float]
    amounts: dict[str, list[float]]


@dataclass(frozen=True)
class Why:
    """What decided of a result: the conditions that were read, and the nearest change."""

    conditions: list[dict[str, Any]]
    change: Change | None


def why(simulation: Simulation, benefit: Benefit, engine: Computer) -> Why:
    """Return the conditions of a benefit and its nearest change, in one run. Raises EngineError."""
    variations = nearest_changes(simulation.answers)
    households = [simulation.answers, *(one.answers for one in variations)]
    changed = [_simulation(simulation, answers) for answers in households]
    found = engine.soon(
        "why",
        situations=[simulations.situation_of(one) for one in changed],
        period=simulation.month,
        variables=variables_of((benefit,), simulation.month),
        subject=benefit.eligibility or benefit.variable,
    )
    blocks = [
        None if values is None else results.block_for(benefit, one, values)
        for one, values in zip(changed, found["values"], strict=True)
    ]
    return Why(found["conditions"], _nearest(variations, blocks))


def _nearest(variations: Sequence[Variation], blocks: Sequence[Block | None]) -> Change | None:
    """Return the first change that opens the right, or closes it; None when none does."""
    before = blocks[0]
    if before is None or before.reason:
        return None
    for variation, block in zip(variations, blocks[1:], strict=True):
        if block is not None and not block.reason and block.open != before.open:
            return Change(variation.words, block.open, block.words)
    return None


def _simulation(simulation: Simulation, answers: Answers) -> Simulation:
    return Simulation(id=simulation.id, answers=dict(answers), month=simulation.month)


def _computed(
    simulation: Simulation,
    households: Sequence[Answers],
    benefits: Sequence[Benefit],
    engine: Computer,
) -> list[Values | None]:
    month = simulation.month
    changed = [_simulation(simulation, answers) for answers in households]
    found: list[Values | None] = engine.soon(
        "vary",
        situations=[simulations.situation_of(one) for one in changed],
        period=month,
        variables=variables_of(benefits, month),
    )
    return found


def curve(simulation: Simulation, engine: Computer) -> Curve:
    """Return how the monthly amounts and the total move with the main income. Raises EngineError.

    The total is what the couple receives: its incomes, those drawn and the others, and the benefits
    that are computed for this month.
    """
    drawn = [
        benefit
        for benefit in simulations.benefits_of(simulation)
        if benefit.kind == "amount" and benefit.unit.startswith("€ par mois")
    ]
    households = along_incomes(simulation.answers)
    values = _computed(simulation, households, drawn, engine)
    incomes = income_axis(simulation.answers)
    amounts = {
        benefit.label: [_amount(benefit, simulation, one) for one in values] for benefit in drawn
    }
    amounts = {label: line for label, line in amounts.items() if any(line)}
    who, kind, now = main_income(simulation.answers)
    others = _other_incomes(simulation.answers, who, kind)
    totals = [
        round(income + others + sum(line[rank] for line in amounts.values()), 2)
        for rank, income in enumerate(incomes)
    ]
    return Curve(who, kind, now, incomes, totals, amounts)


def _amount(benefit: Benefit, simulation: Simulation, values: Values | None) -> float:
    if values is None:
        return 0.0
    own = results.own_instances(benefit, simulation, values)
    return round(sum(float(value) for value in own.values()), 2)


def _other_incomes(answers: Answers, who: str, kind: str) -> float:
    """Return the monthly incomes of the couple that do not move, less the alimony that it pays.

    A benefit that is received is among the amounts drawn.
    """
    total = 0.0
    for one in household.adults(answers):
        given = answers.get(f"montants/{one}", {})
        for other in household.natures(answers, one):
            moves = (one, other) == (who, kind) or other in ("aah", "ass", "asi")
            if moves or INCOMES[other].exceptional or given.get(f"{other}_encore") == "non":
                continue
            mean = float(given.get(f"{other}_moyenne") or 0)
            total += -mean if other == PAID else mean
    return total
