"""What the web process knows of computing: an address and a question."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MOST_CALLS = 64
"""Calls of one web process at once: it keeps threads for pages that compute nothing."""


class EngineError(Exception):
    """A computation gave no result. Its message says why, and quotes nothing of the household."""


class TooSlow(EngineError):
    """The computation went over its time."""


class TooBusy(EngineError):
    """Too many computations are waiting already, or the engine is not running yet.

    retry_after: seconds after which to try again, from how long computations take now.
    """

    def __init__(self, message: str, retry_after: int = 5):
        super().__init__(message)
        self.retry_after = retry_after or 5


class Failed(EngineError):
    """The model could not compute this household."""


class StillComputing(EngineError):
    """The answer is on its way: ask the same question again in a moment."""


REFUSALS = {"too_slow": TooSlow, "failed": Failed}


class Engine:
    """The warm process that listens on `address`.

    `patience` (seconds) bounds the whole call: the wait for a place and the computation.
    """

    def __init__(self, address: Path, patience: float = 30.0):
        self.address = address
        self.patience = patience
        self._places = threading.BoundedSemaphore(MOST_CALLS)
        self._lock = threading.Lock()
        self._workers: ThreadPoolExecutor | None = None
        self._coming: dict[str, Future[Any]] = {}

    def call(self, job: str, **arguments: Any) -> Any:
        """Run `job` of `contrib_app.engine.jobs` in a child of the warm process.

        Raises TooSlow, TooBusy or Failed.
        """
        question = f"{job}\n{json.dumps(arguments, allow_nan=False)}".encode()
        try:
            with self._place(), socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(self.patience)
                connection.connect(str(self.address))
                connection.sendall(question)
                connection.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
        except TimeoutError:
            raise TooSlow("no answer in time") from None
        except OSError:
            raise TooBusy("the engine does not answer") from None
        try:
            reply = json.loads(answer)
        except ValueError:
            raise Failed("the engine gave no readable answer") from None
        if "result" in reply:
            return reply["result"]
        if reply["error"] == "too_busy":
            raise TooBusy(reply["message"], reply.get("retry_after", 0))
        raise REFUSALS[reply["error"]](reply["message"])

    def soon(self, job: str, *, seconds: float = 1.0, **arguments: Any) -> Any:
        """Like `call`, for a page that comes back: raise StillComputing after so many seconds.

        The same question, asked again, is not computed again: its answer is waited for, and told
        once.
        """
        asked = json.dumps([job, arguments], sort_keys=True, allow_nan=False)
        key = hashlib.sha256(asked.encode()).hexdigest()
        with self._lock:
            coming = self._coming.get(key)
            if coming is None:
                self._forget_what_nobody_came_for()
                coming = self._coming[key] = self._pool().submit(self.call, job, **arguments)
        try:
            answer = coming.result(seconds)
        except NotYet:
            if not coming.done():
                raise StillComputing("the answer is on its way") from None
            answer = coming.result()
        finally:
            if coming.done():
                with self._lock:
                    self._coming.pop(key, None)
        return answer

    def _forget_what_nobody_came_for(self) -> None:
        """Keep what is being computed, and the last answers, that somebody may still come for."""
        done = [key for key, one in self._coming.items() if one.done()]
        for key in done[: max(0, len(done) - MOST_CALLS)]:
            del self._coming[key]

    def _pool(self) -> ThreadPoolExecutor:
        if self._workers is None:
            self._workers = ThreadPoolExecutor(MOST_CALLS, thread_name_prefix="engine")
        return self._workers

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise TooBusy("too many computations are waiting")
        try:
            yield
        finally:
            self._places.release()
