"""Many decisions of an agency, judged by the rules in one vectorised run."""

from collections.abc import Sequence
from typing import Any

from contrib_app.simulator.situation import situation_of
from contrib_app.simulator.wording import HOUSING
from contrib_app.tables.clustering import clusters, questions_of
from contrib_app.tables.columns import AMOUNT, Facts, answers_of
from lawcases import Case, Legislation
from lawcases.batching import run_cases
from lawcases.running import run_and_keep

FAMILY = ("familles", "famille")
MOST_CONDITIONS = 60
TOGETHER = 2_000


def decide(
    facts: Sequence[Facts], *, variable: str, month: str, legislation: Legislation
) -> dict[str, Any]:
    """Compute a benefit for every household of a table, and cluster those that disagree.

    facts: what each row tells, with the decided amount.
    Returns {"computed": [amount or None, when the rules fail], "clusters": [{"conditions",
    "rows", "among"}]}, rows by rank.
    """
    conditions = conditions_of(facts, variable, month, legislation)
    computed: list[float | None] = []
    answers: dict[str, list[bool]] = {label: [] for label in conditions.values()}
    for start in range(0, len(facts), TOGETHER):
        cases = [case_of(one, variable, month) for one in facts[start : start + TOGETHER]]
        keys = {(name, month): label for name, label in conditions.items()}
        for outcome in run_cases(cases, legislation, audit=0, confirm=False, see=list(keys)):
            value = outcome.checks[0].computed if outcome.checks and not outcome.error else None
            computed.append(round(float(value), 2) if isinstance(value, int | float) else None)
            for key, label in keys.items():
                answers[label].append(any(outcome.seen.get(key, ())))
    known = [rank for rank, value in enumerate(computed) if value is not None]
    gaps = [_gap(computed[rank], facts[rank][AMOUNT]) for rank in known]
    columns = _columns([facts[rank] for rank in known])
    columns |= {label: [own[rank] for rank in known] for label, own in answers.items()}
    return {
        "computed": computed,
        "clusters": [
            {
                "conditions": [[one.question, one.answer] for one in cluster.conditions],
                "rows": [known[rank] for rank in cluster.rows],
                "among": cluster.among,
            }
            for cluster in clusters(gaps, questions_of(columns))
        ],
    }


def case_of(facts: Facts, variable: str, month: str) -> Case:
    """Return the case that expects what was decided for a household."""
    plural, instance = FAMILY
    return Case(
        name="",
        period=month,
        input=situation_of(answers_of(facts, month), month),
        output={plural: {instance: {variable: facts[AMOUNT]}}},
        absolute_error_margin=1.0,
    )


def conditions_of(
    facts: Sequence[Facts], variable: str, month: str, legislation: Legislation
) -> dict[str, str]:
    """Return the yes-or-no variables that the benefit rests on, with their labels."""
    found: dict[str, str] = {}
    largest = max(facts, key=lambda one: len(one.get("ages_enfants", [])))
    for one in (facts[0], largest):
        case = case_of(one, variable, month)
        _, simulation = run_and_keep(case, legislation, trace=True)
        waiting = list(simulation.tracer.trees) if simulation is not None else []
        while waiting:
            node = waiting.pop(0)
            known = legislation.variable(node.name)
            is_now = str(node.period) == month
            if known is not None and known.kind == "bool" and is_now and node.name != variable:
                found.setdefault(node.name, legislation.system.variables[node.name].label or "")
            waiting += node.children
    return dict(list(found.items())[:MOST_CONDITIONS])


def _gap(computed: float | None, decided: float) -> float:
    """Return computed minus decided, nothing when a euro or less parts them."""
    gap = round((computed or 0.0) - decided, 2)
    return gap if abs(gap) > 1 else 0.0


def _columns(facts: Sequence[Facts]) -> dict[str, list[Any]]:
    """Return what the table itself tells of each row, as columns to ask questions about."""
    return {
        "nombre d'enfants": [len(one.get("ages_enfants", [])) for one in facts],
        "loyer": [one.get("loyer", 0) for one in facts],
        "salaire": [one.get("salaire", 0) for one in facts],
        "logement": [str(HOUSING.get(one.get("statut", ""), "")) for one in facts],
        "couple": [one.get("couple", "seul") != "seul" for one in facts],
        "âge": [one.get("age", 0) for one in facts],
    }
