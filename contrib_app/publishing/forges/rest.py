"""Calling a forge: bounded time and size, no redirection, one second between two changes."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from contrib_app.publishing.errors import BadAnswer, BadSetting, Refused, Unreachable
from contrib_app.publishing.git import LOOPBACK

LARGEST_ANSWER = 2 * 1024 * 1024
LONGEST_WAIT = 600.0


class Rest:
    """The API whose root is `url`, called with these headers.

    seconds: for a whole call. pause: seconds between two calls that change something.
    """

    def __init__(
        self, url: str, headers: Mapping[str, str], *, seconds: float = 20.0, pause: float = 1.0
    ):
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise BadSetting("the forge's address starts with https://")
        self.url, self.seconds, self.pause = url.rstrip("/"), seconds, pause
        self.headers = {"Accept": "application/json", "User-Agent": "mesaides", **headers}
        self._changed_at = float("-inf")

    def get(self, path: str, **parameters: str) -> Any:
        """Return what the forge answers, None when it knows no such thing."""
        return self._call("GET", path, params=parameters)

    def post(self, path: str, content: Mapping[str, str]) -> Any:
        """Create something, and return what the forge answers."""
        wait = self._changed_at + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            return self._call("POST", path, json=content)
        finally:
            self._changed_at = time.monotonic()

    def _call(self, method: str, path: str, **options: Any) -> Any:
        deadline = time.monotonic() + self.seconds
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.request(
                    method,
                    self.url + path,
                    headers=self.headers,
                    timeout=self.seconds / 2,
                    allow_redirects=False,
                    stream=True,
                    **options,
                )
                content = _read(answer, deadline)
        except requests.RequestException:
            raise Unreachable(f"{method} got no answer") from None
        status = answer.status_code
        limited = status == 403 and answer.headers.get("x-ratelimit-remaining") == "0"
        if status >= 500 or status in (408, 425, 429) or limited:
            raise Unreachable(f"{method} got {status}", _wait(answer.headers))
        if status == 404 and method == "GET":
            return None
        if 400 <= status < 500:
            raise Refused(f"{method} got {status}")
        if not 200 <= status < 300:
            raise BadAnswer(f"{method} got {status}")
        try:
            return json.loads(content)
        except ValueError:
            raise BadAnswer(f"{method} got an answer that is not JSON") from None


def _read(answer: requests.Response, deadline: float) -> bytes:
    content = b""
    for part in answer.iter_content(16384):
        content += part
        if len(content) > LARGEST_ANSWER:
            raise BadAnswer("the answer is too large")
        if time.monotonic() > deadline:
            raise Unreachable("the answer takes too long")
    return content


def _wait(headers: Mapping[str, str]) -> float:
    """Return how long the forge asks us to wait, in seconds, within reason."""
    asked = headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isdigit() else 0.0


def field(answer: Any, name: str, kind: type) -> Any:
    """Return one field of an answer. Raises BadAnswer when it is missing or of another type."""
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise BadAnswer(f"the answer has no {name}")
    return value


def items(answer: Any) -> list[Any]:
    """Return an answer that is a list. Raises BadAnswer on any other."""
    if not isinstance(answer, list):
        raise BadAnswer("the answer is not a list")
    return answer
