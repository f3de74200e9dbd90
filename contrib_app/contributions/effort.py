"""Something that costs a person nothing and a robot a little, instead of a captcha. Pure.

A form carries a signed challenge. Its page's script finds a number that makes the digest of the
challenge begin with some zeros: a second of computing. Without a script, the time that a person
takes to fill the form is enough.
"""

import hashlib
import hmac
import re
import secrets

BITS = 14
LIFETIME = 6 * 3600
PLAIN_SECONDS = 8
"""Seconds that nobody needs less than to fill the form, asked of whoever runs no script."""


def challenge(key: str, now: float) -> str:
    """Return a challenge: the second it was drawn, a random part, and our signature of both."""
    drawn = f"{int(now)}.{secrets.token_hex(8)}"
    return f"{drawn}.{_signature(drawn, key)}"


def refusal(given: str, answer: str, key: str, now: float, seconds: int = PLAIN_SECONDS) -> str:
    """Return why an effort is not enough, "" when it is: "forged", "over" or "too_fast".

    answer: the number that was found; empty when no script ran.

    >>> one = challenge("key", 1000)
    >>> refusal(one, "", "key", 1002), refusal(one, "", "key", 1010), refusal(one, "", "other", 0)
    ('too_fast', '', 'forged')
    """
    drawn, _, signature = given.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(drawn, key).encode()):
        return "forged"
    age = now - int(drawn.partition(".")[0])
    if not 0 <= age <= LIFETIME:
        return "over"
    return "" if age >= seconds or is_found(given, answer) else "too_fast"


def is_found(given: str, answer: str) -> bool:
    """Tell whether a number answers a challenge."""
    if not re.fullmatch(r"\d{1,9}", answer):
        return False
    digest = hashlib.sha256(f"{given}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def _signature(drawn: str, key: str) -> str:
    return hmac.new(key.encode(), b"effort:" + drawn.encode(), hashlib.sha256).hexdigest()[:32]
