"""Loading the extension from its folder, or saying why OpenFisca cannot."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contrib_app.authoring.checks.findings import Finding, Repository
from lawcases import Legislation, load_legislation
from lawcases.accelerating import accelerate
from lawcases.errors import LegislationNotLoaded


def load(repository: Repository) -> tuple[Legislation | None, list[Finding]]:
    """Return the law with the extension, or why it cannot be loaded."""
    accelerate()
    try:
        with importable(repository.root):
            return load_legislation(repository.country, [repository.extension]), []
    except LegislationNotLoaded as error:
        problem = f"OpenFisca ne peut pas charger cette extension ({error.reason.splitlines()[0]})"
        remedy = "Corrigez le fichier que ce message nomme"
        return None, [Finding(repository.extension, 1, problem, remedy, stops=True)]


@contextmanager
def importable(root: Path) -> Iterator[None]:
    """Let packages of a folder be imported first."""
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
