"""What a check finds, and where the things to check are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lawcases.settings import nearest_settings


@dataclass(frozen=True, order=True)
class Finding:
    """Something to correct: where, what, and what instead, in French.

    stops: the law cannot be loaded, or would not mean what it says, before this is corrected.
    """

    file: str
    line: int
    problem: str
    remedy: str
    stops: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        end = "" if self.remedy.endswith(("?", "…")) else "."
        return f"{self.file}:{self.line} : {self.problem}. {self.remedy}{end}"


@dataclass(frozen=True)
class Repository:
    """The folders of an extension, below `root`; `extension` is the name of its package."""

    root: Path
    extension: str
    country: str = "openfisca_france"
    silenced: tuple[str, ...] = ()

    @property
    def law_files(self) -> list[Path]:
        return sorted((self.root / self.extension).rglob("*.py"))

    @property
    def parameter_root(self) -> Path:
        return self.root / self.extension / "parameters"

    @property
    def catalogue(self) -> Path:
        return self.root / "contrib_app/catalogue/benefits"

    @property
    def corpus(self) -> list[Path]:
        folders = (self.root / "tests/yaml", self.root / "tests/divergences")
        return sorted(file for folder in folders for file in folder.rglob("*.yaml"))

    def name_of(self, file: Path) -> str:
        """Return the path that messages show."""
        return str(file.relative_to(self.root)) if file.is_relative_to(self.root) else str(file)


def repository_at(root: Path) -> Repository:
    """Return the repository of a folder, as its `pyproject.toml` describes it."""
    settings = nearest_settings(root.resolve())
    return Repository(
        root=root.resolve(),
        extension=next(iter(settings.extensions), "openfisca_mesaides"),
        country=settings.country,
        silenced=settings.silenced,
    )


def texts(repository: Repository, files: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield the shown path and the text of each file."""
    for file in files:
        yield repository.name_of(file), file.read_text(encoding="utf-8", errors="replace")
