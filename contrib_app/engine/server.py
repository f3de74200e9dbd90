"""The warm process: it loads the law once, then forks a child for each batch of computations.

The child inherits everything in milliseconds, computes under hard limits of time and memory, and
dies: nothing passes from one household to the next. Whatever waited while the previous batch ran is
computed together. A batch that dies or overruns is computed again, one by one: a hostile situation
harms its own child only. The parent computes nothing; it reads questions, refuses those that would
wait too long, starts children, kills those that overrun, and passes answers on.
"""

import gc
import json
import logging
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from contrib_app.engine.admission import Admission
from contrib_app.engine.child import Limits, Tasks, compute_and_exit

log = logging.getLogger("mesaides.engine")

LARGEST_QUESTION = 8 * 1024 * 1024
LARGEST_ANSWER = 4 * 1024 * 1024


@dataclass(eq=False)
class Call:
    """One question, from its first byte to its answer: the job's name, a line break, its JSON.

    alone: it was in a batch that failed, and must be computed by itself.
    """

    connection: socket.socket
    question: bytearray = field(default_factory=bytearray)
    alone: bool = False

    @property
    def job(self) -> str:
        return self.question.partition(b"\n")[0].decode("ascii", "replace")

    @property
    def arguments(self) -> bytes:
        return bytes(self.question.partition(b"\n")[2])


@dataclass(eq=False)
class Batch:
    """Calls that one child computes."""

    calls: list[Call]
    started: float
    deadline: float
    pid: int = 0
    pipe: int = -1
    answer: bytearray = field(default_factory=bytearray)

    @property
    def job(self) -> str:
        return self.calls[0].job


class Server:
    """Answer questions on a Unix socket until standard input closes, that is, until its owner ends.

    tasks: what may be asked.
    """

    def __init__(self, address: Path, tasks: Tasks, limits: Limits):
        self.tasks = tasks
        self.limits = limits
        self.admission = Admission(limits.longest_wait)
        self.selector = selectors.DefaultSelector()
        self.waiting: deque[Call] = deque()
        self.running: set[Batch] = set()

        address.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        mask = os.umask(0o177)  # the socket is its owner's alone
        self.listener.bind(str(address))
        os.umask(mask)
        self.listener.listen(128)
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
            self._start_what_waits()
        for batch in list(self.running):
            os.kill(batch.pid, signal.SIGKILL)

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
            return
        wait = self._wait_of(call)
        if len(self.waiting) < self.limits.waiting and self.admission.admits(wait):
            self.waiting.append(call)
        else:
            retry_after = self.admission.retry_after(wait)
            self._refuse(call, "too_busy", "too many computations are waiting", retry_after)

    def _wait_of(self, call: Call) -> float:
        """Return the seconds that a call would wait before it begins."""
        longer = self._is_longer(call.job)
        now = time.monotonic()
        running = [(batch.job, now - batch.started) for batch in self._lane(longer)]
        waiting = [one for one in self.waiting if self._is_longer(one.job) == longer]
        ahead: list[str] = []
        joined: dict[str, int] = {}
        for one in [*waiting, call]:
            if one.alone or one.job not in self.tasks.together:
                ahead.append(one.job)
                continue
            joined[one.job] = joined.get(one.job, 0) + 1
            if joined[one.job] % self.limits.largest_batch == 1 % self.limits.largest_batch:
                ahead.append(one.job)
        return self.admission.wait(ahead[:-1], running, self._places(longer))

    def _start_what_waits(self) -> None:
        """Fork a child for each place that is free; batches take all that may go together."""
        for longer in (False, True):
            while len(self._lane(longer)) < self._places(longer):
                first = next((c for c in self.waiting if self._is_longer(c.job) == longer), None)
                if first is None:
                    break
                self._fork(self._joined(first))

    def _joined(self, first: Call) -> list[Call]:
        """Take a call off the queue, with those that can be computed with it."""
        calls = [first]
        if first.job in self.tasks.together and not first.alone:
            others = (c for c in self.waiting if c.job == first.job and not c.alone)
            calls = list(islice(others, self.limits.largest_batch))
        for call in calls:
            self.waiting.remove(call)
        return calls

    def _is_longer(self, job: str) -> bool:
        return job in self.limits.longer

    def _lane(self, longer: bool) -> list[Batch]:
        return [batch for batch in self.running if self._is_longer(batch.job) == longer]

    def _places(self, longer: bool) -> int:
        return 1 if longer else self.limits.running

    def _fork(self, calls: list[Call]) -> None:
        now = time.monotonic()
        batch = Batch(calls, now, now + self.limits.seconds_for(calls[0].job))
        batch.pipe, write_end = os.pipe()
        batch.pid = os.fork()
        if batch.pid == 0:
            questions = [call.arguments for call in calls]
            compute_and_exit(self.tasks, batch.job, questions, write_end, self.limits)
        os.close(write_end)
        self.running.add(batch)
        self.selector.register(batch.pipe, selectors.EVENT_READ, lambda: self._collect(batch))

    def _collect(self, batch: Batch) -> None:
        part = os.read(batch.pipe, 65536)
        batch.answer += part
        if part and len(batch.answer) <= LARGEST_ANSWER * len(batch.calls):
            return
        self._end(batch)
        answers = bytes(batch.answer).split(b"\n")[:-1]
        if part or len(answers) != len(batch.calls):  # killed by its limits, or crashed
            self._give_up(batch, "failed", "the computation ended without a result")
            return
        for call, answer in zip(batch.calls, answers, strict=True):
            self._send(call, answer)

    def _kill_the_late(self) -> None:
        for batch in [batch for batch in self.running if time.monotonic() > batch.deadline]:
            self._end(batch)
            self._give_up(batch, "too_slow", "the computation went over its time")

    def _give_up(self, batch: Batch, error: str, message: str) -> None:
        """Refuse a call; several are computed again, each by itself, before those that wait."""
        if len(batch.calls) == 1:
            self._refuse(batch.calls[0], error, message)
            return
        log.warning("a batch of %d is computed again one by one: %s", len(batch.calls), message)
        for call in reversed(batch.calls):
            call.alone = True
            self.waiting.appendleft(call)

    def _end(self, batch: Batch) -> None:
        """Make sure that the child is gone, and learn how long it took."""
        self.admission.note(batch.job, time.monotonic() - batch.started)
        self.selector.unregister(batch.pipe)
        os.close(batch.pipe)
        os.kill(batch.pid, signal.SIGKILL)
        os.waitpid(batch.pid, 0)
        self.running.discard(batch)

    def _refuse(self, call: Call, error: str, message: str, retry_after: int = 0) -> None:
        log.warning("computation refused: %s", message)
        reply = {"error": error, "message": message, "retry_after": retry_after}
        self._send(call, json.dumps(reply).encode())

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


def freeze() -> None:
    """Keep what is loaded out of the collector's sight, so that children share its pages."""
    gc.collect()
    gc.freeze()
