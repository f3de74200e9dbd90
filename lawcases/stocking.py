"""Cases → their inputs as arrays, ready to be put side by side in one simulation.

OpenFisca itself turns the inputs of a case into arrays (it spreads a year over its months, knows
the roles…), alone or together with cases that give exactly the same variables for the same periods:
then its arithmetic is the same for each of them as if it were alone.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openfisca_core import periods
from openfisca_core.simulations import Simulation, SimulationBuilder

from lawcases.building import build, with_numbers
from lawcases.case import Case
from lawcases.errors import CaseError
from lawcases.legislation import Legislation

Known = tuple[str, Any]  # a variable and a period


@dataclass(frozen=True)
class Block:
    """Some cases in one simulation that computes nothing: `values` holds what they give."""

    simulation: Any
    values: Mapping[Known, Any]
    given: Mapping[str, tuple[Any, ...]]  # for each variable, the periods that are given


@dataclass(frozen=True)
class Stocked:
    """The inputs of one case: its rows in a block, by entity, and the ids of its instances."""

    case: Case
    block: Block
    rows: Mapping[str, slice]
    ids: Mapping[str, Sequence[str]]


def stock(cases: Sequence[Case], law: Legislation) -> list[Stocked | None]:
    """Return the inputs of each case, in order; None for a case that must be run alone."""
    found: list[Stocked | None] = [None] * len(cases)
    shapes: dict[Hashable, list[int]] = {}
    for index, case in enumerate(cases):
        shape = _shape(case, law)
        if shape is None:
            found[index] = _alone(case, law)
        else:
            shapes.setdefault(shape, []).append(index)
    for indices in shapes.values():
        for index, stocked in zip(
            indices, _together([cases[i] for i in indices], law), strict=True
        ):
            found[index] = stocked
    return found


def _alone(case: Case, law: Legislation) -> Stocked | None:
    """Return a case in a block of its own, or None when it is out of the ordinary."""
    if "axes" in case.input:
        return None
    try:
        simulation = build(case.input, case.period, law)
    except CaseError:
        return None
    return _stocked([case], simulation, [_sizes(simulation)])[0]


def _sizes(simulation: Any) -> dict[str, int]:
    return {key: population.count for key, population in simulation.populations.items()}


def _stocked(
    cases: Sequence[Case], simulation: Any, sizes: Sequence[Mapping[str, int]]
) -> list[Stocked | None]:
    """Return each case with its rows in a simulation that holds them in order."""
    values, given = {}, {}
    for population in simulation.populations.values():
        if population.entity.is_person or _is_full(population):
            for name, holder in population._holders.items():
                arrays = holder._memory_storage._arrays
                given[name] = tuple(arrays)
                values.update({(name, period): array for period, array in arrays.items()})
        else:
            return [None] * len(cases)
    block = Block(simulation, values, given)
    found: list[Stocked | None] = []
    starts = dict.fromkeys(simulation.populations, 0)
    for case, own in zip(cases, sizes, strict=True):
        rows, ids = {}, {}
        for key, population in simulation.populations.items():
            rows[key] = slice(starts[key], starts[key] + own[key])
            ids[population.entity.plural] = list(population.ids[rows[key]])
            starts[key] += own[key]
        found.append(Stocked(case, block, rows, ids))
    return found


def _is_full(population: Any) -> bool:
    """Tell whether each group has a member: OpenFisca's sums forget the last empty ones."""
    return bool(len(set(population.members_entity_id.tolist())) == population.count)


def _shape(case: Case, law: Legislation) -> Hashable | None:
    """Return what cases must share to become arrays together; None for an unusual writing."""
    persons = law.entities[0].plural
    if not set(case.input) <= set(law.by_plural) or not case.input.get(persons):
        return None
    given: dict[tuple[str, str], list[str]] = {}
    for plural, instances in case.input.items():
        if not isinstance(instances, Mapping) or not all(isinstance(i, str) for i in instances):
            return None
        members = [_note(inputs, given, plural, case, law) for inputs in instances.values()]
        if plural == persons:
            if None in members:
                return None
        elif not all(members) or _sorted(members) != sorted(case.input[persons]):
            return None  # a group without members, or a person in none or several of them
    return (
        str(case.period),
        frozenset(case.input),
        frozenset((*names, tuple(at)) for names, at in given.items()),
    )


def _sorted(members: Sequence[list[Any] | None]) -> list[str]:
    return sorted(str(who) for group in members for who in group or ())


def _note(
    inputs: Any, given: dict[tuple[str, str], list[str]], plural: str, case: Case, law: Legislation
) -> list[Any] | None:
    """Note the periods that an instance gives, and return its members; None if it is unusual."""
    if not isinstance(inputs, Mapping):
        return None
    members: list[Any] = []
    entity = law.by_plural[plural]
    for name, value in inputs.items():
        facts = law.input(entity, name)
        if name in entity.roles:
            members += value if isinstance(value, list) else [value]
        elif (
            facts is None
            or facts.entity != plural
            or not _note_periods(given.setdefault((plural, name), []), value, case.period)
        ):
            return None
    return members


