"""GitLab's merge requests: https://docs.gitlab.com/api/merge_requests."""

from typing import Any
from urllib.parse import quote

from contrib_app.contributions.publication import Checks, PullState
from contrib_app.publishing.forges.pulls import Pull
from contrib_app.publishing.forges.rest import Rest, field, items

API = "https://gitlab.com/api/v4"
STATES = {"opened": PullState.OPEN, "merged": PullState.MERGED, "locked": PullState.OPEN}
CHECKS = {
    "success": Checks.SUCCESS,
    "failed": Checks.FAILURE,
    "canceled": Checks.FAILURE,
    "skipped": Checks.UNKNOWN,
}


class GitLab:
    """The merge requests of one project, `group/name`."""

    def __init__(self, project: str, token: str, url: str = API, **options: float):
        self.path = f"/projects/{quote(project, safe='')}/merge_requests"
        self.rest = Rest(url, {"PRIVATE-TOKEN": token}, **options)

    def find(self, branch: str, base: str) -> Pull | None:
        found = self.rest.get(self.path, source_branch=branch, target_branch=base, state="all")
        return next((_pull(one) for one in items(found or [])), None)

    def open(self, branch: str, base: str, title: str, body: str) -> Pull:
        content = {
            "source_branch": branch,
            "target_branch": base,
            "title": title,
            "description": body,
        }
        return _pull(self.rest.post(self.path, content))

    def look(self, number: int) -> tuple[Pull, Checks]:
        answer = self.rest.get(f"{self.path}/{number}")
        pull = _pull(answer)
        pipeline = answer.get("head_pipeline")
        if not isinstance(pipeline, dict):
            return pull, Checks.UNKNOWN
        return pull, CHECKS.get(field(pipeline, "status", str), Checks.PENDING)


def _pull(answer: Any) -> Pull:
    state = STATES.get(field(answer, "state", str), PullState.CLOSED)
    commit = answer.get("sha") or ""
    return Pull(field(answer, "iid", int), field(answer, "web_url", str), state, str(commit))
