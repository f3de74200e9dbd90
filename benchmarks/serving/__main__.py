"""Compare `openfisca serve` with our service: same machine, same households, same outputs.

    python -m benchmarks.serving --seconds 30

OpenFisca's own server (gunicorn, two workers) is started by its command, measured and stopped; then
ours is. 1, 8 and 32 users send requests in a closed loop. Before that, the answers of both to the
same households are compared, value by value. It takes about five minutes, on loopback only.
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.serving.households import households
from benchmarks.serving.load import Measured, measure, official_body, post
from contrib_app.engine import Engine

USERS = (1, 8, 32)
PATH = "/api/v1/simulations"
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, page: str, **env: str) -> Iterator[None]:
    """Keep a server running, once it answers, until the block ends."""
    process = subprocess.Popen(
        command, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} stopped at once, with status {process.returncode}")
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                connection.request("GET", page)
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.2)
            finally:
                connection.close()
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def our_body(question: dict[str, Any]) -> bytes:
    return json.dumps(
        {
            "situation": question["situation"],
            "period": question["period"],
            "outputs": question["variables"],
        }
    ).encode()


def values_of(question: dict[str, Any], answer: bytes, plural_of: dict[str, str]) -> dict[str, Any]:
    """Return {variable: {instance: value}} from either service."""
    read = json.loads(answer)
    if "results" in read:
        return {name: one["values"] for name, one in read["results"].items()}
    return {
        name: {instance: inputs[name][period] for instance, inputs in read[plural_of[name]].items()}
        for name, period in question["variables"].items()
    }


def table(official: dict[int, Measured], ours: dict[int, Measured]) -> str:
    """Return the measures side by side, as Markdown."""
    lines = [
        "| users | | answers/s | median, s | p95, s | refused |",
        "|---|---|---|---|---|---|",
    ]
    for users in official:
        for name, one in (("openfisca serve", official[users]), ("mesaides serve", ours[users])):
            lines.append(
                f"| {users} | {name} | {one.by_second:.2f} | {one.median:.2f} | {one.p95:.2f} "
                f"| {len(one.refusals)} |"
            )
        throughput = ours[users].by_second / official[users].by_second
        shorter = official[users].median / ours[users].median
        lines.append(f"| {users} | **ratio** | ×{throughput:.1f} | ÷{shorter:.1f} | | |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--households", type=int, default=64)
    parser.add_argument("--compared", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()

    questions = [one.question for one in households(options.households, seed=options.seed)]
    ours: dict[int, Measured] = {}
    official: dict[int, Measured] = {}
    answers: list[bytes] = []
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        command = [str(BIN / "mesaides"), "serve", "--port", str(port)]
        with running(command, port, "/", MESAIDES_HOME=home):
            told = Engine(Path(home) / "engine.sock", patience=60).call("vocabulary")
            plural_of = {name: facts[1] for name, facts in told["variables"].items()}
            bodies = [our_body(one) for one in questions]
            for body in bodies[: options.compared]:
                status, _, answer = post(port, PATH, body)
                assert status == 200, answer
                answers.append(answer)
            for users in USERS:
                ours[users] = measure(port, PATH, bodies, users, options.seconds)
                print("mesaides", users, dict(ours[users].statuses), file=sys.stderr, flush=True)

    port = free_port()
    command = [str(BIN / "openfisca"), "serve", "--country-package", "openfisca_france"]
    command += ["--extensions", "openfisca_mesaides", "--workers", "2", "--port", str(port)]
    different = 0
    with running(command, port, "/"):
        bodies = [official_body(one, plural_of) for one in questions]
        for question, answer, body in zip(questions, answers, bodies, strict=False):
            status, _, other = post(port, "/calculate", body)
            assert status == 200, other[:500]
            mine, theirs = (values_of(question, one, plural_of) for one in (answer, other))
            for name in question["variables"]:
                if mine[name] != theirs[name]:
                    different += 1
                    print(f"{name}: {mine[name]} here, {theirs[name]} there")
        for users in USERS:
            official[users] = measure(port, "/calculate", bodies, users, options.seconds)
            print("openfisca", users, dict(official[users].statuses), file=sys.stderr, flush=True)
    print(table(official, ours))
    print(f"\n{len(answers)} households compared value by value: {different} differences.")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
