"""The examples in docstrings are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "anonymising",
        "arithmetic",
        "case",
        "commenting",
        "comparing",
        "coverage",
        "errors",
        "linting",
        "migration_table",
        "plain_yaml",
        "reading",
        "reporting",
        "writing",
    ],
)
def test_examples(name: str) -> None:
    module = import_module(f"lawcases.{name}")
    failed, tried = doctest.testmod(module)
    assert failed == 0
    assert tried > 0
