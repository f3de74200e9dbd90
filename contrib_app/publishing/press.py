"""What publishing needs: where cases go, who judges them, how to reach the database."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contrib_app.config import Publishing, Settings
from contrib_app.publishing import official
from contrib_app.publishing.errors import BadSetting
from contrib_app.publishing.forges import Forge, Gitea, GitHub, GitLab, NoForge
from contrib_app.publishing.git import Repository

Judge = Callable[[Mapping[str, str]], dict[str, bool]]


@dataclass(frozen=True)
class Press:
    """Everything that publishing needs.

    judge: {name: text} → {name: green}, as the official runner says.
    patches: folder where commits go as files, when there is no repository to push to.
    """

    settings: Publishing
    database: Engine
    repository: Repository
    forge: Forge
    judge: Judge
    patches: Path

    def session(self) -> Session:
        """Return a session that writes."""
        return Session(self.database, expire_on_commit=False)


def make_press(settings: Settings, database: Engine, judge: Judge = official.judge) -> Press:
    """Return the press of an installation; `database` writes. Raises BadSetting."""
    publishing = settings.publishing
    return Press(
        settings=publishing,
        database=database,
        repository=Repository(
            settings.home / "repository.git",
            publishing.repository or None,
            author=(publishing.author, publishing.author_email),
            authorization=_authorization(publishing),
        ),
        forge=_forge(publishing),
        judge=judge,
        patches=settings.home / "patches",
    )


def _forge(publishing: Publishing) -> Forge:
    project, token, url = publishing.project, publishing.token, publishing.forge_url
    match publishing.forge:
        case "" | "branch" | "patch":
            return NoForge()
        case "github":
            return GitHub(project, token, url) if url else GitHub(project, token)
        case "gitlab":
            return GitLab(project, token, url) if url else GitLab(project, token)
        case "gitea" | "forgejo" if url:
            return Gitea(project, token, url)
    raise BadSetting(
        "MESAIDES_FORGE is one of github, gitlab, gitea, forgejo, branch, patch; "
        "the last two but two need MESAIDES_FORGE_URL"
    )


def _authorization(publishing: Publishing) -> str:
    """Return what git sends to an HTTPS remote, none to any other."""
    if not publishing.token or not publishing.repository.startswith(("https://", "http://")):
        return ""
    pair = f"{publishing.token_user}:{publishing.token}".encode()
    return "Basic " + base64.b64encode(pair).decode()
