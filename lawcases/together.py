"""Several households → their values, computed at once, each as if it were alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lawcases.batching import run_cases
from lawcases.case import Case, Value
from lawcases.errors import CaseError, NotANumber, UnknownName
from lawcases.legislation import Legislation, VariableFacts

EXPECTED: Mapping[str, Any] = {"date": "1900-01-01", "str": ""}


@dataclass(frozen=True)
class Wanted:
    """A situation, the period of its undated values, and variables, each with its period."""

    situation: Mapping[str, Any]
    period: str
    variables: Mapping[str, str]


def compute_together(
    wanted: Sequence[Wanted], legislation: Legislation
) -> list[dict[str, dict[str, Value]] | CaseError]:
    """Return, for each household, {variable: {instance: value}}, or the error that it meets.

    The values are those that `compute` gives to each of them alone; one that cannot be computed
    does not disturb the others.
    """
    found: list[dict[str, dict[str, Value]] | CaseError] = []
    cases: list[Case] = []
    for one in wanted:
        try:
            cases.append(_case(one, legislation))
            found.append({})
        except CaseError as error:
            found.append(error)
    outcomes = iter(run_cases(cases, legislation, audit=0, confirm=False))
    return [one if isinstance(one, CaseError) else _values(next(outcomes)) for one in found]


def _case(wanted: Wanted, legislation: Legislation) -> Case:
    """Return the case that asks for the variables; what it expects is compared with nothing."""
    output = {}
    for name, period in wanted.variables.items():
        facts = legislation.variable(name)
        if facts is None:
            raise UnknownName("variable", name, legislation.variables)
        output[name] = {period: _anything(facts)}
    return Case("", wanted.period, wanted.situation, output)


def _anything(facts: VariableFacts) -> Any:
    return facts.members[0] if facts.members else EXPECTED.get(facts.kind, 0)


def _values(outcome: Any) -> dict[str, dict[str, Value]] | CaseError:
    if outcome.error is not None:
        error: CaseError = outcome.error
        return error
    values: dict[str, dict[str, Value]] = {}
    for check in outcome.checks:
        if isinstance(check.computed, str) and check.computed in ("nan", "inf", "-inf"):
            return NotANumber(check.variable, check.period)
        values.setdefault(check.variable, {})[str(check.instance)] = check.computed
    return values
