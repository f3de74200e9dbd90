"""Make OpenFisca faster without changing anything that it computes.

`accelerate()` replaces, once per process, pure functions of openfisca-core that every formula calls
by the same functions with a memory, and builds the tree of parameters of an instant branch by
branch, when a formula asks, instead of whole. No rule, no order of computation and no array
changes: only work that gave the same answer each time is not done again.
"""

import functools
from typing import Any

import numpy
from openfisca_core import parameters, periods
from openfisca_core.errors import ParameterNotFoundError, SpiralError
from openfisca_core.holders import Holder
from openfisca_core.indexed_enums import Enum, EnumType
from openfisca_core.parameters import ParameterNode, ParameterNodeAtInstant
from openfisca_core.parameters import helpers as parameter_helpers
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.periods import helpers as period_helpers
from openfisca_core.populations import CorePopulation
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.tracers import SimpleTracer
from openfisca_core.variables import Variable

PERIOD_PROPERTIES = (
    "last_month",
    "last_3_months",
    "last_year",
    "n_2",
    "this_year",
    "first_month",
    "first_day",
    "stop",
    "size_in_months",
    "size_in_years",
    "size_in_days",
)
REMEMBERED = 200_000


class LazyNodeAtInstant(ParameterNodeAtInstant):  # type: ignore[misc] # openfisca has no types
    """A node of parameters at an instant, whose children are built when they are asked for."""

    def __init__(self, name: str, node: Any, instant_str: str) -> None:
        self._name = name
        self._instant_str = instant_str
        self._node = node

    def __getattr__(self, key: str) -> Any:
        if key == "_children":
            children = {}
            for name in self._node.children:
                try:
                    children[name] = getattr(self, name)
                except ParameterNotFoundError:
                    continue
            self.__dict__["_children"] = children
            return children
        child = self.__dict__["_node"].children.get(key)
        at_instant = None if child is None else child._get_at_instant(self._instant_str)
        if at_instant is None:
            name = parameter_helpers._compose_name(self._name, item_name=key)
            raise ParameterNotFoundError(name, self._instant_str)
        self.__dict__[key] = at_instant
        return at_instant

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, numpy.ndarray):
            return parameters.VectorialParameterNodeAtInstant.build_from_node_name(self, key)
        return getattr(self, key) if isinstance(key, str) else super().__getitem__(key)


@functools.cache
def accelerate() -> None:
    """Replace the slow pure functions of openfisca-core, once per process."""
    _remember_periods()
    _remember_parameters()
    _remember_formulas()
    _compute_without_detours()
    _recognise_nothing_and_itself()


def _remember_periods() -> None:
    parse = period_helpers.period

    @functools.lru_cache(REMEMBERED)
    def parsed(kind: Any, value: Any) -> Period:
        return parse(value)

    def period(value: Any) -> Period:
        """Same as openfisca_core's, which parses the same texts over and over."""
        if type(value) is Period:
            return value
        try:
            return parsed(type(value), value)  # type: ignore[arg-type] # a type is hashable
        except TypeError:  # not hashable: let the original complain
            return parse(value)

    for module in (periods, period_helpers):
        module.period = period

    for kind in (Period, Instant):
        kind.offset = functools.lru_cache(REMEMBERED)(kind.offset)
    Period.get_subperiods = functools.lru_cache(REMEMBERED)(Period.get_subperiods)
    for name in PERIOD_PROPERTIES:
        getter = functools.lru_cache(REMEMBERED)(getattr(Period, name).fget)
        setattr(Period, name, property(getter))
    Period.__str__ = functools.lru_cache(REMEMBERED)(Period.__str__)
    Instant.__str__ = functools.lru_cache(REMEMBERED)(Instant.__str__)


