"""An explanation → text, one line a value, what it used below it."""

from collections.abc import Iterator

from lawcases.explaining import Explanation, Origin, UsedParameter
from lawcases.reporting import value_text


def explanation_text(explanation: Explanation) -> str:
    """Return an explanation as an indented text; words come from the labels of the law."""
    return "\n".join(_lines(explanation, "", around=""))


def _lines(one: Explanation, margin: str, around: str) -> Iterator[str]:
    yield f"{margin}{one.label} ({_named(one, around)}): {_values(one)}{_remark(one)}"
    for parameter in one.parameters:
        yield f"{margin}  · {_parameter(parameter)}"
    for used in one.uses:
        yield from _lines(used, f"{margin}  ", one.period)


def _named(one: Explanation, around: str) -> str:
    """Return the name of the variable, and its period where it is not that of what uses it."""
    if len(one.periods) > 1:
        return f"{one.variable}, {one.period}, one of {len(one.periods)} periods"
    return one.variable if one.period == around else f"{one.variable}, {one.period}"


def _values(one: Explanation) -> str:
    distinct = set(one.values.values())
    if len(distinct) == 1:
        return value_text(next(iter(distinct)))
    return ", ".join(f"{who} {value_text(value)}" for who, value in one.values.items())


def _remark(one: Explanation) -> str:
    if one.is_repeated:
        return " (see above)"
    if one.is_cut:
        return " …"
    return "" if one.origin is Origin.COMPUTED else f" ({one.origin})"


def _parameter(parameter: UsedParameter) -> str:
    since = f", since {parameter.since}" if parameter.since else ""
    unit = f" {parameter.unit}" if parameter.unit else ""
    return f"{parameter.label} ({parameter.name}{since}): {value_text(parameter.value)}{unit}"
