"""What a forge can do for us."""

from dataclasses import dataclass
from typing import Protocol

from contrib_app.contributions.publication import Checks, PullState


@dataclass(frozen=True)
class Pull:
    """A pull request. commit: the head of its branch, for whoever asks for its checks."""

    number: int
    url: str
    state: PullState
    commit: str = ""


class Forge(Protocol):
    """Where pull requests live. Each verb raises a PublishingError when it fails."""

    def find(self, branch: str, base: str) -> Pull | None:
        """Return the pull request of a branch, whatever became of it, or None."""

    def open(self, branch: str, base: str, title: str, body: str) -> Pull:
        """Open a pull request. Raises Refused when there is one already."""

    def look(self, number: int) -> tuple[Pull, Checks]:
        """Return a pull request as it is now, with what the repository's checks say of it."""


class NoForge:
    """A remote without pull requests: the branch is all there is."""

    def find(self, branch: str, base: str) -> Pull | None:
        return None

    def open(self, branch: str, base: str, title: str, body: str) -> Pull:
        return Pull(0, "", PullState.NONE)

    def look(self, number: int) -> tuple[Pull, Checks]:
        return Pull(0, "", PullState.NONE), Checks.UNKNOWN