def _remember_parameters() -> None:
    def at_instant(self: ParameterNode, instant: str) -> LazyNodeAtInstant:
        return LazyNodeAtInstant(self.name, self, instant)

    ParameterNode._get_at_instant = at_instant

    whole = TaxBenefitSystem.get_parameters_at_instant.__wrapped__

    def get_parameters_at_instant(self: Any, instant: Any) -> Any:
        if isinstance(instant, Period):
            instant = instant.start
        root = self.parameters
        kept = self.__dict__.get("_lazy_parameters")
        if kept is None or kept[0] is not root:
            kept = self.__dict__["_lazy_parameters"] = (root, {})
        nodes = kept[1]
        if instant not in nodes:
            nodes[instant] = whole(self, instant)
        return nodes[instant]

    TaxBenefitSystem.get_parameters_at_instant = get_parameters_at_instant


def _remember_formulas() -> None:
    search = Variable.get_formula

    def get_formula(self: Any, period: Any = None) -> Any:
        known = self.__dict__.get("_formula_by_period")
        if known is None:
            known = self.__dict__["_formula_by_period"] = {}
        try:
            return known[period]
        except KeyError:
            known[period] = search(self, period)
            return known[period]

    Variable.get_formula = get_formula


class Desk:
    """What a simulation looks up, again and again, to compute one variable."""

    __slots__ = (
        "arrays",
        "count",
        "definition_period",
        "dtype",
        "formula_of",
        "holder",
        "is_enum",
        "open",
        "population",
        "variable",
    )

    def __init__(self, simulation: Any, variable: Any):
        self.variable = variable
        self.population = simulation.populations[variable.entity.key]
        self.holder = self.population.get_holder(variable.name)
        self.arrays = self.holder._memory_storage._arrays
        self.definition_period = variable.definition_period
        self.dtype = variable.dtype
        self.formula_of = variable.get_formula
        self.is_enum = variable.value_type == Enum
        self.count = self.population.count
        # Periods of this variable that are being computed, outermost first.
        self.open: list[Period] = []


