"""A case → the same case without the inputs that its computation never reads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openfisca_core import periods

from lawcases.case import Case, Key
from lawcases.legislation import Legislation, VariableFacts
from lawcases.running import run_and_keep, run_case


def without_unread_inputs(case: Case, legislation: Legislation) -> Case:
    """Return the case without the inputs that the computation of its output never reads.

    What was read comes from OpenFisca's trace, by variable and period. A last run proves that
    every computed value is unchanged; when one is not, whole variables are kept, then everything.
    A case that cannot be computed is returned as it is.
    """
    before, simulation = run_and_keep(case, legislation, trace=True)
    if before.error:
        return case
    law = legislation.for_case(case)
    reads = _Reads.traced(simulation)
    for kept in (reads, reads.at_any_period()):
        shorter = replace(case, input=_pruned(case, law, kept))
        after = run_case(shorter, legislation)
        if after.error is None and after.checks == before.checks:
            return shorter
    return case


@dataclass(frozen=True)
class _Reads:
    """The variables that a computation read, and for each the periods; None for any period."""

    periods: Mapping[str, Sequence[Any] | None]

    @classmethod
    def traced(cls, simulation: Any) -> "_Reads":
        found: dict[str, dict[Any, None]] = {}
        waiting = list(simulation.tracer.trees)
        while waiting:
            node = waiting.pop()
            found.setdefault(node.name, {})[node.period] = None
            waiting.extend(node.children)
        return cls({name: list(read) for name, read in found.items()})

    def at_any_period(self) -> "_Reads":
        return _Reads(dict.fromkeys(self.periods))

    def include(self, facts: VariableFacts, period: Key | None) -> bool:
        """Tell whether a value given for a period was read."""
        read = self.periods.get(facts.name, ())
        if not read or period is None or facts.definition_period == "eternity":
            return read is None or bool(read)
        given = periods.period(period)
        return any(
            other is None or (given.start <= other.stop and other.start <= given.stop)
            for other in read
        )


def _pruned(case: Case, law: Legislation, reads: _Reads) -> dict[Any, Any]:
    situation: dict[Any, Any] = {}
    for key, value in case.input.items():
        if key in law.by_plural:
            situation[key] = {
                instance: _read_inputs(inputs, case, law, reads, law.by_plural[key].roles)
                for instance, inputs in value.items()
            }
        elif key in law.by_key:
            situation[key] = _read_inputs(value, case, law, reads, law.by_key[key].roles)
        else:
            situation |= _read_inputs({key: value}, case, law, reads)
    return situation


def _read_inputs(
    inputs: Mapping[Any, Any],
    case: Case,
    law: Legislation,
    reads: _Reads,
    roles: Collection[str] = (),
) -> dict[Any, Any]:
    """Return the inputs that were read; roles and axes are kept."""
    kept: dict[Any, Any] = {}
    for name, value in inputs.items():
        facts = None if name in roles else law.variable(name)
        if facts is None:
            kept[name] = value
        elif isinstance(value, Mapping):
            if dated := {at: item for at, item in value.items() if reads.include(facts, at)}:
                kept[name] = dated
        elif reads.include(facts, case.period):
            kept[name] = value
    return kept
