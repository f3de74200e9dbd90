"""The legislation with our extension, loaded once, and what the extension adds to it."""

from pathlib import Path

import pytest
from openfisca_core.parameters import ParameterNode

from lawcases.accelerating import accelerate
from lawcases.legislation import load_legislation

PACKAGE = Path(__file__).parents[2] / "openfisca_mesaides"


@pytest.fixture(scope="session")
def national_names():
    """The names of the variables of OpenFisca-France alone."""
    return set(load_legislation("openfisca_france").variables)


@pytest.fixture(scope="session")
def legislation(national_names):
    """The whole system, loaded last: the entities, which all systems share, know the last one."""
    accelerate()  # bit for bit the same, in half the time
    return load_legislation("openfisca_france", ["openfisca_mesaides"]).system


@pytest.fixture(scope="session")
def own_variables(legislation, national_names):
    """The variables of the extension, by name."""
    return {name: v for name, v in legislation.variables.items() if name not in national_names}


@pytest.fixture(scope="session")
def own_parameters(legislation):
    """The parameters and scales of the extension, by full name."""
    return {leaf.name: leaf for leaf in _leaves(legislation.parameters.mesaides)}


@pytest.fixture(scope="session")
def law_files():
    """The files of formulas of the extension."""
    return sorted((PACKAGE / "variables").rglob("*.py"))


def _leaves(node):
    for child in node.children.values():
        if isinstance(child, ParameterNode):
            yield from _leaves(child)
        else:
            yield child
