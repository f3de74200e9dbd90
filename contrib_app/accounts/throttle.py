"""Slows down whoever guesses, without keeping who it is."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable


class Throttle:
    """Counts failures by key, in memory only; keys are kept as keyed hashes, never as they are.

    tries: failures allowed in `window` seconds.
    """

    def __init__(
        self,
        tries: int = 10,
        window: float = 900,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.tries, self.window, self.clock = tries, window, clock
        self._key = secrets.token_bytes(32)
        self._failures: dict[bytes, list[float]] = {}
        self._lock = threading.Lock()

    def is_open(self, *keys: str) -> bool:
        """Tell whether another try is allowed for all these keys."""
        with self._lock:
            self._forget_the_old()
            return all(len(self._failures.get(self._hash(key), [])) < self.tries for key in keys)

    def fail(self, *keys: str) -> None:
        """Count a failure for these keys."""
        with self._lock:
            for key in keys:
                self._failures.setdefault(self._hash(key), []).append(self.clock())

    def _hash(self, key: str) -> bytes:
        return hmac.new(self._key, key.encode(), hashlib.sha256).digest()

    def _forget_the_old(self) -> None:
        limit = self.clock() - self.window
        kept = {key: [at for at in times if at > limit] for key, times in self._failures.items()}
        self._failures = {key: times for key, times in kept.items() if times}
