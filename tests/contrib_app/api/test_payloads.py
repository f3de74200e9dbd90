"""Row 5: hostile requests, replayed over HTTP against the real service."""

import json
import time

from tests.contrib_app.api.conftest import SECONDS
from tests.contrib_app.api.payloads import payloads

PATH = "/api/v1/simulations"
LONGEST_ECHO = 200


def problems_of(payload, status, headers, text, seconds):
    """Return what is wrong with an answer."""
    found = []
    if status not in payload.statuses and not (status == 503 and "Retry-After" in headers):
        found.append(f"{status}: {text[:300]}")
    if seconds > SECONDS + 5:
        found.append(f"{seconds:.1f} s")
    sent = payload.body.decode("utf-8", "replace")
    for start in range(0, max(0, len(sent) - LONGEST_ECHO), 50):
        if sent[start : start + LONGEST_ECHO] in text:
            found.append("an echo of more than 200 characters")
            break
    if 400 <= status < 500:
        body = json.loads(text)
        if headers["Content-Type"] != "application/problem+json":
            found.append(headers["Content-Type"])
        if not body["errors"] or not all(one["field"] and one["message"] for one in body["errors"]):
            found.append("no field is named")
        if len(text) > 12_000:
            found.append(f"{len(text)} characters")
    return found


def test_hostile_requests_are_refused_or_computed(served):
    """No error of ours, none beyond the deadline, each refusal names the field."""
    table = payloads()
    assert len(table) >= 297
    wrong = {}
    for payload in table:
        started = time.monotonic()
        status, headers, body = served.post(PATH, payload.body, payload.content_type)
        seconds = time.monotonic() - started
        text = body.decode("utf-8")
        if found := problems_of(payload, status, headers, text, seconds):
            wrong[payload.name] = found
    assert wrong == {}
