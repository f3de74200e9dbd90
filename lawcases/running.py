"""Cases → outcomes, each judged as OpenFisca's own runner judges it, without its dangers."""

from collections.abc import Mapping, Sequence
from typing import Any

from openfisca_core import periods

from lawcases.building import build, reason
from lawcases.case import Case, Outcome, Value
from lawcases.checking import check_case
from lawcases.errors import (
    BadPeriod,
    CaseError,
    Doubtful,
    ModelFailed,
    NotANumber,
    UnknownName,
    WrongValue,
)
from lawcases.judging import Computed, Judge, Lone, scalars
from lawcases.legislation import Legislation, VariableFacts


def run_case(case: Case, legislation: Legislation) -> Outcome:
    """Run a case as `openfisca test` would judge it, and report every comparison.

    An error of the case or of the legislation becomes `Outcome.error`.
    """
    outcome, _ = run_and_keep(case, legislation)
    return outcome


def run_and_keep(
    case: Case, legislation: Legislation, *, trace: bool = False
) -> tuple[Outcome, Any]:
    """Run a case; return also the simulation, traced if asked, or None if it was not built."""
    try:
        law = legislation.for_case(case)
        simulation = build(case.input, case.period, law)
    except CaseError as error:
        return Outcome(case, error=_explained(error, case, legislation)), None
    if case.max_spiral_loops:
        simulation.max_spiral_loops = case.max_spiral_loops
    simulation.trace = trace
    return outcome_of(case, law, Lone(simulation), legislation), simulation


def seen_in(
    simulation: Any, keys: Sequence[tuple[str, str]], rows: Mapping[str, slice] | None = None
) -> dict[tuple[str, str], list[Any]]:
    """Return the values that a simulation has computed of these variables and periods.

    rows: by key of entity, the rows to look at; all of them if it is None.
    """
    found = {}
    for name, period in keys if simulation is not None else ():
        population = simulation.get_variable_population(name)
        holder = population._holders.get(name)
        array = None if holder is None else holder.get_array(periods.period(period))
        if array is not None:
            own = array if rows is None else array[rows[population.entity.key]]
            found[name, period] = own.tolist()
    return found


def outcome_of(case: Case, law: Legislation, computed: Computed, whole: Legislation) -> Outcome:
    """Compare what was computed with what a case expects.

    law: the legislation that the case asks for, a variant of `whole`.
    """
    judge = Judge(case, law, computed)
    checks = tuple(judge.checks())
    failure = judge.error and _explained(judge.error, case, whole)
    return Outcome(case, checks, failure)


def compute(
    situation: Mapping[str, Any],
    period: str,
    variables: Sequence[str] | Mapping[str, str],
    legislation: Legislation,
) -> dict[str, dict[str, Value]]:
    """Compute variables for a situation: {variable: {instance of its entity: value}}.

    variables: names, each with its own period if it is a mapping; otherwise a yearly variable is
    computed for the year of `period`. Members of an enumeration are given by name, dates in ISO
    format. Raises CaseError: an unknown name, a bad period, ModelFailed when the legislation cannot
    compute, NotANumber when it computes no finite number.
    """
    whole = _period(period)
    asked = []
    for name in variables:
        facts = _known(name, legislation)
        if isinstance(variables, Mapping):
            asked.append((facts, _period(variables[name])))
        else:
            asked.append((facts, whole.this_year if facts.is_yearly else whole))
    simulation = build(situation, period, legislation)
    return {facts.name: _values(simulation, facts, at) for facts, at in asked}


def _values(simulation: Any, facts: VariableFacts, period: Any) -> dict[str, Value]:
    try:
        computed = simulation.calculate(facts.name, period)
    except Exception as error:  # formulas may raise anything
        raise ModelFailed(f"{facts.name} for {period}: {reason(error)}") from error
    ids = simulation.get_variable_population(facts.name).ids
    values = [shown for _, shown in scalars(computed, facts)]
    if facts.kind == "float" and any(isinstance(value, str) for value in values):
        raise NotANumber(facts.name, str(period))
    return dict(zip(map(str, ids), values, strict=True))


def _period(text: str) -> Any:
    try:
        return periods.period(text)
    except Exception:  # pendulum's errors share no class with the others
        raise BadPeriod(text, "is not one that OpenFisca reads, such as 2024-01") from None


def _known(name: str, legislation: Legislation) -> VariableFacts:
    facts = legislation.variable(name)
    if facts is None:
        raise UnknownName("variable", name, legislation.variables)
    return facts


def _explained(error: CaseError, case: Case, legislation: Legislation) -> CaseError:
    """Return what checking the case finds wrong when it is the reason, else the error itself."""
    if isinstance(error, ModelFailed):
        for found in check_case(case, legislation):
            if _is_reason(found, error):
                return found
    if error.place is None:
        error.place = case.where(*error.path)
    return error


def _is_reason(found: CaseError, failure: ModelFailed) -> bool:
    """Tell whether a mistake explains a failure: OpenFisca bears with many of them."""
    if failure.place is not None:
        return found.place == failure.place
    if isinstance(found, WrongValue):
        return found.variable in failure.reason
    return not isinstance(found, Doubtful)
