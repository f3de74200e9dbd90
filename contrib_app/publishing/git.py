"""A bare clone, driven by git's plumbing: no work tree, no shell, no hook, no machine's settings.

The clone holds nothing that matters: it can be deleted at any time, and is made again. A commit is
a function of its base, its files, its message and its moment, so a retry makes the very same one.
"""

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from urllib.parse import urlsplit

from contrib_app.publishing.errors import BadSetting, Conflict, Refused, Unreachable

SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
BRANCH = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
PATH = re.compile(r"[a-z0-9_]+(?:/[a-z0-9_]+)+\.yaml")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
CONFIGURATION = (
    "core.hooksPath=/dev/null",
    "credential.helper=",
    "gc.auto=0",
    "http.followRedirects=false",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=20",
    "protocol.allow=never",
    "submodule.recurse=false",
)


def protocol_of(url: str) -> str:
    """Return the one protocol that a remote may use. Raises BadSetting on any other address.

    >>> protocol_of("https://forge.example/o/r.git")
    'https'
    """
    parts = urlsplit(url)
    if url.startswith("-") or "::" in url.split("/", 1)[0]:
        raise BadSetting("the repository's address names a program")
    if parts.scheme in ("https", "ssh", "file"):
        return parts.scheme
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return "http"
    raise BadSetting("the repository's address starts with https://, ssh:// or file://")


