"""Which version of the rules is installed here, told without loading them."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from contrib_app.engine.law import COUNTRY, EXTENSIONS


@cache
def installed_rules() -> str:
    """Return a name of the installed rules, which changes as soon as one of their files does.

    For example `france-176.1.3+1f0c9a2b7d3e`.
    """
    digest = hashlib.sha256()
    for extension in EXTENSIONS:
        for folder in _folders(extension):
            for file in sorted(folder.rglob("*")):
                if file.suffix in (".py", ".yaml"):
                    digest.update(str(file.relative_to(folder)).encode() + b"\0")
                    digest.update(file.read_bytes() + b"\0")
    name = COUNTRY.removeprefix("openfisca_")
    return f"{name}-{version(COUNTRY.replace('_', '-'))}+{digest.hexdigest()[:12]}"


def _folders(package: str) -> list[Path]:
    spec = find_spec(package)
    return [Path(one) for one in (spec.submodule_search_locations or ())] if spec else []
