"""What happens in a child of the warm process: limits first, then computing, then the end."""

import json
import os
import resource
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Job = Callable[..., Any]
Together = Callable[[list[dict[str, Any]]], list[Any]]
OPEN_FILES = 64


@dataclass(frozen=True)
class Limits:
    """What computations may take, and how many may run and wait.

    longer: seconds of the jobs that nobody waits for at a screen, by name; one of them runs at a
    time, beside the others. largest_batch: how many are computed together at most.
    longest_wait: seconds that one may have to wait before it begins, as far as can be told.
    """

    seconds: float = 10.0
    megabytes: int = 512
    running: int = os.cpu_count() or 1
    waiting: int = 64
    largest_batch: int = 32
    longest_wait: float = 5.0
    longer: Mapping[str, float] = field(default_factory=dict)

    def seconds_for(self, job: str) -> float:
        return self.longer.get(job, self.seconds)


@dataclass(frozen=True)
class Tasks:
    """What may be asked: jobs by name, and those of them that are computed together at once.

    A job takes the arguments of one question; a job of `together` takes those of several, and
    returns as many answers, an exception being the answer of a question that has none.
    """

    jobs: Mapping[str, Job]
    together: Mapping[str, Together] = field(default_factory=dict)


def compute_and_exit(
    tasks: Tasks, job: str, questions: Sequence[bytes], pipe: int, limits: Limits
) -> None:  # pragma: no cover - runs in the child
    """Set the limits, compute, write one answer a line, and leave without cleaning up."""
    status = 1
    try:
        _leave_the_parent_alone(pipe, is_longer=job in limits.longer)
        _limit_oneself(limits.seconds_for(job), limits.megabytes)
        answers = _answers(tasks, job, questions)
        with os.fdopen(pipe, "wb") as out:
            for answer in answers:
                out.write(answer + b"\n")
        status = 0
    finally:
        os._exit(status)


def _leave_the_parent_alone(pipe: int, *, is_longer: bool) -> None:
    """Close what was inherited, and give way: pages are served before computations."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.closerange(3, pipe)
    os.closerange(pipe + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.nice(10 if is_longer else 5)


def _limit_oneself(seconds: float, megabytes: int) -> None:
    own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    memory = own + megabytes * 1024 * 1024
    cpu = int(seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def _answers(tasks: Tasks, job: str, questions: Sequence[bytes]) -> list[bytes]:
    """Compute. What the model raises may quote the household: only the error's type gets out."""
    if len(questions) == 1:
        return [_answer(tasks, job, questions[0])]
    found = tasks.together[job]([json.loads(question) for question in questions])
    return [_told(one) for one in found]


def _answer(tasks: Tasks, job: str, question: bytes) -> bytes:
    try:
        return _told(tasks.jobs[job](**json.loads(question)))
    except Exception as error:
        return _told(error)


def _told(found: Any) -> bytes:
    if isinstance(found, Exception):
        reply = {"error": "failed", "message": type(found).__name__}
    else:
        reply = {"result": found}
    return json.dumps(reply, allow_nan=False).encode()
