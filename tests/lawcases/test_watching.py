"""A saved file is run again at once, and a saved law is another law."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lawcases.tinyland import write_country

CASE = "name: {name}\nperiod: 2024-03\ninput: {{rent: 100}}\noutput: {{aid: {aid}}}\n"
PATIENCE = 60.0


class Watch:
    """`lawcases run --watch` in a process of its own, and what it says between two pauses."""

    def __init__(self, folder: Path):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lawcases", "run", "cases", "--watch", "--country", "tinyland"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{Path.cwd()}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, words: str) -> str:
        """Return what was said until a line has these words."""
        said = ""
        while words not in said:
            try:
                said += self.lines.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"{words!r} was never said:\n{said}") from None
        return said

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        for child in re.findall(r"\d+", _children(self.process.pid)):
            os.kill(int(child), signal.SIGINT)  # as a terminal does, to all its processes
        return self.process.wait(PATIENCE)


def _children(pid: int) -> str:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text()


OTHER = """\
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from tinyland.entities import PERSON


class tax(Variable):
    value_type = float
    entity = PERSON
    definition_period = DateUnit.MONTH

    def formula(person, period, parameters):
        return 0 * person("rent", period) + parameters(period).tax.amount
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    package = write_country(tmp_path)
    (package / "variables" / "tax.py").write_text(OTHER)
    (package / "parameters" / "tax").mkdir()
    (package / "parameters" / "tax" / "amount.yaml").write_text("values: {2020-01-01: 7}")
    (tmp_path / "cases").mkdir()
    for name in ("one", "two"):
        (tmp_path / "cases" / f"{name}.yaml").write_text(CASE.format(name=name, aid=50))
    tax = CASE.format(name="tax", aid=7).replace("aid", "tax")
    (tmp_path / "cases" / "tax.yaml").write_text(tax)
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    process = Watch(folder)
    yield process
    process.process.kill()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_what_is_saved_is_run_again_and_nothing_else(folder: Path, watch: Watch) -> None:
    said = watch.until("Watching")
    assert "3 passed\nRan 3 of 3 files" in said
    children = _children(watch.process.pid)

    (folder / "cases" / "two.yaml").write_text(CASE.format(name="two", aid=75))
    said = watch.until("Watching")
    assert "expected 75, computed 50 (-25)" in said
    assert "2 passed, 1 failed\nRan 1 of 3 files" in said
    assert _children(watch.process.pid) == children, "the same law stays in memory"

    (folder / "tinyland" / "parameters" / "rate.yaml").write_text("values: {2020-01-01: 0.75}")
    said = watch.until("Watching")
    assert "The law changed" in said
    assert "expected 50, computed 75 (+25)" in said
    assert "2 passed, 1 failed\nRan 2 of 3 files" in said

    (folder / "tinyland" / "parameters" / "tax" / "amount.yaml").write_text(
        "values: {2020-01-01: 8}"
    )
    said = watch.until("Watching")
    assert "expected 7, computed 8 (+1)" in said
    assert "Ran 1 of 3 files" in said

    variables = folder / "tinyland" / "variables" / "aid.py"
    text = variables.read_text()
    variables.write_text(text + "    oops")
    assert "could not be loaded" in watch.until("could not")
    variables.write_text(text.replace(".rate", ".rate + 1"))
    said = watch.until("Watching")
    assert "expected 50, computed 76 (+26)" in said
    # `rent` is defined there too, and the tax reads it.
    assert "Ran 3 of 3 files" in said

    (folder / "tinyland" / "variables" / "tax.py").write_text(OTHER.replace("amount", "amount - 1"))
    said = watch.until("Watching")
    assert "Ran 1 of 3 files" in said
    assert "expected 7," not in said

    (folder / "tinyland" / "helpers.py").touch()
    assert "Ran 3 of 3 files" in watch.until("Watching")

    (folder / "cases" / "one.yaml").write_text("[")
    assert "1 passed, 1 failed, 1 unusable" in watch.until("Watching")
    (folder / "cases" / "one.yaml").unlink()
    (folder / "cases" / "two.yaml").write_text(CASE.format(name="two", aid=76))
    watch.until("\n2 passed")
    watch.until("Watching")
    status = watch.end()
    rest = "".join(watch.lines.queue)
    assert status == 0, rest
