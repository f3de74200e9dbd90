"""Pull requests, on GitHub, GitLab, Gitea and Forgejo, behind three verbs."""

from contrib_app.publishing.forges.gitea import Gitea
from contrib_app.publishing.forges.github import GitHub
from contrib_app.publishing.forges.gitlab import GitLab
from contrib_app.publishing.forges.pulls import Forge, NoForge, Pull

__all__ = ["Forge", "GitHub", "GitLab", "Gitea", "NoForge", "Pull"]
