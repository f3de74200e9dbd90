"""The warm process survives whatever a computation does, and says what became of it."""

import contextlib
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contrib_app.engine import Engine, EngineError, Failed, StillComputing, TooBusy, TooSlow
from contrib_app.engine.server import LARGEST_QUESTION

TOY = Path(__file__).with_name("toy_engine.py")


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    address = tmp_path_factory.mktemp("engine") / "socket"
    process = subprocess.Popen([sys.executable, TOY, address], stdin=subprocess.PIPE)
    process.address = address
    for _ in range(200):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(address))
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

    with ThreadPoolExecutor(9) as pool:
        outcomes = list(pool.map(call, range(9)))
    refused = [seconds for kind, seconds in outcomes if kind is TooBusy]
    assert {kind for kind, _ in outcomes} == {TooBusy, TooSlow}
    assert max(refused) < 1


def squares_of(engine, numbers):
    """Ask for squares at once, while something else runs; return the answers or the errors."""

    def ask(number):
        try:
            return engine.call("square", number=number)
        except EngineError as error:
            return error

    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        before = pool.submit(ask, 9)
        time.sleep(0.1)
        answers = list(pool.map(ask, numbers))
        assert before.result() == {"square": 81, "together": 1}
    return answers


def test_what_waited_is_computed_together(engine):
    answers = squares_of(engine, [1, 2, 3])
    assert answers == [{"square": n * n, "together": 3} for n in (1, 2, 3)]


@pytest.mark.parametrize(("hostile", "refusal"), [(-1, Failed), (-2, TooSlow)])
def test_a_batch_that_dies_or_overruns_is_computed_again_one_by_one(engine, hostile, refusal):
    first, last, other = squares_of(engine, [4, hostile, 5])
    assert first == {"square": 16, "together": 1}
    assert isinstance(last, refusal)
    assert other == {"square": 25, "together": 1}


def test_an_answer_that_is_not_ready_is_asked_for_again(engine):
    asked = 0
    while True:
        asked += 1
        try:
            answer = engine.soon("square", seconds=0.05, number=7)
        except StillComputing:
            continue
        break
    assert answer == {"square": 49, "together": 1}
    assert 1 < asked < 30
    with pytest.raises(Failed):
        engine.soon("crash", seconds=5)


def test_a_question_too_large_is_refused(engine):
    with pytest.raises((Failed, TooBusy)):
        engine.call("echo", text="x" * (LARGEST_QUESTION + 1))
    assert engine.call("echo", still="here") == {"still": "here"}


def test_no_engine_means_too_busy(tmp_path):
    with pytest.raises(TooBusy):
        Engine(tmp_path / "nobody", patience=1).call("pid")
