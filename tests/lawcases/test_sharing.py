"""Values shared by many cases are those of each case alone, whatever the law and the order."""

from typing import Any

import pytest

from lawcases import Legislation, run_case
from lawcases.batching import run_cases
from tests.lawcases.toy_laws import placed, toy_cases, toy_law


def shown(outcomes: list[Any]) -> list[Any]:
    return [(o.case.name, o.checks, str(o.error)) for o in outcomes]


@pytest.mark.parametrize("seed", range(25))
def test_any_law_and_any_cases(seed: int) -> None:
    law: Legislation = toy_law(seed)
    cases = [placed(case, law) for case in toy_cases(seed, 12)]
    alone = [run_case(case, law) for case in cases]
    assert shown(run_cases(cases, law, audit=0, confirm=False)) == shown(alone)
