"""An engine whose jobs misbehave, run as a process of its own: `python toy_engine.py SOCKET`."""

import os
import sys
import time
from pathlib import Path

from contrib_app.engine.child import Limits, Tasks
from contrib_app.engine.server import Server


def hog() -> int:
    return len(bytearray(2 * 1024**3))


def not_a_number() -> float:
    return float("nan")


def square(number: float) -> float:
    """What is computed together; some numbers end or hang the process that meets them."""
    if number == -1:
        os.abort()
    if number == -2:
        time.sleep(60)
    time.sleep(0.3)
    return number * number


def squares(questions: list[dict]) -> list[dict]:
    return [{"square": square(one["number"]), "together": len(questions)} for one in questions]


JOBS = {
    "echo": lambda **arguments: arguments,
    "pid": os.getpid,
    "sleep": time.sleep,
    "sleep_long": lambda: time.sleep(60),
    "hog": hog,
    "crash": os.abort,
    "quote": lambda secret: {}[secret],
    "not_a_number": not_a_number,
    "square": lambda number: {"square": square(number), "together": 1},
}

if __name__ == "__main__":
    Server(
        Path(sys.argv[1]),
        Tasks(JOBS, {"square": squares}),
        Limits(seconds=1.5, megabytes=256, running=1, waiting=4, largest_batch=3),
    ).serve()
