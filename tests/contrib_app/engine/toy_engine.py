"""An engine whose jobs misbehave, run as a process of its own: `python toy_engine.py SOCKET`."""

import os
import sys
import time
from pathlib import Path

from contrib_app.engine.server import Limits, Server


def hog() -> int:
    return len(bytearray(2 * 1024**3))


def not_a_number() -> float:
    return float("nan")


JOBS = {
    "echo": lambda **arguments: arguments,
    "pid": os.getpid,
    "sleep": time.sleep,
    "sleep_long": lambda: time.sleep(60),
    "hog": hog,
    "crash": os.abort,
    "quote": lambda secret: {}[secret],
    "not_a_number": not_a_number,
}

if __name__ == "__main__":
    Server(
        Path(sys.argv[1]), JOBS, Limits(seconds=1.5, megabytes=256, running=1, waiting=2)
    ).serve()