def _compute_without_detours() -> None:
    """Do at once, for a dated variable that nobody traces, what `calculate` does by many calls.

    Whatever is out of the ordinary (another period, a trace, a neutralised variable, storage on
    disk) goes the whole way.
    """
    calculate = Simulation.calculate
    create = Simulation.__init__
    call = CorePopulation.__call__
    calculate_add = Simulation.calculate_add

    def create_with_desks(self: Any, *arguments: Any, **options: Any) -> None:
        self._desks = {}
        create(self, *arguments, **options)

    def desk_of(simulation: Any, name: Any) -> Desk | None:
        variable = simulation.tax_benefit_system.variables.get(name)
        if (
            variable is None
            or variable.is_neutralized
            or variable.definition_period is DateUnit.ETERNITY
            or simulation.memory_config is not None
            or variable.entity.key not in simulation.populations
        ):
            return None
        desk = simulation._desks[name] = Desk(simulation, variable)
        return desk

    def compute(self: Any, name: Any, period: Any) -> Any:
        if type(period) is not Period and period is not None:
            period = periods.period(period)
        tracer = self.tracer
        desk = self._desks.get(name) or desk_of(self, name)
        if (
            desk is None
            or type(tracer) is not SimpleTracer
            or period is None
            or period[0] != desk.definition_period
            or period[2] != 1
            or self.opt_out_cache
            or self.start_computation_period is not None
        ):
            return calculate(self, name, period)
        stack = tracer._stack
        storage = desk.holder._memory_storage
        if desk.arrays is not storage._arrays:  # some were deleted
            desk.arrays = storage._arrays
        array = desk.arrays.get(period)
        if array is None and self._batch is not None:
            array = self._batch.settle(name, period)
        if array is None:
            stack.append({"name": name, "period": period})
            try:
                array = run(self, desk, period)
            finally:
                stack.pop()
        if not stack:
            self.purge_cache_of_invalid_values()
        return array

    def run(self: Any, desk: Desk, period: Period) -> Any:
        try:
            if period in desk.open or len(desk.open) >= self.max_spiral_loops:
                self._check_for_cycle(desk.variable.name, period)  # raises
            desk.open.append(period)
            try:
                array = formula_result(self, desk, period)
            finally:
                desk.open.pop()
            if array is None:
                array = desk.holder.default_array()
            if type(array) is not numpy.ndarray or array.dtype != desk.dtype or desk.is_enum:
                array = self._cast_formula_result(array, desk.variable)
            if type(array) is numpy.ndarray and array.ndim == 1 and len(array) == desk.count:
                if not desk.holder._do_not_store:
                    desk.holder._memory_storage._arrays[period] = array
            else:
                desk.holder.put_in_cache(array, period)
        except SpiralError:
            array = desk.holder.default_array()
        return array

    def formula_result(self: Any, desk: Desk, period: Period) -> Any:
        formula = desk.formula_of(period)
        if formula is None:
            return None
        if self._batch is not None:
            self._batch.check_formula(formula)
        if formula.__code__.co_argcount == 2:
            return formula(desk.population, period)
        parameters_at = self.tax_benefit_system.get_parameters_at_instant
        return formula(desk.population, period, parameters_at)

    def call_at_once(self: Any, variable_name: Any, period: Any, options: Any = None) -> Any:
        if options is None and type(period) is Period:
            simulation = self.simulation
            if simulation is not None:
                desk = simulation._desks.get(variable_name)
                if desk is not None and desk.population is self:
                    return simulation.calculate(variable_name, period)
        return call(self, variable_name, period, options)

    clone = Simulation.clone

    def clone_with_desks(self: Any, *arguments: Any, **options: Any) -> Any:
        new = clone(self, *arguments, **options)
        new._desks = {}
        return new

    addable: set[tuple[Any, Any]] = set()

    def add(self: Any, variable_name: Any, period: Any) -> Any:
        desk = self._desks.get(variable_name)
        if desk is None or type(period) is not Period:
            return calculate_add(self, variable_name, period)
        units = (desk.definition_period, period[0])
        if units not in addable:
            total = calculate_add(self, variable_name, period)
            addable.add(units)  # the units were checked
            return total
        return sum(
            self.calculate(variable_name, part)
            for part in period.get_subperiods(desk.definition_period)
        )

    known_periods = Holder.get_known_periods

    def get_known_periods(self: Any) -> Any:
        if self.simulation is not None and self.simulation._batch is not None:
            self.simulation._batch.know_periods(self)
        return known_periods(self)

    get_array = Holder.get_array

    def peek(self: Any, period: Any) -> Any:
        if self.simulation is not None and self.simulation._batch is not None and not self._eternal:
            self.simulation._batch.peek(self)
        return get_array(self, period)

    run_formula = Simulation._run_formula

    def run_checked_formula(self: Any, variable: Any, population: Any, period: Any) -> Any:
        formula = variable.get_formula(period)
        if self._batch is not None and formula is not None:
            self._batch.check_formula(formula)
        return run_formula(self, variable, population, period)

    Simulation._batch = None  # what `lawcases.batching` computes together, if it does
    Simulation._run_formula = run_checked_formula
    Holder.get_known_periods = get_known_periods
    Holder.get_array = peek
    Simulation.__init__ = create_with_desks
    Simulation.clone = clone_with_desks
    Simulation.calculate = compute
    Simulation.calculate_add = add
    CorePopulation.__call__ = call_at_once


def _recognise_nothing_and_itself() -> None:
    """Answer at once what a marginal scale gives on nothing, and whether a type is itself."""
    calc = MarginalRateTaxScale.calc

    def calc_or_nothing(
        self: Any, tax_base: Any, factor: Any = 1.0, round_base_decimals: Any = None
    ) -> Any:
        if (
            type(tax_base) is numpy.ndarray
            and tax_base.ndim == 1
            and not tax_base.any()
            and not numpy.signbit(tax_base).any()
            and self.thresholds
            and min(self.thresholds) >= 0
            and min(self.rates) >= 0
            and numpy.all((factor >= 0) & (factor < numpy.inf))
        ):
            return numpy.zeros(len(tax_base))
        return calc(self, tax_base, factor, round_base_decimals)

    MarginalRateTaxScale.calc = calc_or_nothing

    same = EnumType.__eq__
    EnumType.__eq__ = lambda self, other: self is other or same(self, other)
