"""The examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest

MODULES = [
    "simulator.wording",
    "simulator.calendar",
    "simulator.summary",
    "tongue",
    "understanding.picture",
    "understanding.wording",
    "simulator.typed",
    "tables.clustering",
    "tables.columns",
    "tables.reading",
    "tables.wording",
    "contributions.effort",
    "contributions.grading",
    "contributions.inwords",
    "contributions.wording",
    "contributions.privacy",
    "contributions.rarity",
    "publishing.content",
    "publishing.description",
    "publishing.git",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    done = doctest.testmod(import_module(f"contrib_app.{name}"))
    assert done.attempted > 0
    assert done.failed == 0
