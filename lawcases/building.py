"""A situation → OpenFisca's simulation, built exactly as its own runner builds it.

One thing differs: no text ever reaches a numeric variable, where OpenFisca would evaluate it.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from lawcases.arithmetic import evaluate
from lawcases.case import Key
from lawcases.errors import ModelFailed, NotArithmetic
from lawcases.legislation import Legislation


def build(situation: Mapping[Any, Any], period: str | int | None, law: Legislation) -> Any:
    """Return the simulation of a situation; undated values are for `period`.

    Raises NotArithmetic for a text that is no number, ModelFailed for what OpenFisca refuses.
    """
    plain = with_numbers(situation, law)
    law.activate()
    builder = SimulationBuilder()
    try:
        builder.set_default_period(period)
        simulation = builder.build_from_dict(law.system, plain)
    except Exception as error:  # the builder lets errors of numpy, of holders… pass
        raise ModelFailed(reason(error)) from error
    if simulation is None:
        raise ModelFailed("the input names neither entities nor variables of this legislation")
    return simulation


def with_numbers(situation: Mapping[Any, Any], law: Legislation) -> dict[Any, Any]:
    """Return the situation with its arithmetic computed, wherever a variable is numeric."""
    result: dict[Any, Any] = {}
    for key, value in situation.items():
        if key in law.by_plural and isinstance(value, Mapping):
            result[key] = {
                instance: _numbers(inputs, law, (key, instance), law.by_plural[key].roles)
                for instance, inputs in value.items()
            }
        elif key in law.by_key:
            result[key] = _numbers(value, law, (key,), law.by_key[key].roles)
        else:
            result |= _numbers({key: value}, law, ())
    return result


def reason(error: Exception) -> str:
    """Return what an exception of OpenFisca says, on one line."""
    if isinstance(error, SituationParsingError):
        text = _flat(error.error)
    else:
        text = str(error) or type(error).__name__
    return " ".join(text.split())


def _numbers(
    inputs: Any, law: Legislation, path: tuple[Key, ...], roles: Collection[str] = ()
) -> Any:
    if not isinstance(inputs, Mapping):
        return inputs
    return {
        name: _number(value, (*path, name))
        if name not in roles and (facts := law.variable(name)) and facts.is_number
        else value
        for name, value in inputs.items()
    }


def _number(value: Any, path: tuple[Key, ...]) -> Any:
    if isinstance(value, str):
        try:
            number = evaluate(value)
        except NotArithmetic as error:
            error.path = ("input", *path)
            raise
        # The types that numexpr gives: they count in the flat form, which keeps them.
        whole = "int32" if abs(number) < 2**31 else "int64"
        return numpy.array(number, dtype=whole if isinstance(number, int) else "float64")
    if isinstance(value, Mapping):
        return {period: _number(item, (*path, period)) for period, item in value.items()}
    if isinstance(value, list):
        return [_number(item, (*path, i)) for i, item in enumerate(value)]
    return value


def _flat(tree: Any) -> str:
    if isinstance(tree, Mapping):
        return "; ".join(f"{key}: {_flat(value)}" for key, value in tree.items())
    return str(tree)
