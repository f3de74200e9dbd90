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
from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.parameters import ParameterNode, ParameterNodeAtInstant
from openfisca_core.parameters import helpers as parameter_helpers
from openfisca_core.periods import DateUnit, Instant, Period
from openfisca_core.periods import helpers as period_helpers
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
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
    _answer_known_values_at_once()


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


def _answer_known_values_at_once() -> None:
    """A value that is known already is returned before the tracer and its stack are touched.

    Inside a formula only: at the outermost call the original also forgets what spirals spoilt.
    """
    calculate = Simulation.calculate

    def calculate_or_recall(self: Any, variable_name: str, period: Any) -> Any:
        tracer = self.tracer
        if type(period) is Period and type(tracer) is SimpleTracer and tracer.stack:
            population = self._population_by_variable.get(variable_name)
            if population is None or population.simulation is not self:
                population = self.get_variable_population(variable_name)
                self._population_by_variable[variable_name] = population
            holder = population._holders.get(variable_name)
            if holder is not None:
                variable = holder.variable
                unit = variable.definition_period
                if unit is DateUnit.ETERNITY or (period[0] == unit and period[2] == 1):
                    known = holder.get_array(period)
                    if known is not None:
                        return known
        return calculate(self, variable_name, period)

    create = Simulation.__init__

    def create_with_memory(self: Any, *arguments: Any, **options: Any) -> None:
        self._population_by_variable = {}
        create(self, *arguments, **options)

    Simulation.__init__ = create_with_memory
    Simulation.calculate = calculate_or_recall
