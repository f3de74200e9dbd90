"""A loaded legislation: the computing system of OpenFisca, and the names that it knows."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from openfisca_core.holders import set_input_divide_by_period
from openfisca_core.indexed_enums import Enum
from openfisca_core.reforms.in_yaml_test_reform import InYamlTestReform
from openfisca_core.scripts import build_tax_benefit_system

from lawcases.case import Case
from lawcases.errors import LegislationNotLoaded
from lawcases.starting import quick_start


@dataclass(frozen=True)
class VariableFacts:
    """What a case must know of a variable. `kind` is bool, int, float, str, date or enum.

    end: the last day of the variable, in ISO format. max_length: of its text, when it is bounded.
    """

    name: str
    kind: str
    entity: str
    definition_period: str
    members: tuple[str, ...]
    accepts_other_periods: bool
    shares_over_time: bool
    end: str | None = None
    max_length: int | None = None

    @property
    def is_number(self) -> bool:
        return self.kind in ("int", "float")

    @property
    def is_yearly(self) -> bool:
        return self.definition_period == "year"


@dataclass(frozen=True)
class EntityFacts:
    """What a case must know of an entity. `roles` maps the name of each role to its maximum."""

    key: str
    plural: str
    is_person: bool
    roles: Mapping[str, int | None]


class Legislation:
    """The tax and benefit system of a country with its extensions, ready to run cases.

    Loading takes seconds and a simulation never changes it: load once, run many.
    """

    def __init__(self, system: Any, country: str, extensions: Sequence[str] = ()):
        self.system = system
        self.country = country
        self.extensions = tuple(extensions)
        self._variants: dict[tuple[Any, ...], Legislation] = {}
        self._facts: dict[str, VariableFacts] = {}
        # Variables whose formulas ask for which periods they are known: batches learn them.
        self.watched: set[str] = set()

    @cached_property
    def entities(self) -> tuple[EntityFacts, ...]:
        """Return the entities, persons first."""
        return tuple(
            EntityFacts(
                key=entity.key,
                plural=entity.plural,
                is_person=entity.is_person,
                roles={}
                if entity.is_person
                else {role.plural or role.key: role.max for role in entity.roles},
            )
            for entity in sorted(self.system.entities, key=lambda entity: not entity.is_person)
        )

    @cached_property
    def by_plural(self) -> dict[str, EntityFacts]:
        return {entity.plural: entity for entity in self.entities}

    @cached_property
    def by_key(self) -> dict[str, EntityFacts]:
        return {entity.key: entity for entity in self.entities}

    @property
    def variables(self) -> Sequence[str]:
        """Return the names of all variables."""
        return list(self.system.variables)

    def variable(self, name: object) -> VariableFacts | None:
        """Return what is known of a variable, or None when there is no such variable."""
        if not isinstance(name, str) or name not in self.system.variables:
            return None
        if name not in self._facts:
            self._facts[name] = _facts(self.system.variables[name])
        return self._facts[name]

    def input(self, entity: EntityFacts, name: object) -> VariableFacts | None:
        """Return the variable that an input of an instance names; None for a role, or a mistake.

        Roles come first: some countries have a variable of the same name.
        """
        return None if name in entity.roles else self.variable(name)

    def has_formula(self, name: str) -> bool:
        """Tell whether a variable can be computed, at some date at least."""
        return bool(self.system.variables[name].formulas)

    def default_of(self, name: str) -> Any:
        """Return the value that a variable has when nothing gives it, as a case would write it."""
        default = self.system.variables[name].default_value
        if isinstance(default, Enum):
            return default.name
        return default.isoformat() if isinstance(default, date) else default

    def role_key(self, plural: str, name: str) -> str:
        """Return the key of a role that cases may name by its plural."""
        entity = next(one for one in self.system.entities if one.plural == plural)
        return next(str(r.key) for r in entity.roles if name in (r.plural, r.key))

    def for_case(self, case: Case) -> "Legislation":
        """Return the legislation that a case asks for by its reforms, extensions and parameters.

        These load code: cases are read without them unless the reader was told to allow them.
        """
        variant = self
        if case.reforms or case.extensions:
            # The order of reforms matters, that of extensions does not.
            key = (case.reforms, frozenset(case.extensions))
            if key not in self._variants:
                self._variants[key] = self._changed_by(case)
            variant = self._variants[key]
        if case.parameters:
            system = InYamlTestReform(variant.system, dict(case.parameters))
            variant = Legislation(system, self.country, self.extensions)
        return variant

    def activate(self) -> None:
        """Make the entities look their variables up here.

        All the systems of a process share their entities, which know one system at a time: the
        last that was built.
        """
        for entity in self.system.entities:
            entity.set_tax_benefit_system(self.system)

    def forget_parameters(self) -> None:
        """Read the parameters anew: a value was changed in memory."""
        self.system._parameters_at_instant_cache = {}
        self.system.__dict__.pop("_lazy_parameters", None)
        cached = type(self.system).get_parameters_at_instant
        if hasattr(cached, "cache_clear"):  # it has none once accelerated
            cached.cache_clear()

    def _changed_by(self, case: Case) -> "Legislation":
        try:
            with quick_start():
                system = self.system.clone()  # a reform may change what it is given
                for reform in case.reforms:
                    system = system.apply_reform(reform)
                for extension in case.extensions:
                    system.load_extension(extension)
        except Exception as error:  # a reform or an extension may raise anything
            name = ", ".join([*case.reforms, *case.extensions])
            raise LegislationNotLoaded(name, _root_reason(error), case.place) from error
        return Legislation(system, self.country, (*self.extensions, *case.extensions))


def load_legislation(
    country: str = "openfisca_france", extensions: Sequence[str] = ()
) -> Legislation:
    """Load a country package and its extensions by their names.

    Raises LegislationNotLoaded when one of them is not installed or does not load.
    """
    try:
        with quick_start():
            importlib.import_module(country)
            system = build_tax_benefit_system(country, list(extensions), [])
    except Exception as error:  # a package may raise anything while it loads
        name = country if isinstance(error, ImportError) else ", ".join([country, *extensions])
        raise LegislationNotLoaded(name, _root_reason(error)) from error
    return Legislation(system, country, extensions)


def _root_reason(error: BaseException) -> str:
    """Return what the first error said: OpenFisca wraps it in a traceback."""
    while error.__context__ is not None:
        error = error.__context__
    return str(error) or type(error).__name__


def _facts(variable: Any) -> VariableFacts:
    is_enum = variable.value_type is Enum
    return VariableFacts(
        name=variable.name,
        kind="enum" if is_enum else variable.value_type.__name__,
        entity=variable.entity.plural,
        definition_period=str(variable.definition_period),
        members=tuple(member.name for member in variable.possible_values) if is_enum else (),
        accepts_other_periods=variable.set_input is not None,
        shares_over_time=variable.set_input is set_input_divide_by_period,
        end=variable.end.isoformat() if variable.end else None,
        max_length=getattr(variable, "max_length", None) or None,
    )
