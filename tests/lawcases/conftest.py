"""One legislation for all the tests of the library: loading it takes seconds."""

import warnings

import pytest

from lawcases import Legislation, load_legislation


@pytest.fixture(scope="session")
def law() -> Legislation:
    warnings.simplefilter("ignore")
    return load_legislation("openfisca_france")


@pytest.fixture(scope="session")
def whole_law() -> Legislation:
    """The legislation with the extension of this project."""
    warnings.simplefilter("ignore")
    return load_legislation("openfisca_france", ["openfisca_mesaides"])
