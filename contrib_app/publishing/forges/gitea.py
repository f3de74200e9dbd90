"""The pull requests of Gitea and Forgejo, which share one API."""

from typing import Any
from urllib.parse import quote

from contrib_app.contributions.publication import Checks, PullState
from contrib_app.publishing.forges.pulls import Pull
from contrib_app.publishing.forges.rest import Rest, field

CHECKS = {
    "success": Checks.SUCCESS,
    "failure": Checks.FAILURE,
    "error": Checks.FAILURE,
    "warning": Checks.SUCCESS,
    "pending": Checks.PENDING,
}


class Gitea:
    """The pull requests of one repository, `owner/name`; `url` ends with `/api/v1`."""

    def __init__(self, project: str, token: str, url: str, **options: float):
        self.path = f"/repos/{project}"
        self.rest = Rest(url, {"Authorization": f"token {token}"}, **options)

    def find(self, branch: str, base: str) -> Pull | None:
        ends = f"{quote(base, safe='')}/{quote(branch, safe='')}"
        found = self.rest.get(f"{self.path}/pulls/{ends}")
        return _pull(found) if found else None

    def open(self, branch: str, base: str, title: str, body: str) -> Pull:
        content = {"title": title, "head": branch, "base": base, "body": body}
        return _pull(self.rest.post(f"{self.path}/pulls", content))

    def look(self, number: int) -> tuple[Pull, Checks]:
        pull = _pull(self.rest.get(f"{self.path}/pulls/{number}"))
        answer = self.rest.get(f"{self.path}/commits/{pull.commit}/status")
        if not answer or not answer.get("state"):
            return pull, Checks.UNKNOWN
        return pull, CHECKS.get(field(answer, "state", str), Checks.UNKNOWN)


def _pull(answer: Any) -> Pull:
    state = PullState.OPEN if field(answer, "state", str) == "open" else PullState.CLOSED
    if answer.get("merged"):
        state = PullState.MERGED
    head = field(field(answer, "head", dict), "sha", str)
    return Pull(field(answer, "number", int), field(answer, "html_url", str), state, head)
