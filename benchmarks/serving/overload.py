"""Rows 13 and 20 of the test programme: pages stay fast while computing is overloaded.

    python -m benchmarks.serving.overload --seconds 30 --users 32

Users ask for computations in a closed loop, one visitor reads pages and answers the questionnaire;
then hundreds of clients open a connection and say nothing, or half of a request. Nobody may see a
lost connection; who is refused is told when to come back. The status is 1 otherwise.
"""

import argparse
import http.client
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from benchmarks.serving.__main__ import BIN, PATH, free_port, our_body, running
from benchmarks.serving.households import households
from benchmarks.serving.load import Measured, measure, quantile

PAGES = ("/", "/a-propos")
SLOW = {
    "silent": b"",
    "headers begun": b"POST /api/v1/simulations HTTP/1.1\r\nHost: localhost\r\nX-A: ",
    "body begun": b"POST /api/v1/simulations HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n{",
}


@dataclass
class Visit:
    """What a visitor saw: seconds of each page, and the statuses that are not those of a page."""

    seconds: list[float] = field(default_factory=list)
    submitted: int = 0
    wrong: list[int] = field(default_factory=list)


def see(port: int, method: str, path: str) -> int:
    """Return the status of a page; 0 when the connection is lost."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


@contextmanager
def visitor(port: int) -> Iterator[Visit]:
    """Let somebody read pages and start simulations, ten times a second, until the block ends."""
    found, ending = Visit(), threading.Event()

    def read() -> None:
        while not ending.wait(0.1):
            for method, path, expected in [
                *(("GET", page, 200) for page in PAGES),
                ("POST", "/simulation", 303),
            ]:
                started = time.monotonic()
                status = see(port, method, path)
                found.seconds.append(time.monotonic() - started)
                found.submitted += status == 303
                if status != expected:
                    found.wrong.append(status)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield found
    finally:
        ending.set()
        thread.join()


def overload(
    port: int, bodies: Sequence[bytes], users: int, seconds: float
) -> tuple[Measured, Visit]:
    """Return what users of the computing service saw, and what a visitor of pages saw."""
    with visitor(port) as visit:
        computed = measure(port, PATH, bodies, users, seconds)
    return computed, visit


@contextmanager
def slow_clients(port: int, count: int, words: bytes) -> Iterator[None]:
    """Hold connections that never end their request, until the block ends."""
    with ExitStack() as held:
        for _ in range(count):
            connection = held.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            connection.sendall(words)
        yield


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--users", type=int, default=32)
    parser.add_argument("--slow", type=int, default=500)
    options = parser.parse_args()
    port, wrong = free_port(), 0
    with tempfile.TemporaryDirectory() as home:
        command = [str(BIN / "mesaides"), "serve", "--port", str(port)]
        with running(command, port, "/", MESAIDES_HOME=home):
            bodies = [our_body(one.question) for one in households(64, seed=3)]
            computed, visit = overload(port, bodies, options.users, options.seconds)
            wrong += len(visit.wrong) + computed.statuses[0]
            print(
                f"{options.users} users: {dict(computed.statuses)}, {computed.by_second:.2f} "
                f"computed a second, refusals p95 {1000 * quantile(computed.refusals, 0.95):.0f} ms"
            )
            print(
                f"visitor: {len(visit.seconds)} pages, "
                f"p95 {1000 * quantile(visit.seconds, 0.95):.0f} ms, "
                f"{visit.submitted} simulations begun, {len(visit.wrong)} wrong answers"
            )
            for shape, words in SLOW.items():
                with slow_clients(port, options.slow, words), visitor(port) as visit:
                    time.sleep(3)
                wrong += len(visit.wrong)
                print(
                    f"{options.slow} clients, {shape}: {len(visit.seconds)} pages, slowest "
                    f"{1000 * max(visit.seconds):.0f} ms, {len(visit.wrong)} wrong answers"
                )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
