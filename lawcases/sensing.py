"""Run one formula again, alone, with other values than those it read: what does it react to?

A simulation that has computed a value holds all that its formula read. The formula is run again on
those arrays; nothing else is computed, and nothing is stored.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import numpy
from openfisca_core import parameters, periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNodeAtInstant, VectorialParameterNodeAtInstant
from openfisca_core.taxscales import TaxScaleLike

Read = tuple[str, Any]
LEAVES = (numpy.ndarray, TaxScaleLike, *parameters.ALLOWED_PARAM_TYPES)
# Conditions compare ages, numbers of children, months and amounts with bounds: some on each side.
WHOLE = (0, 1, 2, 3, 5, 8, 12, 17, 18, 20, 22, 25, 28, 30, 45, 60, 62, 65, 70, 90, 1000, 10**6)
REAL = (0.0, 1.0, 10.0, 100.0, 300.0, 600.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6)
YEARS = (*range(1910, 2050, 5),)
# Other values of a parameter: by how much it is multiplied, and what is added.
SCALINGS = ((2, 1), (0.5, 0), (0, 0), (1000, 0))


class Bench:
    """The formula of one variable at one period, and the values that it read.

    `value` is what it gives; `reads` the values it asked for, in order; `parameters` the values of
    the parameters it looked at, by name.
    """

    def __init__(self, simulation: Any, name: str, period: Any):
        self.simulation = simulation
        self.variable = simulation.tax_benefit_system.variables[name]
        self.period = period
        self.formula = self.variable.get_formula(period)
        self.reads: dict[Read, Any] = {}
        self.parameters: dict[str, Any] = {}
        self.value = None if self.formula is None else self._run({}, {}, self._note)

    def reacts(self, reads: list[Read], rows: Any) -> Any:
        """Return the rows of some reads, all of one variable, to which `rows` of the value react.

        Both are arrays of booleans. The reads are changed together: what matters of twelve months
        is often their sum.
        """
        values = [self.reads[read] for read in reads]
        count = len(values[0])
        for change in changes(values[0], self._variable(reads[0])):
            changed = {read: change(value) for read, value in zip(reads, values, strict=True)}
            together = self._differs(changed, {}, rows)
            if count == 1 and together:
                return numpy.ones(1, bool)
            found = numpy.zeros(count, bool)
            for row in range(count if count > 1 else 0):
                found[row] = self._differs(self._only(row, changed), {}, rows)
            if together or found.any():
                return found if found.any() else numpy.ones(count, bool)
        return numpy.zeros(count, bool)

    def reacts_together(self, changed: Mapping[Read, Any], rows: Any) -> bool:
        """Tell whether `rows` of the value react to several changes at once."""
        return self._differs(changed, {}, rows)

    def reacts_to_parameter(self, name: str, rows: Any) -> bool:
        """Tell whether `rows` of the value react to another value of a parameter."""
        value = self.parameters[name]
        return any(self._differs({}, {name: _scaled(value, *by)}, rows) for by in SCALINGS)

    def opposite(self, read: Read) -> Any:
        """Return the first other value that a read could have had."""
        value = self.reads[read]
        return next(changes(value, self._variable(read)))(value)

    def _variable(self, read: Read) -> Any:
        return self.simulation.tax_benefit_system.variables[read[0]]

    def _only(self, row: int, changed: Mapping[Read, Any]) -> dict[Read, Any]:
        """Return the changes of one row, the others being as they were."""
        result = {}
        for read, array in changed.items():
            result[read] = _copied(self.reads[read])
            result[read][row] = array[row]
        return result

    def _differs(self, reads: Mapping[Read, Any], own: Mapping[str, Any], rows: Any) -> bool:
        try:
            other = self._run(reads, own, lambda read, value: None)
        except Exception:  # it cannot even compute: it does matter
            return True
        same = _plain(other) == _plain(self.value)
        return not bool(numpy.all(same[rows]))

    def _note(self, read: Read, value: Any) -> None:
        self.reads.setdefault(read, value)

    def _run(
        self,
        reads: Mapping[Read, Any],
        own: Mapping[str, Any],
        note: Callable[[Read, Any], None],
    ) -> Any:
        """Run the formula, with other values for some of what it reads."""
        simulation = self.simulation
        calculate = type(simulation).calculate
        inside = False

        def look_up(name: str, period: Any) -> Any:
            nonlocal inside
            if inside:  # a value that was dropped from memory is computed again
                return calculate(simulation, name, period)
            read = (name, periods.period(period))
            if read in reads:
                return reads[read]
            inside = True
            try:
                value = calculate(simulation, *read)
            finally:
                inside = False
            note(read, value)
            return value

        def parameters_at(instant: Any) -> Any:
            node = simulation.tax_benefit_system.get_parameters_at_instant(instant)
            return WatchedParameters(node, self.parameters, own)

        population = simulation.populations[self.variable.entity.key]
        arguments = [population, self.period, parameters_at][: self.formula.__code__.co_argcount]
        simulation.calculate = look_up
        try:
            value = self.formula(*arguments)
        finally:
            del simulation.calculate
        if value is None:
            value = population.get_holder(self.variable.name).default_array()
        value = simulation._cast_formula_result(value, self.variable)
        return _whole(value, population.count)


class WatchedParameters:
    """A node of parameters that notes which values are looked at, and may give others."""

    def __init__(self, node: Any, seen: dict[str, Any], others: Mapping[str, Any]):
        self.__dict__.update(_node=node, _seen=seen, _others=others)

    def __getattr__(self, key: str) -> Any:
        return self._watched(getattr(self._node, key), key)

    def __getitem__(self, key: Any) -> Any:
        return self._watched(self._node[key], key)

    def __contains__(self, key: object) -> bool:
        return key in self._node

    def __iter__(self) -> Iterator[Any]:
        return iter(self._node)

    def _watched(self, child: Any, key: Any) -> Any:
        if isinstance(child, ParameterNodeAtInstant | VectorialParameterNodeAtInstant):
            return WatchedParameters(child, self._seen, self._others)
        if not isinstance(child, LEAVES) or child is None:
            return child
        is_vector = isinstance(self._node, VectorialParameterNodeAtInstant)
        named = isinstance(key, str) and not is_vector
        name = f"{self._node._name}.{key}" if named else self._node._name
        self._seen.setdefault(name, child)
        return self._others.get(name, child)


def changes(value: Any, variable: Any) -> Iterator[Callable[[Any], Any]]:
    """Yield ways to make other values of the kind of a variable, the most telling ones first."""
    if variable.value_type is Enum:
        for member in variable.possible_values:
            yield _member(member)
    elif variable.value_type is bool:
        yield numpy.logical_not
    elif variable.value_type is date:
        yield from (_everywhere(f"{year}-01") for year in YEARS)
    elif variable.value_type is str:
        yield from (_everywhere(text) for text in ("", "0"))
    else:
        yield lambda array: array + array.dtype.type(1)
        yield lambda array: array - array.dtype.type(1)
        yield from map(_everywhere, WHOLE if variable.value_type is int else REAL)
        yield numpy.negative


def _everywhere(value: Any) -> Callable[[Any], Any]:
    return lambda array: numpy.full(len(array), value, array.dtype)


def _member(member: Any) -> Callable[[Any], Any]:
    def everywhere(array: Any) -> Any:
        return EnumArray(numpy.full(len(array), member.index, array.dtype), type(member))

    return everywhere


def _scaled(value: Any, factor: float, more: float) -> Any:
    """Return another parameter of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * factor + more
    if isinstance(value, numpy.ndarray) and value.dtype.kind in "if":
        return value * factor + more
    if isinstance(value, TaxScaleLike):
        other = copy.deepcopy(value)
        for name in ("rates", "amounts"):
            if hasattr(other, name):
                setattr(other, name, [_scaled(one, factor, more) for one in getattr(other, name)])
        return other
    return value


def _copied(array: Any) -> Any:
    if isinstance(array, EnumArray):
        return EnumArray(array.view(numpy.ndarray).copy(), array.possible_values)
    return numpy.array(array)


def _plain(array: Any) -> Any:
    return numpy.asarray(array).view(numpy.ndarray)


def _whole(array: Any, count: int) -> Any:
    """Return an array of one value a row: some formulas give a lone one."""
    return array if numpy.ndim(array) else numpy.full(count, array)
