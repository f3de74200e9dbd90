"""`docs/encoder-une-aide.md` is true: its listings are those of the repository, its commands run.

Everything happens in a copy of the repository, in the order of the guide. A listing whose fence
names a file is the whole file, or an excerpt when it says so; the file is then written in the copy.
In a console, `$` begins a command, and what follows is what it prints; `…` stands for anything.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/encoder-une-aide.md"
COPIED = ("openfisca_mesaides", "contrib_app", "lawcases", "tests/yaml", "tests/divergences")
FILES = ("pyproject.toml", ".yamllint", "CHANGELOG.md")
FENCE = re.compile(r"^```(\w+) *(.*?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXCERPT = " (extrait)"
IDENTITY = {"NAME": "Une agente", "EMAIL": "agente@ville.example"}


def blocks():
    """Return the fenced blocks of the guide: language, what the fence says, text."""
    return FENCE.findall(GUIDE.read_text(encoding="utf-8"))


def listings():
    return [(said, text) for language, said, text in blocks() if language != "console" and said]


def commands(text):
    """Return the commands of a console with what each prints.

    >>> commands("$ echo a\\n\\na\\n$ true\\n")
    [('echo a', '\\na\\n'), ('true', '')]
    """
    found = re.split(r"^\$ ", text.replace("\\\n", ""), flags=re.MULTILINE)[1:]
    return [tuple(one.split("\n", 1)) for one in found]


def matches(shown, printed):
    """Tell whether what is shown is what was printed; `…` stands for anything."""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A repository of its own, as a contributor clones it, with a remote to push to."""
    root = tmp_path_factory.mktemp("guide")
    copy, remote = root / "mes-aides", root / "remote.git"
    for folder in COPIED:
        if (ROOT / folder).exists():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for file in FILES:
        shutil.copy(ROOT / file, copy / file)
    run(copy, f"git init -q --bare -b main {remote}")
    run(copy, "git init -q -b main && git add -A && git commit -q -m Clone")
    run(copy, f"git remote add origin {remote} && git push -q origin main")
    return copy


def run(folder, command):
    """Run a command of the guide, as a contributor does, and return what it prints."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "COLUMNS": "80",
        **{f"GIT_AUTHOR_{what}": value for what, value in IDENTITY.items()},
        **{f"GIT_COMMITTER_{what}": value for what, value in IDENTITY.items()},
    }
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize(("said", "text"), listings(), ids=[said for said, _ in listings()])
def test_a_listing_is_what_the_repository_holds(said, text):
    real = (ROOT / said.removesuffix(EXCERPT)).read_text(encoding="utf-8")
    if said.endswith(EXCERPT):
        assert text in real
    else:
        assert text == real


def test_the_commands_print_what_the_guide_shows(copy):
    for language, said, text in blocks():
        if language == "console":
            for command, shown in commands(text):
                printed = run(copy, command)
                assert matches(shown, printed), f"$ {command}\n{printed}"
        elif said:
            path = said.removesuffix(EXCERPT)
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, copy / path)
    assert run(copy, "git diff --stat origin/main") == ""


def test_the_guide_shows_what_it_promises():
    shown = {command.split()[0] for _, _, text in blocks() for command, _ in commands(text)}
    assert {"mesaides", "lawcases", "openfisca", "git"} <= shown
    assert len(listings()) >= 5
