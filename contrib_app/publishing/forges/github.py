"""GitHub's pull requests: https://docs.github.com/rest/pulls."""

from typing import Any

from contrib_app.contributions.publication import Checks, PullState
from contrib_app.publishing.forges.pulls import Pull
from contrib_app.publishing.forges.rest import Rest, field, items

API = "https://api.github.com"
BAD = {"failure", "cancelled", "timed_out", "action_required", "stale", "startup_failure"}


class GitHub:
    """The pull requests of one repository, `owner/name`."""

    def __init__(self, project: str, token: str, url: str = API, **options: float):
        self.owner = project.partition("/")[0]
        self.path = f"/repos/{project}"
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self.rest = Rest(url, headers, **options)

    def find(self, branch: str, base: str) -> Pull | None:
        found = self.rest.get(
            f"{self.path}/pulls", head=f"{self.owner}:{branch}", base=base, state="all"
        )
        return next((_pull(one) for one in items(found or [])), None)

    def open(self, branch: str, base: str, title: str, body: str) -> Pull:
        content = {"title": title, "head": branch, "base": base, "body": body}
        return _pull(self.rest.post(f"{self.path}/pulls", content))

    def look(self, number: int) -> tuple[Pull, Checks]:
        pull = _pull(self.rest.get(f"{self.path}/pulls/{number}"))
        answer = self.rest.get(f"{self.path}/commits/{pull.commit}/check-runs")
        runs = items(field(answer, "check_runs", list)) if answer else []
        conclusions = [one.get("conclusion") for one in runs if isinstance(one, dict)]
        return pull, _checks(conclusions)


def _pull(answer: Any) -> Pull:
    state = PullState.OPEN if field(answer, "state", str) == "open" else PullState.CLOSED
    if answer.get("merged_at"):
        state = PullState.MERGED
    head = field(field(answer, "head", dict), "sha", str)
    return Pull(field(answer, "number", int), field(answer, "html_url", str), state, head)


def _checks(conclusions: list[Any]) -> Checks:
    if not conclusions:
        return Checks.UNKNOWN
    if BAD & set(conclusions):
        return Checks.FAILURE
    return Checks.PENDING if None in conclusions else Checks.SUCCESS
