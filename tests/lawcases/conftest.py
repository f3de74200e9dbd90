"""One legislation for all the tests of the library: loading it takes seconds."""

import gc
import sys
import warnings
from collections.abc import Iterator

import pytest

from lawcases import Legislation, load_legislation

VARIABLES = '''\
from numpy import minimum, select, where
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.model.base import Individu


class small_aid(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH

    def formula_2024(person, period, parameters):
        """From an article."""
        small = parameters(period).small
        age = person("age", period)
        chosen = select([age < 18, age < 65], [small.rate, 2.0], default=3.0)
        return where((age >= 18) * (age != 40), chosen, 0) + helped(person, period, small)

    def formula_2020(person, period, parameters):
        return 1.0 if period.start.month == 1 else 2.0


def helped(person, period, small):
    return minimum(small.scale.calc(person("age", period)), 5.5)
'''
RATE = """\
description: A rate
values:
  2020-01-01: {value: 0.1}
  2024-01-01: {value: 0.2}
"""
SCALE = """\
description: A scale
brackets:
  - threshold:
      2020-01-01: {value: 0}
    amount:
      2020-01-01: {value: 5}
  - threshold:
      2020-01-01: {value: 30}
    amount:
      2020-01-01: {value: 6}
metadata: {type: single_amount}
"""


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


@pytest.fixture(scope="session")
def small_law(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Legislation]:
    """France with an extension of one benefit."""
    home = tmp_path_factory.mktemp("home")
    package = home / "openfisca_small"
    (package / "parameters" / "small").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "benefit.py").write_text(VARIABLES)
    (package / "parameters" / "small" / "rate.yaml").write_text(RATE)
    (package / "parameters" / "small" / "scale.yaml").write_text(SCALE)
    sys.path.insert(0, str(home))
    yield load_legislation("openfisca_france", ["openfisca_small"])
    sys.path.remove(str(home))
