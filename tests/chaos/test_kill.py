"""Whatever is killed, nothing acknowledged is lost, and nothing happens twice."""

import pytest

from tests.chaos.kill import attack
from tests.postgresql import skip_if_missing


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_kill_minus_nine(tmp_path, database):
    if database == "postgresql":
        skip_if_missing()
    report = attack(tmp_path, kills=12, database=database, seed=7)
    assert report.violations == []
    assert report.kills == 12
    assert report.accepted > 0, "the attack left no time to work: nothing was tested"
