"""The legislation with our extension, loaded once, and what the extension adds to it."""

from pathlib import Path

import pytest
from openfisca_core.parameters import ParameterNode
from openfisca_france import FranceTaxBenefitSystem

PACKAGE = Path(__file__).parents[2] / "openfisca_mesaides"


@pytest.fixture(scope="session")
def legislation():
    system = FranceTaxBenefitSystem()
    system.load_extension("openfisca_mesaides")
    return system


@pytest.fixture(scope="session")
def own_variables(legislation):
    """The variables of the extension, by name."""
    national = FranceTaxBenefitSystem().variables
    return {name: v for name, v in legislation.variables.items() if name not in national}


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
