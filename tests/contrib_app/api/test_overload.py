"""Rows 8, 13 and 20, in their short forms: hostile jobs, overload, slow clients.

The long forms: `python -m benchmarks.serving.overload`.
"""

import contextlib
import json
import socket
import struct
import time

import pytest

from benchmarks.serving.__main__ import our_body
from benchmarks.serving.households import households
from benchmarks.serving.overload import SLOW, overload, see, slow_clients
from contrib_app.engine import Engine, EngineError
from tests.contrib_app.api.conftest import SECONDS

MONTH = "2026-11"
ALONE = {"individus": {"a": {"date_naissance": "1985-01-01"}}}


def salary(value):
    return {"individus": {"a": {"salaire_de_base": {MONTH: value}}}}


HOSTILE = {
    "a power": (salary("9**9**8"), {"rsa": MONTH}),
    "a tower": (salary("9**9**9**9"), {"rsa": MONTH}),
    "a long text": (salary("'a'*10**9"), {"rsa": MONTH}),
    "a shift": (salary("1<<10**10"), {"rsa": MONTH}),
    "axes": (
        ALONE | {"axes": [[{"name": "age", "count": 10**8, "min": 0, "max": 9, "period": MONTH}]]},
        {"rsa": MONTH},
    ),
    "a period without end": (ALONE, {"rsa": "month:2026-11:100000"}),
    "a year before all": (ALONE, {"rsa": "0001-01"}),
    "a crowd": ({"individus": {f"p{rank}": {} for rank in range(20_000)}}, {"rsa": MONTH}),
    "no person": ({"individus": {}}, {"rsa": MONTH}),
    "no situation": ([], {"rsa": MONTH}),
    "an unknown variable": (ALONE, {"x" * 100_000: MONTH}),
}
RAW = (
    b"",
    b"\n",
    b"compute",
    b"compute\n{",
    b"\xff" * 1000,
    b"nothing\n{}",
    b"compute\n" + b"[" * 9000,
)


def warm_process(address):
    """Return the process id of who listens there, and its resident memory in pages."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(address))
        told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid = struct.unpack("3i", told)[0]
    with open(f"/proc/{pid}/statm") as memory:
        return pid, int(memory.read().split()[1])


def test_hostile_jobs_end_in_time_and_leave_the_warm_process_as_it_was(served):
    engine = Engine(served.settings.socket, patience=8 * SECONDS)
    engine.call("compute", situation=ALONE, period=MONTH, variables={"rsa": MONTH})
    pid, memory = warm_process(served.settings.socket)
    for name, (situation, variables) in HOSTILE.items():
        started = time.monotonic()
        with contextlib.suppress(EngineError):
            engine.call("compute", situation=situation, period=MONTH, variables=variables)
        assert time.monotonic() - started < SECONDS + 5, name
    for question in RAW:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(served.settings.socket))
            connection.sendall(question)
            connection.shutdown(socket.SHUT_WR)
            assert "error" in json.loads(b"".join(iter(lambda: connection.recv(65536), b"")))
    for words in (b"", b"compute\n{"):  # who leaves in the middle
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(served.settings.socket))
            connection.sendall(words)
    values = engine.call("compute", situation=ALONE, period=MONTH, variables={"rsa": MONTH})
    assert values["rsa"]
    after_pid, after = warm_process(served.settings.socket)
    assert after_pid == pid
    assert abs(after - memory) < 0.05 * memory


def test_pages_are_served_while_computing_is_overloaded(served):
    bodies = [our_body(one.question) for one in households(12, seed=3)]
    computed, visit = overload(served.port, bodies, users=12, seconds=2)
    assert set(computed.statuses) <= {200, 503}
    assert computed.statuses[200] > 0
    assert visit.wrong == []
    assert visit.submitted > 0


@pytest.mark.parametrize("shape", SLOW)
def test_slow_clients_hold_no_page(served, shape):
    with slow_clients(served.port, 200, SLOW[shape]):
        for _ in range(5):
            assert see(served.port, "GET", "/") == 200
