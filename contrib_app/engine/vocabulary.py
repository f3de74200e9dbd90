"""The names that a situation may use, for those who check situations without the law."""

from typing import Any

from lawcases import Legislation


def vocabulary_of(legislation: Legislation) -> dict[str, Any]:
    """Return the persons' plural, the roles of each group, and the facts of each variable.

    {"persons": plural, "roles": {plural: {role: most members or None}},
     "variables": {name: [kind, entity, unit, accepts other periods, members of an enumeration]}}
    """
    persons, *groups = legislation.entities
    facts = [legislation.variable(name) for name in legislation.variables]
    return {
        "persons": persons.plural,
        "roles": {group.plural: dict(group.roles) for group in groups},
        "variables": {
            one.name: [
                one.kind,
                one.entity,
                one.definition_period,
                one.accepts_other_periods,
                list(one.members),
            ]
            for one in facts
            if one is not None
        },
    }