def _note_periods(known: list[str], value: Any, default: Any) -> bool:
    """Add the periods of a value; return False for a writing that OpenFisca treats oddly."""
    dated = value if isinstance(value, Mapping) else {default: value}
    for at, one in dated.items():
        if one is None or isinstance(one, Mapping | list) or at is None:
            return False
        text = str(at)
        if text not in known:
            try:
                if str(periods.period(at)) != text:
                    return False
            except Exception:  # OpenFisca will say what is wrong with it
                return False
            known.append(text)
    return True


def _together(cases: Sequence[Case], law: Legislation) -> list[Stocked | None]:
    """Return cases of one shape in one block, or each in its own if one of them is refused."""
    if len(cases) == 1:
        return [_alone(cases[0], law)]
    try:
        simulation, sizes = _built(cases, law)
    except Exception:  # one of them is wrong: it will be known alone
        return [_alone(case, law) for case in cases]
    return _stocked(cases, simulation, sizes)


def _built(cases: Sequence[Case], law: Legislation) -> tuple[Any, list[dict[str, int]]]:
    """Build one simulation of cases of the same shape, each person and group in its case's rows."""
    law.activate()
    simulation = Simulation(law.system, law.system.instantiate_entities())
    builder = SimulationBuilder()
    persons = law.system.person_entity
    builder.persons_plural = persons.plural
    sizes = [_counts(case, law) for case in cases]
    for entity in law.system.entities:
        builder.entity_counts[entity.plural] = sum(own[entity.key] for own in sizes)
        builder.entity_ids[entity.plural] = []
        if not entity.is_person:
            builder.memberships[entity.plural] = []
            builder.roles[entity.plural] = []
    starts = dict.fromkeys((entity.key for entity in law.system.entities), 0)
    for case, own in zip(cases, sizes, strict=True):
        situation = with_numbers(case.input, law)
        ids = list(situation[persons.plural])
        for entity in law.system.entities:
            instances = situation.get(entity.plural)
            if instances is None:  # each person is alone in a group
                _allocate_alone(builder, entity, ids, starts[entity.key])
            else:
                _fill(builder, entity, instances, case.period, starts[entity.key])
                if not entity.is_person:
                    _allocate(builder, entity, instances, ids, starts[entity.key])
            starts[entity.key] += own[entity.key]
    for population in simulation.populations.values():
        builder.finalize_variables_init(population)
    return simulation, sizes


def _counts(case: Case, law: Legislation) -> dict[str, int]:
    persons = law.entities[0].plural
    return {
        entity.key: len(case.input.get(entity.plural, case.input[persons]))
        for entity in law.entities
    }


def _allocate_alone(builder: Any, entity: Any, ids: Sequence[str], start: int) -> None:
    builder.entity_ids[entity.plural] += ids
    builder.memberships[entity.plural] += range(start, start + len(ids))
    builder.roles[entity.plural] += [entity.flattened_roles[0]] * len(ids)


def _allocate(
    builder: Any, entity: Any, instances: Mapping[str, Any], ids: Sequence[str], start: int
) -> None:
    """Write down the group and the role of each person of a case."""
    place: dict[str, tuple[int, Any]] = {}
    for rank, inputs in enumerate(instances.values()):
        for role in entity.roles:
            members = inputs.get(role.plural or role.key, [])
            members = members if isinstance(members, list) else [members]
            if role.max is not None and len(members) > role.max:
                raise ValueError(f"too many {role.key}")
            for order, who in enumerate(members):
                place[who] = (start + rank, role.subroles[order] if role.subroles else role)
    builder.memberships[entity.plural] += [place[who][0] for who in ids]
    builder.roles[entity.plural] += [place[who][1] for who in ids]


def _fill(
    builder: Any, entity: Any, instances: Mapping[str, Any], default: Any, start: int
) -> None:
    """Write down the values of a case, each in its row."""
    builder.entity_ids[entity.plural] += instances
    roles = set() if entity.is_person else {role.plural or role.key for role in entity.roles}
    count = builder.entity_counts[entity.plural]
    for row, inputs in enumerate(instances.values(), start):
        for name, value in inputs.items():
            if name in roles:
                continue
            variable = entity.get_variable(name)
            buffer = builder.input_buffer.setdefault(name, {})
            for at, one in (value if isinstance(value, Mapping) else {default: value}).items():
                array = buffer.get(str(at))
                if array is None:
                    array = buffer[str(at)] = variable.default_array(count)
                array[row] = variable.check_set_value(one)
