"""What the law calls its variables, for those who tell situations in words."""

from collections.abc import Iterable
from typing import Any

from openfisca_core.indexed_enums import Enum

from lawcases import Legislation


def labels_of(variables: Iterable[str], legislation: Legislation) -> dict[str, dict[str, Any]]:
    """Return {variable: {"label", "kind", "unit", "members": {name: label}}}; unknown ones are left
    out."""
    found = {}
    for name in variables:
        facts = legislation.variable(name)
        if facts is None:
            continue
        variable = legislation.system.variables[name]
        values = variable.possible_values if variable.value_type is Enum else ()
        found[name] = {
            "label": " ".join((variable.label or name).split()),
            "kind": facts.kind,
            "unit": variable.unit,
            "members": {one.name: str(one.value) for one in values},
        }
    return found
