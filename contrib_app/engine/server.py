"""The warm process: it loads the law once, then forks a child for each computation.

The child inherits everything in milliseconds, computes under hard limits of time and memory, and
dies: nothing passes from one household to the next, and whatever a hostile situation does harms
its own child only. The parent computes nothing; it reads questions, starts children, kills those
that overrun, and passes answers on.
"""

import gc
import json
import logging
import os
import resource
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger("mesaides.engine")

LARGEST_QUESTION = 8 * 1024 * 1024
LARGEST_ANSWER = 4 * 1024 * 1024
Job = Callable[..., Any]


@dataclass(frozen=True)
class Limits:
    """What one computation may take, and how many may run and wait.

    longer: seconds of the jobs that nobody waits for at a screen, by name.
    """

    seconds: float = 10.0
    megabytes: int = 512
    running: int = max(1, (os.cpu_count() or 2) - 1)
    waiting: int = 8
    longer: Mapping[str, float] = field(default_factory=dict)

    def seconds_for(self, job: str) -> float:
        return self.longer.get(job, self.seconds)


@dataclass(eq=False)
class Call:
    """One question, from its first byte to its answer: the job's name, a line break, its JSON."""

    connection: socket.socket
    question: bytearray = field(default_factory=bytearray)
    answer: bytearray = field(default_factory=bytearray)
    pid: int = 0
    pipe: int = -1
    deadline: float = 0.0

    @property
    def job(self) -> str:
        return self.question.partition(b"\n")[0].decode("ascii", "replace")

    @property
    def arguments(self) -> bytes:
        return bytes(self.question.partition(b"\n")[2])


class Server:
    """Answer questions on a Unix socket until standard input closes, that is, until its owner ends.

    jobs: what may be asked, by name; each takes the arguments of the question.
    """

    def __init__(self, address: Path, jobs: Mapping[str, Job], limits: Limits):
        self.jobs = jobs
        self.limits = limits
        self.selector = selectors.DefaultSelector()
        self.waiting: deque[Call] = deque()
        self.running: set[Call] = set()

        address.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        mask = os.umask(0o177)  # the socket is its owner's alone
        self.listener.bind(str(address))
        os.umask(mask)
        self.listener.listen(64)
        self.listener.setblocking(False)
        self.selector.register(self.listener, selectors.EVENT_READ, self._accept)

    def serve(self) -> None:
        """Answer until standard input closes."""
        open_ended = True

        def stop() -> None:
            nonlocal open_ended
            open_ended = False

        self.selector.register(sys.stdin, selectors.EVENT_READ, stop)
        while open_ended:
            for key, _ in self.selector.select(timeout=0.2):
                key.data()
            self._kill_the_late()
            self._start_the_next()
        for call in list(self.running):
            os.kill(call.pid, signal.SIGKILL)

    def _accept(self) -> None:
        connection, _ = self.listener.accept()
        connection.setblocking(False)
        call = Call(connection)
        self.selector.register(connection, selectors.EVENT_READ, lambda: self._read(call))

    def _read(self, call: Call) -> None:
        try:
            part = call.connection.recv(65536)
        except OSError:
            self._leave(call)
            return
        call.question += part
        if part and len(call.question) <= LARGEST_QUESTION:
            return
        self.selector.unregister(call.connection)
        if len(call.question) > LARGEST_QUESTION:
            self._refuse(call, "failed", "the question is too large")
        elif len(self.waiting) >= self.limits.waiting:
            self._refuse(call, "too_busy", "too many computations are waiting")
        else:
            self.waiting.append(call)

    def _start_the_next(self) -> None:
        while self.waiting and len(self.running) < self.limits.running:
            self._fork(self.waiting.popleft())

    def _fork(self, call: Call) -> None:
        call.pipe, write_end = os.pipe()
        call.deadline = time.monotonic() + self.limits.seconds_for(call.job)
        call.pid = os.fork()
        if call.pid == 0:
            os.close(call.pipe)
            _compute_and_exit(self.jobs, call, write_end, self.limits)
        os.close(write_end)
        self.running.add(call)
        self.selector.register(call.pipe, selectors.EVENT_READ, lambda: self._collect(call))

    def _collect(self, call: Call) -> None:
        part = os.read(call.pipe, 65536)
        call.answer += part
        if part and len(call.answer) <= LARGEST_ANSWER:
            return
        self._end(call)
        if call.answer and len(call.answer) <= LARGEST_ANSWER:
            self._send(call, bytes(call.answer))
        else:  # killed by its limits, or crashed
            self._refuse(call, "failed", "the computation ended without a result")

    def _kill_the_late(self) -> None:
        for call in [call for call in self.running if time.monotonic() > call.deadline]:
            self._end(call)
            self._refuse(call, "too_slow", "the computation went over its time")

    def _end(self, call: Call) -> None:
        """Make sure that the child is gone."""
        self.selector.unregister(call.pipe)
        os.close(call.pipe)
        os.kill(call.pid, signal.SIGKILL)
        os.waitpid(call.pid, 0)
        self.running.discard(call)

    def _refuse(self, call: Call, error: str, message: str) -> None:
        log.warning("computation refused: %s", message)
        self._send(call, json.dumps({"error": error, "message": message}).encode())

    def _send(self, call: Call, answer: bytes) -> None:
        """Answer without trusting the reader's speed: it has two seconds."""
        try:
            call.connection.settimeout(2)
            call.connection.sendall(answer)
        except OSError:
            log.info("nobody waited for the answer")
        call.connection.close()

    def _leave(self, call: Call) -> None:
        self.selector.unregister(call.connection)
        call.connection.close()


def _compute_and_exit(
    jobs: Mapping[str, Job], call: Call, pipe: int, limits: Limits
) -> None:  # pragma: no cover - runs in the child
    """In the child: set the limits, compute, write the answer, leave without cleaning up."""
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        memory = own + limits.megabytes * 1024 * 1024
        cpu = int(limits.seconds_for(call.job)) + 1
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        reply = _answer(jobs, call)
        with os.fdopen(pipe, "wb") as out:
            out.write(json.dumps(reply, allow_nan=False).encode())
        status = 0
    finally:
        os._exit(status)


def _answer(jobs: Mapping[str, Job], call: Call) -> dict[str, Any]:
    """Compute. What the model raises may quote the household: only the error's type gets out."""
    try:
        return {"result": jobs[call.job](**json.loads(call.arguments))}
    except Exception as error:
        return {"error": "failed", "message": type(error).__name__}


def freeze() -> None:
    """Keep what is loaded out of the collector's sight, so that children share its pages."""
    gc.collect()
    gc.freeze()
