"""Make a case short and anonymous, each step proven by computing again.

A step is kept only when every computed value of the case stays the same to the cent; otherwise the
next, weaker one is tried, and in the end the input is left as it was.

A case that contradicts the rules keeps what decided of their result, not the result alone: what the
rules ignore today may be what they should read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import lawcases
from contrib_app.simulator.communes import largest_beside
from lawcases import Case, Legislation
from lawcases.anonymising import other_values, vaguer_dates, vaguest
from lawcases.shrinking import count_inputs, inputs_of, shrink

BIRTH_DATE = "date_naissance"
COMMUNE = "depcom"
ZONE = "zone_apl"
SECONDS = 40.0


def simplify(case: Case, legislation: Legislation) -> dict[str, Any]:
    """Return the simplest case found, with what was done to it.

    {"case_yaml": str, "kept": inputs left, "dropped": inputs removed,
     "steps": [{"what": "amounts", "dates" or "commune",
                "changes": [[instance, variable, period or "", before, after]]}]}
    """
    contradicts = not lawcases.run_case(case, legislation).passed
    shrunk = shrink(case, legislation, keep_reason=contradicts, rename=False, seconds=SECONDS)
    steps = [_step("amounts", case, shrunk.case, legislation)]
    short = shrunk.case
    for what, candidates in (
        ("dates", vaguer_dates(short, BIRTH_DATE)),
        ("commune", _vaguer_communes(short, legislation)),
    ):
        if found := vaguest(short, candidates, legislation):
            steps.append(_step(what, short, found, legislation))
            short = found
    kept = count_inputs(short, legislation)
    return {
        "case_yaml": lawcases.write_cases([short]),
        "kept": kept,
        "dropped": shrunk.before - kept,
        "steps": [step for step in steps if step["changes"]],
    }


def _vaguer_communes(case: Case, legislation: Legislation) -> Iterator[Case]:
    """Yield the case with the rent zone of its commune instead, then with a larger commune of the
    same territory."""
    codes = {
        str(value)
        for path, facts, given in inputs_of(case, legislation)
        if facts.name == COMMUNE
        for value in (given.values() if isinstance(given, Mapping) else [given])
    }
    if len(codes) != 1:
        return
    yield _with_zone(case, legislation)
    if larger := largest_beside(codes.pop()):
        yield from other_values(case, COMMUNE, [larger.code])


def _with_zone(case: Case, legislation: Legislation) -> Case:
    month = str(case.period)
    homes: Mapping[str, Any] = case.input.get("menages", {})
    zones = lawcases.compute(case.input, month, [ZONE], legislation)[ZONE]
    return replace(
        case,
        input={
            **case.input,
            "menages": {
                name: {
                    **{key: value for key, value in inputs.items() if key != COMMUNE},
                    ZONE: {month: zones[name]},
                }
                for name, inputs in homes.items()
            },
        },
    )


def _step(what: str, before: Case, after: Case, legislation: Legislation) -> dict[str, Any]:
    """Return what a step changed: values that are no longer the same, where they still are."""
    old, new = _values(before, legislation), _values(after, legislation)
    changes = [[*key, old[key], new[key]] for key in old if key in new and old[key] != new[key]]
    changes += [
        [*key, old.get((key[0], COMMUNE, key[2])), new[key]]
        for key in new
        if key not in old and what == "commune"
    ]
    return {"what": what, "changes": changes}


def _values(case: Case, legislation: Legislation) -> dict[tuple[str, str, str], Any]:
    """Return {(instance, variable, period): value}."""
    found: dict[tuple[str, str, str], Any] = {}
    for path, facts, given in inputs_of(case, legislation):
        instance = str(path[1]) if len(path) > 2 else ""
        dated = given if isinstance(given, Mapping) else {"": given}
        found |= {(instance, facts.name, str(at)): value for at, value in dated.items()}
    return found
