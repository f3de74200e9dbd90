"""One legislation for all the tests of the library: loading it takes seconds."""

import gc
import warnings

import pytest

from lawcases import Legislation, load_legislation


@pytest.fixture(scope="session")
def law() -> Legislation:
    return _loaded()


@pytest.fixture(scope="session")
def whole_law() -> Legislation:
    """The legislation with the extension of this project."""
    return _loaded("openfisca_mesaides")


def _loaded(*extensions: str) -> Legislation:
    warnings.simplefilter("ignore")
    found = load_legislation("openfisca_france", extensions)
    gc.freeze()  # or each of the collections of the session would walk through it
    return found
