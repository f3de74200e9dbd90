"""What the benchmarks share: processes apart, CPU time, and a small table."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "cases"


class _Forked:
    """What the child finds in memory."""

    work: Callable[[], Any]


def apart(work: Callable[[], Any]) -> tuple[Any, float]:
    """Run work in a fork, and return its result and its CPU time in seconds.

    What it changes in memory (an accelerated OpenFisca, caches) is lost with it.
    """
    _Forked.work = work
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(_timed).result()


def _timed() -> tuple[Any, float]:
    started = time.process_time()
    result = _Forked.work()
    return result, time.process_time() - started


def table(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Print facts under a title, aligned."""
    width = max(len(name) for name, _ in rows)
    print(f"\n{title}")
    for name, value in rows:
        print(f"  {name:<{width}}  {value}")
