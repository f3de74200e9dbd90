"""Make a case short and anonymous, each step proven by computing again.

A step is kept only when every computed value of the case stays the same to the cent; otherwise the
next, weaker one is tried, and in the end the input is left as it was.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import lawcases
from lawcases import Case, Legislation

BIRTH_DATE = "date_naissance"
COMMUNE = "depcom"
ZONE = "zone_apl"
REDUCTION_SECONDS = 20.0


def simplify(case: Case, legislation: Legislation) -> dict[str, Any]:
    """Return the simplest case found, with what was done to it.

    {"case_yaml": str, "kept": inputs left, "dropped": inputs removed, "coarsened": [what changed]}
    """
    before = count_inputs(case.input)
    reference = computed_values(case, legislation)
    case = lawcases.without_unread_inputs(case, legislation)
    case = without_useless_variables(case, legislation, reference)
    coarsened = []
    for what, candidates in (
        ("dates de naissance", coarser_births(case)),
        ("commune", zone_for_commune(case, legislation)),
    ):
        for candidate in candidates:
            if computed_values(candidate, legislation) == reference:
                case = candidate
                coarsened.append(what)
                break
    kept = count_inputs(case.input)
    return {
        "case_yaml": lawcases.write_cases([case]),
        "kept": kept,
        "dropped": before - kept,
        "coarsened": coarsened,
    }


def without_useless_variables(
    case: Case, legislation: Legislation, reference: list[Any] | None
) -> Case:
    """Return the case without the variables that can go, for everybody at once, for nothing.

    One after the other, as long as time allows: each left out is proven by computing again.
    """
    deadline = time.monotonic() + REDUCTION_SECONDS
    names = dict.fromkeys(
        name
        for instances in case.input.values()
        for inputs in instances.values()
        for name, value in inputs.items()
        if not isinstance(value, list)
    )
    for name in reversed(names):
        if time.monotonic() > deadline:
            break
        shorter = replace(
            case,
            input={
                plural: {
                    instance: {key: value for key, value in inputs.items() if key != name}
                    for instance, inputs in instances.items()
                }
                for plural, instances in case.input.items()
            },
        )
        if computed_values(shorter, legislation) == reference:
            case = shorter
    return case


def computed_values(case: Case, legislation: Legislation) -> list[Any] | None:
    """Return what the case computes, to the cent, or None when it cannot be computed."""
    outcome = lawcases.run_case(case, legislation)
    if outcome.error:
        return None
    return [
        round(check.computed, 2) if isinstance(check.computed, float) else check.computed
        for check in outcome.checks
    ]


def count_inputs(situation: Mapping[str, Any]) -> int:
    """Count the values given, an annual statement counting for one; roles are not inputs."""
    return sum(
        len(value) if isinstance(value, Mapping) else 1
        for instances in situation.values()
        for inputs in instances.values()
        for value in inputs.values()
        if not isinstance(value, list)
    )


def coarser_births(case: Case) -> Iterator[Case]:
    """Yield the case with its birth dates on the first of a month: the next one, then the same.

    The first of the next month almost never changes a benefit: rights open the month after an
    anniversary. Dates that are already the first of a month stay.
    """
    births = [
        inputs[BIRTH_DATE] for inputs in case.input["individus"].values() if BIRTH_DATE in inputs
    ]
    if all(_first_of_month(born) == born for born in births):
        return
    yield _with_births(case, _first_of_next_month)
    yield _with_births(case, _first_of_month)


def zone_for_commune(case: Case, legislation: Legislation) -> Iterator[Case]:
    """Yield the case with the zone of its commune instead of the commune itself."""
    households = case.input.get("menages", {})
    if not any(COMMUNE in inputs for inputs in households.values()):
        return
    month = str(case.period)
    zones = lawcases.compute(case.input, month, [ZONE], legislation)[ZONE]
    yield replace(
        case,
        input={
            **case.input,
            "menages": {
                name: {
                    **{key: value for key, value in inputs.items() if key != COMMUNE},
                    ZONE: zones[name],
                }
                for name, inputs in households.items()
            },
        },
    )


def _with_births(case: Case, change: Any) -> Case:
    persons = {
        name: {**inputs, BIRTH_DATE: change(inputs[BIRTH_DATE])} if BIRTH_DATE in inputs else inputs
        for name, inputs in case.input["individus"].items()
    }
    return replace(case, input={**case.input, "individus": persons})


def _first_of_month(born: str) -> str:
    return date.fromisoformat(born).replace(day=1).isoformat()


def _first_of_next_month(born: str) -> str:
    day = date.fromisoformat(born)
    if day.day == 1:
        return born
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, 1).isoformat()
