"""The warm process survives whatever a computation does, and says what became of it."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contrib_app.engine import Engine, EngineError, Failed, TooBusy, TooSlow

TOY = Path(__file__).with_name("toy_engine.py")


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    address = tmp_path_factory.mktemp("engine") / "socket"
    process = subprocess.Popen([sys.executable, TOY, address], stdin=subprocess.PIPE)
    process.address = address
    for _ in range(100):
        if address.exists():
            break
        time.sleep(0.05)
    yield process
    process.stdin.close()
    assert process.wait(5) == 0, "the engine ends with its owner"


@pytest.fixture
def engine(process):
    return Engine(process.address, patience=10)


def test_each_computation_has_its_own_process(engine, process):
    first, second = engine.call("pid"), engine.call("pid")
    assert len({first, second, process.pid}) == 3


def test_arguments_and_results_are_json(engine):
    assert engine.call("echo", a=[1, 2.5], b={"é": None}) == {"a": [1, 2.5], "b": {"é": None}}


@pytest.mark.parametrize(
    ("job", "arguments", "refusal"),
    [
        ("sleep", {}, Failed),  # a missing argument
        ("unknown", {}, Failed),
        ("hog", {}, Failed),
        ("crash", {}, Failed),
        ("not_a_number", {}, Failed),
    ],
)
def test_a_computation_that_fails_says_so_and_harms_nobody(engine, job, arguments, refusal):
    with pytest.raises(refusal):
        engine.call(job, **arguments)
    assert engine.call("echo", still="here") == {"still": "here"}


def test_no_word_of_the_household_gets_out_with_an_error(engine):
    with pytest.raises(Failed) as error:
        engine.call("quote", secret="a health story")
    assert "health" not in str(error.value)


def test_a_computation_that_overruns_is_stopped(engine):
    start = time.monotonic()
    with pytest.raises(TooSlow):
        engine.call("sleep_long")
    assert 1 < time.monotonic() - start < 5


def test_a_full_queue_refuses_at_once(engine):
    def call(_):
        start = time.monotonic()
        try:
            engine.call("sleep_long")
        except EngineError as error:
            return type(error), time.monotonic() - start

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(call, range(6)))
    refused = [seconds for kind, seconds in outcomes if kind is TooBusy]
    assert {kind for kind, _ in outcomes} == {TooBusy, TooSlow}
    assert max(refused) < 1


def test_a_question_too_large_is_refused(engine):
    with pytest.raises((Failed, TooBusy)):
        engine.call("echo", text="x" * 300_000)
    assert engine.call("echo", still="here") == {"still": "here"}


def test_no_engine_means_too_busy(tmp_path):
    with pytest.raises(TooBusy):
        Engine(tmp_path / "nobody", patience=1).call("pid")
