"""The clone: the same commit on every retry, nobody else's work touched, nothing executed."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contrib_app.publishing.errors import BadSetting, Conflict, Unreachable
from contrib_app.publishing.git import Repository, protocol_of
from tests.contrib_app.publishing.conftest import AUTHOR, git_backend

MOMENT = datetime(2026, 11, 24, 10, 0, 0, tzinfo=UTC)
PATH = "tests/yaml/communes/paris/x/case_1.yaml"


def commit(repository, text="name: é\n", moment=MOMENT, message="Case 1\n"):
    with repository.alone():
        base = repository.fetch("main")
        return repository.commit(base, {PATH: text}, message, moment)


@pytest.fixture(params=["file", "http"])
def clone(request, remote, serve, tmp_path):
    """A clone of the remote, over each protocol."""
    url = remote.url
    if request.param == "http":
        url = f"{serve(git_backend(remote.folder.parent))}/remote.git"
    return Repository(tmp_path / "clone.git", url, author=AUTHOR, seconds=20)


def test_a_branch_with_one_file(clone, remote):
    sha = commit(clone)
    clone.push(sha, "cas/1")
    assert remote.branches() == {"cas/1": sha}
    assert remote.files("cas/1") == {PATH: "name: é\n"}
    assert remote.git("log", "-1", "--format=%an %ae %cn %at %ct", sha) == (
        "Mes aides mes-aides@localhost Mes aides 1795514400 1795514400"
    )
    assert remote.git("fsck", "--strict") == ""


def test_a_retry_makes_the_same_commit_even_from_a_new_clone(remote, tmp_path):
    one, other = (
        Repository(tmp_path / name, remote.url, author=AUTHOR) for name in ("a.git", "b.git")
    )
    assert commit(one) == commit(other)
    assert commit(one) != commit(one, moment=MOMENT + timedelta(seconds=1))
    sha = commit(one)
    one.push(sha, "cas/1")
    one.push(sha, "cas/1")
    other.push(sha, "cas/1")
    assert remote.branches() == {"cas/1": sha}


def test_somebody_elses_branch_is_never_touched(clone, remote):
    remote.git("update-ref", "refs/heads/cas/1", remote.first)
    with pytest.raises(Conflict):
        clone.push(commit(clone), "cas/1")
    assert remote.branches() == {"cas/1": remote.first}


def test_what_a_commit_adds(clone, remote):
    sha = commit(clone)
    base, files = clone.additions(sha)
    assert base == remote.first
    assert files == {PATH: clone.blob("name: é\n")}
    assert clone.additions(remote.first) is None
    assert clone.holds(sha, {PATH: "name: é\n"})
    assert not clone.holds(sha, {PATH: "name: e\n"})
    assert not clone.holds(remote.first, {PATH: "name: é\n"})


def test_a_patch_that_git_applies(remote, tmp_path):
    lonely = Repository(tmp_path / "lonely.git", None, author=AUTHOR)
    with lonely.alone():
        text = lonely.patch(lonely.commit(None, {PATH: "name: é\n"}, "Case 1\n", MOMENT))
    work = tmp_path / "work"
    remote.git("clone", "--quiet", ".", str(work))
    remote.git("-C", str(work), "am", "--quiet", given=text)
    assert (work / PATH).read_text() == "name: é\n"


@pytest.mark.parametrize(
    "url",
    [
        "ext::sh -c touch% /tmp/stolen",
        "--upload-pack=touch /tmp/stolen",
        "http://forge.example/r.git",
        "git://forge.example/r.git",
        "/home/somebody/r.git",
        "",
    ],
)
def test_addresses_that_are_refused(url):
    with pytest.raises(BadSetting):
        protocol_of(url)


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/x.yml",
        "../x.yaml",
        "tests/yaml/x.yaml\n",
        "tests/yaml/../../x.yaml",
        "/etc/x.yaml",
        "tests/yaml/x.yml",
    ],
)
def test_paths_and_branches_have_one_form(clone, path):
    with clone.alone():
        with pytest.raises(ValueError, match="not the form"):
            clone.commit(clone.fetch("main"), {path: "x"}, "m", MOMENT)
        for branch in ("--force", "cas/../main", "cas/1:main", "cas/1\n", "Cas/1"):
            with pytest.raises(ValueError, match="not the form"):
                clone.push("a" * 40, branch)


def test_hooks_and_settings_of_the_machine_are_ignored(remote, tmp_path, monkeypatch):
    clone = Repository(tmp_path / "clone.git", remote.url, author=AUTHOR)
    commit(clone)
    hook = tmp_path / "clone.git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\nexit 1\n")
    hook.chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(f'[url "file://{tmp_path}/elsewhere"]\n\tinsteadOf = file://\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    clone.push(commit(clone), "cas/1")
    assert "cas/1" in remote.branches()
    assert not (tmp_path / "hooked").exists()


def test_a_hook_of_the_remote_that_refuses(remote, clone):
    hook = remote.folder / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'secret of the server' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(Exception, match="refused") as error:
        clone.push(commit(clone), "cas/1")
    assert type(error.value).__name__ == "Refused"
    assert "secret" not in str(error.value)


def test_a_remote_that_never_answers_is_left_with_all_its_children(remote, serve, tmp_path):
    url = serve(lambda environ, start: time.sleep(20) or [])
    clone = Repository(tmp_path / "clone.git", f"{url}/remote.git", author=AUTHOR, seconds=1)
    with pytest.raises(Unreachable), clone.alone():
        clone.fetch("main")
    deadline = time.monotonic() + 5
    while children_running(clone.folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert children_running(clone.folder) == []


@pytest.mark.parametrize("status", ["503 Busy", "302 Found", "401 Who", "404 Nothing"])
def test_a_remote_that_answers_badly(remote, serve, tmp_path, status):
    url = serve(git_backend(remote.folder.parent, lambda environ: status))
    clone = Repository(tmp_path / "clone.git", f"{url}/remote.git", author=AUTHOR, seconds=20)
    with pytest.raises(Unreachable) as error, clone.alone():
        clone.fetch("main")
    assert "127.0.0.1" not in str(error.value)


def test_the_token_is_in_no_argument_and_on_no_disk(remote, serve, tmp_path):
    seen = []
    backend = git_backend(
        remote.folder.parent, lambda environ: seen.append(environ.get("HTTP_AUTHORIZATION"))
    )
    clone = Repository(
        tmp_path / "clone.git",
        f"{serve(backend)}/remote.git",
        author=AUTHOR,
        authorization="Basic c2VjcmV0",
    )
    clone.push(commit(clone), "cas/1")
    assert set(seen) == {"Basic c2VjcmV0"}
    kept = b"".join(one.read_bytes() for one in clone.folder.rglob("*") if one.is_file())
    assert b"c2VjcmV0" not in kept


def children_running(folder):
    """Return the processes that work in a clone."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if one.resolve(strict=True) == folder:
                found.append(one.parent.name)
        except OSError:
            continue
    return found
