"""One legislation for all the tests of the library: loading it takes seconds."""

import warnings

import pytest

from lawcases import Legislation, load_legislation


@pytest.fixture(scope="session")
def law() -> Legislation:
    warnings.simplefilter("ignore")
    return load_legislation("openfisca_france")
