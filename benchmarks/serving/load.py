"""Users in a closed loop: each sends a request, waits for the answer, sends the next one."""

import http.client
import json
import statistics
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

PATIENCE = 180


@dataclass
class Measured:
    """What users saw: seconds of each answered request, by status; the length of the measure."""

    seconds: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    elapsed: float = 0.0

    @property
    def by_second(self) -> float:
        return len(self.seconds) / self.elapsed

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) if self.seconds else float("inf")

    @property
    def p95(self) -> float:
        return quantile(self.seconds, 0.95)


def quantile(values: Sequence[float], part: float) -> float:
    """Return the smallest value that so many of the values do not pass."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))] if ranked else float("inf")


def post(port: int, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    """Post JSON on loopback; status 0 when the connection is lost or nobody answers in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    except OSError:
        return 0, {}, b""
    finally:
        connection.close()


def measure(
    port: int, path: str, bodies: Sequence[bytes], users: int, seconds: float, start: int = 0
) -> Measured:
    """Let users post bodies in turn for some seconds; what they wait for then is waited for too.

    A user who is told to come back later (503) does so after the seconds of Retry-After.
    """
    found, lock, turn = Measured(), threading.Lock(), count(start)
    began = time.monotonic()

    def use() -> None:
        while time.monotonic() - began < seconds:
            with lock:
                body = bodies[next(turn) % len(bodies)]
            sent = time.monotonic()
            status, headers, _ = post(port, path, body)
            took = time.monotonic() - sent
            with lock:
                found.statuses[status] += 1
                (found.seconds if status == 200 else found.refusals).append(took)
            if status == 503:
                time.sleep(min(float(headers.get("Retry-After", 1)), seconds))

    threads = [threading.Thread(target=use) for _ in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.elapsed = time.monotonic() - began
    return found


def official_body(question: dict[str, Any], plural_of: dict[str, str]) -> bytes:
    """Return the same question as OpenFisca's own Web API takes it: nulls where values are wanted.

    plural_of: the entity of each variable that is asked for.
    """
    situation = {
        plural: {name: _dated(inputs) for name, inputs in instances.items()}
        for plural, instances in question["situation"].items()
    }
    for name, period in question["variables"].items():
        for inputs in situation[plural_of[name]].values():
            inputs.setdefault(name, {}).setdefault(period, None)  # it may be given
    return json.dumps(situation).encode()


def _dated(inputs: dict[str, Any]) -> dict[str, Any]:
    return {
        name: dict(value)
        if isinstance(value, dict)
        else value
        if isinstance(value, list)
        else {"ETERNITY": value}
        for name, value in inputs.items()
    }
