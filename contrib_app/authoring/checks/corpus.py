"""The cases of the corpus, as `lawcases lint` reads them, in French."""

from collections.abc import Iterator

from contrib_app.authoring.checks.findings import Finding, Repository
from contrib_app.authoring.checks.wording import words_of
from lawcases import Legislation
from lawcases.errors import CaseError
from lawcases.linting import lint_cases
from lawcases.reading import read_file


def check(repository: Repository, law: Legislation) -> Iterator[Finding]:
    """Yield what is wrong in the corpus."""
    for file in repository.corpus:
        shown = repository.name_of(file)
        try:
            cases = read_file(file)
        except CaseError as error:
            yield _finding(shown, error)
            continue
        for doubt in lint_cases(cases, law, silenced=repository.silenced):
            yield _finding(shown, doubt)


def _finding(file: str, error: CaseError) -> Finding:
    return Finding(file, error.place.line if error.place else 1, *words_of(error))
