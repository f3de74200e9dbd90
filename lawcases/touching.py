"""What running cases went through, and whether a change of the law's files can alter it.

Names of variables and of parameters are noted while cases run. A saved file of variables touches
the cases that met one of its variables, before or after; a saved file of parameters, those that
read one of its own. What is neither, such as a helper that others import, touches all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openfisca_core.populations import CorePopulation

from lawcases.accelerating import LazyNodeAtInstant
from lawcases.legislation import Legislation

PARAMETERS = "parameters"
INDEX = "index"


@dataclass
class Touched:
    """Names of variables and of parameters, in full."""

    variables: set[str] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)

    def meets(self, changed: "Touched") -> bool:
        """Tell whether something that changed was met: a name, or what it holds or lies in.

        >>> Touched(parameters={"aid.rate"}).meets(Touched(parameters={"aid"}))
        True
        >>> Touched(parameters={"aid.rate"}).meets(Touched(parameters={"aid.ra"}))
        False
        """
        return not self.variables.isdisjoint(changed.variables) or any(
            name == other or name.startswith(f"{other}.") or other.startswith(f"{name}[")
            for other in changed.parameters
            for name in self.parameters
        )


@contextmanager
def noting() -> Iterator[Touched]:
    """Note, within, what is touched for the first time since this process computes."""
    touched = Touched()
    get_holder, read = CorePopulation.get_holder, LazyNodeAtInstant.__getattr__

    def get_noted_holder(self: Any, variable_name: str) -> Any:
        touched.variables.add(variable_name)
        return get_holder(self, variable_name)

    def read_noted(self: Any, key: str) -> Any:
        if not key.startswith("_"):
            parent = self.__dict__["_name"]
            touched.parameters.add(f"{parent}.{key}" if parent else key)
        return read(self, key)

    _put(get_noted_holder, read_noted)
    try:
        yield touched
    finally:
        _put(get_holder, read)


def _put(get_holder: Any, read: Any) -> None:
    CorePopulation.get_holder = get_holder
    LazyNodeAtInstant.__getattr__ = read  # type: ignore[method-assign]


def variables_by_file(law: Legislation) -> dict[str, set[str]]:
    """Return the names of the variables of each file; a file is named by the end of its path."""
    found: dict[str, set[str]] = {}
    for name, variable in law.system.variables.items():
        if variable.introspection_data:
            found.setdefault(str(variable.introspection_data[0]), set()).add(name)
    return found


def changed_names(
    files: Iterable[Path], folders: Iterable[Path], *laws: Mapping[str, set[str]]
) -> Touched | None:
    """Return what changed when some files of the law did, None if it may be anything.

    folders: of the packages. laws: `variables_by_file` of the law before, and of the law after.
    """
    folders = list(folders)
    changed = Touched()
    for file in files:
        folder = next((one for one in folders if file.is_relative_to(one)), None)
        if folder is None:
            return None
        parts = file.relative_to(folder).with_suffix("").parts
        if file.suffix in (".yaml", ".yml") and parts[0] == PARAMETERS and file.exists():
            changed.parameters.add(".".join(parts[1:-1] if parts[-1] == INDEX else parts[1:]))
            continue
        names = [own for law in laws for end, own in law.items() if str(file).endswith(end)]
        if file.suffix != ".py" or not any(names) or _is_imported(file, folders):
            return None
        changed.variables.update(*names)
    return None if "" in changed.parameters else changed


def _is_imported(file: Path, folders: Iterable[Path]) -> bool:
    """Tell whether another file of the law seems to import this one."""
    importing = re.compile(rf"^\s*(from|import)\b.*\b{re.escape(file.stem)}\b", re.MULTILINE)
    return any(
        importing.search(other.read_text("utf-8", "replace"))
        for folder in folders
        for other in folder.rglob("*.py")
        if other != file
    )