class Repository:
    """The clone kept in `folder`, of the remote `url` (None: no remote, commits have no base).

    author: name and e-mail of every commit. authorization: header sent to an HTTPS remote, given
    to git by its environment, so that it is on no command line and on no disk.
    """

    def __init__(
        self,
        folder: Path,
        url: str | None,
        *,
        author: tuple[str, str],
        authorization: str = "",
        seconds: float = 60.0,
    ):
        self.folder, self.url, self.seconds = folder, url, seconds
        protocol = protocol_of(url) if url else "none"
        settings = [*CONFIGURATION, f"protocol.{protocol}.allow=always"]
        if authorization:
            settings.append(f"http.extraHeader=Authorization: {authorization}")
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "true",
            "GIT_ALLOW_PROTOCOL": protocol,
            "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes",
            "GIT_AUTHOR_NAME": author[0],
            "GIT_AUTHOR_EMAIL": author[1],
            "GIT_COMMITTER_NAME": author[0],
            "GIT_COMMITTER_EMAIL": author[1],
            "GIT_CONFIG_COUNT": str(len(settings)),
        }
        for rank, setting in enumerate(settings):
            key, _, value = setting.partition("=")
            self.environment[f"GIT_CONFIG_KEY_{rank}"] = key
            self.environment[f"GIT_CONFIG_VALUE_{rank}"] = value

    @contextmanager
    def alone(self):  # type: ignore[no-untyped-def]
        """Keep the other processes of this machine out of the clone, making it if it is missing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "in-use", "w") as lock:
            flock(lock, LOCK_EX)
            if not (self.folder / "HEAD").exists():
                self._run("init", "--quiet", "--bare", str(self.folder))
            yield

    def fetch(self, branch: str) -> str:
        """Bring a branch of the remote, and return its commit. Raises Conflict if it is missing."""
        ref = f"refs/heads/{checked(BRANCH, branch)}"
        if self.remote_branches(branch).get(branch) is None:
            raise Conflict(f"the repository has no branch {branch}")
        kept = f"refs/remotes/origin/{branch}"
        self._remote("fetch", "--quiet", "--no-tags", "--force", self.url, f"{ref}:{kept}")
        return self._sha("rev-parse", "--verify", "--quiet", f"{kept}^{{commit}}")

    def commit(
        self, base: str | None, files: Mapping[str, str], message: str, moment: datetime
    ) -> str:
        """Write a commit that adds `files` ({path: text}) to `base`, and return it."""
        descriptor, index = tempfile.mkstemp(dir=self.folder, prefix="index-")
        os.close(descriptor)
        os.unlink(index)  # git wants to create it
        at = f"@{int(moment.timestamp())} +0000"
        private = {"GIT_INDEX_FILE": index, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        try:
            if base:
                self._run("read-tree", checked(SHA, base), more=private)
            for path, text in sorted(files.items()):
                blob = self.blob(text)
                entry = f"100644,{blob},{checked(PATH, path)}"
                self._run("update-index", "--add", "--cacheinfo", entry, more=private)
            tree = self._sha("write-tree", more=private)
        finally:
            Path(index).unlink(missing_ok=True)
        parents = ["-p", base] if base else []
        return self._sha("commit-tree", tree, *parents, given=message, more=private)

    def blob(self, text: str) -> str:
        """Keep a text, and return its name."""
        return self._sha("hash-object", "-w", "--stdin", given=text)

    def push(self, commit: str, branch: str) -> None:
        """Give the remote a new branch. A branch that is there already, with this very commit, is
        what we wanted. Raises Conflict when it holds another."""
        ref = f"refs/heads/{checked(BRANCH, branch)}"
        try:
            self._remote(
                "push",
                "--quiet",
                "--porcelain",
                f"--force-with-lease={ref}:",
                self.url,
                f"{checked(SHA, commit)}:{ref}",
            )
        except Refused:
            there = self.remote_branches(branch).get(branch)
            if there == commit:
                return
            if there is not None:
                raise Conflict(f"the branch {branch} holds another commit") from None
            raise

    def remote_branches(self, pattern: str) -> dict[str, str]:
        """Return the branches of the remote that fit a pattern, each with its commit."""
        listed = self._remote("ls-remote", "--heads", self.url, f"refs/heads/{pattern}")
        pairs = (line.split("\t", 1) for line in listed.splitlines() if "\t" in line)
        return {name.removeprefix("refs/heads/"): sha for sha, name in pairs}

    def additions(self, commit: str) -> tuple[str, dict[str, str]] | None:
        """Return the base of a commit and the files that it adds ({path: blob}), or None when it
        does anything else."""
        line = self._run("rev-list", "--parents", "--max-count=1", checked(SHA, commit)).split()
        if len(line) != 2:
            return None
        changed = self._run("diff-tree", "-r", "--no-commit-id", "--no-renames", "-z", commit)
        fields = changed.split("\0")[:-1]
        added = {}
        for facts, path in zip(fields[::2], fields[1::2], strict=True):
            _, mode, _, blob, status = facts.split()
            if status != "A" or mode != "100644":
                return None
            added[path] = blob
        return line[1], added

    def holds(self, commit: str, files: Mapping[str, str]) -> bool:
        """Tell whether a commit has all these files ({path: text}), word for word."""
        listed = self._run("ls-tree", "-r", "-z", checked(SHA, commit), "--", *sorted(files))
        entries = (line.split("\t", 1) for line in listed.split("\0")[:-1])
        there = {path: facts.split()[2] for facts, path in entries}
        return there == {path: self.blob(text) for path, text in files.items()}

    def patch(self, commit: str) -> str:
        """Return a commit as a file that `git am` applies."""
        return self._run(
            "format-patch", "--stdout", "--root", "--no-signature", "-1", checked(SHA, commit)
        )

    def _sha(self, *arguments: str, given: str = "", more: Mapping[str, str] = {}) -> str:
        return checked(SHA, self._run(*arguments, given=given, more=more).strip())

    def _remote(self, *arguments: str | None) -> str:
        if self.url is None:
            raise BadSetting("there is no remote repository")
        return self._run(*(one for one in arguments if one is not None))

    def _run(self, *arguments: str, given: str = "", more: Mapping[str, str] = {}) -> str:
        """Run git, and end it with all its children when it overruns."""
        process = subprocess.Popen(
            ["git", *arguments],
            cwd=self.folder,
            env={**self.environment, "GIT_DIR": str(self.folder), **more},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        try:
            out, err = process.communicate(given, timeout=self.seconds)
        except subprocess.TimeoutExpired:
            raise Unreachable(f"git {arguments[0]} gave no answer in time") from None
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.returncode == 0:
            return out
        if "[rejected]" in out + err or "[remote rejected]" in out + err:
            raise Refused(f"the repository refused git {arguments[0]}")
        raise Unreachable(f"git {arguments[0]} failed")


def checked(pattern: re.Pattern[str], text: str) -> str:
    """Return a text that has the form of its kind, whole. Raises ValueError on any other."""
    if not pattern.fullmatch(text):
        raise ValueError("not the form of a commit, a branch or a path of ours")
    return text
