"""The hooks work as `pre-commit` runs them, on staged files of another repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
GOOD = """\
name: Five
period: 2024-03
input:
  date_naissance: 2018-07-01
output:
  age: 5
"""
SAME = "output: {age: 5}\nperiod: 2024-03\nname: Five\ninput: {date_naissance: 2018-07-01}\n"


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    names = {"GIT_AUTHOR_NAME": "a", "GIT_COMMITTER_NAME": "a"}
    mails = {"GIT_AUTHOR_EMAIL": "a@a.example", "GIT_COMMITTER_EMAIL": "a@a.example"}
    own = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{own['PATH']}"
    home = {"PATH": path, "PRE_COMMIT_HOME": str(cwd / ".git" / "cache")}
    return subprocess.run(
        [str(one) for one in command],
        cwd=cwd,
        env={**own, **names, **mails, **home},
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed: apt install git")
@pytest.mark.skipif(not PRE_COMMIT.exists(), reason="pip install pre-commit")
def test_a_bad_case_cannot_be_committed(tmp_path: Path) -> None:
    hooks, ours = tmp_path / "hooks", tmp_path / "ours"
    for folder in (hooks, ours):
        folder.mkdir()
        assert run("git", "init", "-q", cwd=folder).returncode == 0
    shutil.copy(MANIFEST, hooks)
    run("git", "add", ".", cwd=hooks)
    assert run("git", "commit", "-q", "-m", "Hooks", cwd=hooks).returncode == 0
    version = run("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    # The commands are those of this environment: no package is to be installed by a test.
    chosen = [
        {"id": hook["id"], "language": "system", "files": "^tests/"}
        for hook in yaml.safe_load(MANIFEST.read_text())
    ]
    config = {"repos": [{"repo": str(hooks), "rev": version, "hooks": chosen}]}
    (ours / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (ours / "tests").mkdir()
    (ours / "tests" / "a.yaml").write_text(GOOD)
    (ours / "other.yaml").write_text("not: a case\n")
    run("git", "add", ".", cwd=ours)
    done = run(PRE_COMMIT, "run", cwd=ours)
    assert done.returncode == 0, done.stdout

    (ours / "tests" / "a.yaml").write_text(SAME)
    run("git", "add", ".", cwd=ours)
    done = run(PRE_COMMIT, "run", cwd=ours)
    assert done.returncode == 1, done.stdout
    assert "tests/a.yaml: rewritten" in done.stdout
    assert (ours / "tests" / "a.yaml").read_text() == GOOD

    (ours / "tests" / "a.yaml").write_text(GOOD.replace("age:", "agee:"))
    run("git", "add", ".", cwd=ours)
    done = run(PRE_COMMIT, "run", cwd=ours)
    assert done.returncode == 1, done.stdout
    assert "tests/a.yaml:6: no variable or entity is named 'agee'" in done.stdout
