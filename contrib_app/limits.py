"""How often the same address may do something, without keeping any address.

An address is known by a keyed digest, in memory only; the key is drawn at random and changes every
day, so that nothing can be looked up, here or later.
"""

import hashlib
import hmac
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field

DAY = 24 * 3600.0
MOST_ADDRESSES = 50_000


@dataclass
class Limit:
    """At most `count` times in `seconds` from one address, and `total` a day from all of them.

    A shared address (a town hall, a phone company) is many people: `count` is generous, and what
    is over it is delayed, never forbidden.
    """

    count: int
    seconds: float
    total: int
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _since: float = 0.0
    _today: int = 0
    _times: dict[bytes, deque[float]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait(self, address: str, now: float) -> float:
        """Count one more time, and return 0; or count nothing and return the seconds to wait."""
        with self._lock:
            if now - self._since >= DAY:
                self._key, self._since, self._today = secrets.token_bytes(32), now, 0
                self._times.clear()
            if self._today >= self.total:
                return self._since + DAY - now
            times = self._times_of(address, now)
            if len(times) >= self.count:
                return times[0] + self.seconds - now
            times.append(now)
            self._today += 1
            return 0.0

    def _times_of(self, address: str, now: float) -> deque[float]:
        """Return when this address did it lately; those that did nothing lately are forgotten."""
        if len(self._times) >= MOST_ADDRESSES:
            recent = {
                who: own for who, own in self._times.items() if own and now - own[-1] < self.seconds
            }
            self._times = recent if len(recent) < MOST_ADDRESSES else {}
        who = hmac.new(self._key, address.encode(), hashlib.sha256).digest()
        times = self._times.setdefault(who, deque())
        while times and now - times[0] >= self.seconds:
            times.popleft()
        return times
