"""What was acknowledged survives a power cut at any instant; weaker settings are seen to lose."""

import os
import shutil

import pytest

from tests.chaos.powercut import CONTROLS, cut

MISSING = "strace manque : apt install strace, puis make test"


@pytest.fixture(autouse=True)
def strace():
    if shutil.which("strace") is None:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)


def test_the_setting_that_the_application_picks_loses_nothing(tmp_path):
    report = cut(tmp_path, transactions=5)
    assert report.disks > 50
    assert report.violations == 0
    assert (report.answers, report.answers_before_sync) == (5, 0)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_weaker_setting_is_seen_to_lose(tmp_path, control):
    assert cut(tmp_path, transactions=3, mode=CONTROLS[control]).violations > 0
