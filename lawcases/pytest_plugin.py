"""A pytest plugin: each case is a test, and the tests are computed together, in batches.

It does nothing unless asked, by `pytest --lawcases` or by the folders named in pytest's settings
(`lawcases = ["tests/yaml"]`), and nothing within `openfisca test`, which is pytest too and collects
the same files. Which law, and where red is expected, come from `[tool.lawcases]`.
"""

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from lawcases.case import Case
from lawcases.commands.shared import SUFFIXES, processors
from lawcases.errors import CaseError
from lawcases.reading import POWERFUL_KEYS, read_file
from lawcases.report import Result, Verdict
from lawcases.reporting import explanation, one_line
from lawcases.settings import nearest_settings

OFFICIAL_RUNNER = "openfisca_core.tools.test_runner"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lawcases", "test cases of a law")
    group.addoption("--lawcases", action="store_true", help="collect every YAML file as test cases")
    parser.addini("lawcases", "folders whose YAML files are test cases", type="paths", default=[])
    parser.addini(
        "lawcases_allow",
        f"keys to accept although they load code: {', '.join(sorted(POWERFUL_KEYS))}",
        type="args",
        default=[],
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix in SUFFIXES and _is_wanted(file_path, parent.config):
        return CaseFile.from_parent(parent, path=file_path)
    return None


def _is_wanted(file: Path, config: pytest.Config) -> bool:
    plugins = config.pluginmanager.get_plugins()
    if any(type(plugin).__module__ == OFFICIAL_RUNNER for plugin in plugins):
        return False
    folders: list[Path] = config.getini("lawcases")
    return config.getoption("--lawcases") or any(file.is_relative_to(one) for one in folders)


class CaseFile(pytest.File):
    """A file of cases. One that cannot be read is a test that fails, and stops no other."""

    def collect(self) -> Iterator["CaseItem"]:
        try:
            cases = read_file(self.path, allow=self.config.getini("lawcases_allow"))
        except CaseError as error:
            yield CaseItem.from_parent(self, name="reading the file", case=None, error=error)
            return
        for rank, case in enumerate(cases, 1):
            title = one_line(case.name or "case").replace("::", ": :")
            yield CaseItem.from_parent(self, name=f"{title} #{rank}", case=case, rank=rank)


class CaseItem(pytest.Item):
    """A case, or the reason why there is none."""

    def __init__(
        self, *, case: Case | None, rank: int = 1, error: CaseError | None = None, **facts: Any
    ):
        super().__init__(**facts)
        self.case = case
        self.rank = rank
        self.error = error

    def runtest(self) -> None:
        if self.case is None:
            raise Wrong(str(self.error))
        result = _runner(self.session).result(self)
        text = "\n".join(explanation(result))
        if result.verdict is Verdict.DIVERGENCE:
            pytest.xfail(text)
        if not result.verdict.is_good:
            raise Wrong(text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any) -> Any:
        """Say what is wrong; where in this library it was noticed helps nobody."""
        if isinstance(excinfo.value, Wrong | CaseError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        place = self.case.place if self.case else self.error and self.error.place
        line = place.line if place else 1
        # Not the end of the node's id, where pytest would take each full stop for a separator.
        return self.path, line - 1, f"{self.path.name}:{line}  {self.name}"


class Wrong(Exception):
    """A case whose verdict is not the one that is wanted."""


RUNNER = pytest.StashKey["_Runner"]()


def _runner(session: pytest.Session) -> "_Runner":
    if RUNNER not in session.stash:
        session.stash[RUNNER] = _Runner(session)
    return session.stash[RUNNER]


class _Runner:
    """Computes all the cases of a session when the first one is asked for."""

    def __init__(self, session: pytest.Session):
        from lawcases import legislation

        self.settings = nearest_settings(session.config.rootpath)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numpy warns within formulas
            self.law = legislation.load_legislation(self.settings.country, self.settings.extensions)
        self.results: dict[str, Result] = {}
        self.together = self._asked_together(session)

    def result(self, item: CaseItem) -> Result:
        """Return the result of a case, computed with all the others."""
        if item.nodeid not in self.results:
            self._compute(self.together if item in self.together else [item])
        return self.results[item.nodeid]

    def _asked_together(self, session: pytest.Session) -> list[CaseItem]:
        """Return the cases of this process: with pytest-xdist, nobody knows which beforehand."""
        if hasattr(session.config, "workerinput"):
            return []
        return [one for one in session.items if isinstance(one, CaseItem) and one.case]

    def _compute(self, items: Sequence[CaseItem]) -> None:
        from lawcases.batching import run_cases

        cases = [item.case for item in items if item.case]
        jobs = min(processors(), len(cases))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            outcomes = run_cases(cases, self.law, jobs=jobs)
        for item, outcome in zip(items, outcomes, strict=True):
            expects_red = self.settings.expects_red(item.path)
            self.results[item.nodeid] = Result(outcome, expects_red, item.rank)
