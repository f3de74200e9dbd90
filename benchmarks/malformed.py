"""Ten thousand malformed files: none crashes, hangs, runs code or fills the memory.

    python -m benchmarks.malformed [--count N] [--seed N]

Half of the texts are drawn by Hypothesis, half are real files that were damaged. Each is read and,
if it can be, checked against a small law; each refusal must have a place within the text.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from compare_with_openfisca import yaml_files
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.common import ROOT, SHARED, table
from lawcases import CaseError, Legislation, check_case, load_legislation, read_cases

PIECES = [
    *("name", "input", "output", "period", "2024-01", "é", "<<", "1", "no", "~", "010", "0x1"),
    *("1:2", ".inf", ".NaN", "|", ">-", "'", '"', "!!int ", "!!python/object/apply:os.system "),
    *(":", "-", "?", "{", "}", "[", "]", ",", "#", "%", "&a ", "*a", ": ", "- ", "? ", "---\n"),
    *("\n", "\n  ", " ", "...", "\t", "\x00", "\x85", "\u2028", "\ud800", "9" * 400, "9**9**9"),
]
RUNNING = ("os.", "subprocess.", "exec", "compile", "import", "socket.", "ctypes.", "shutil.")
LONGEST = 5  # seconds of CPU for one text: a hang


class Watch:
    """What happens while texts are read: code that runs, time, refusals without a place."""

    def __init__(self, law: Legislation):
        self.law = law
        self.is_reading = False
        self.events: list[str] = []
        self.faults: list[str] = []
        self.slowest = 0.0
        self.read = self.refused = 0
        sys.addaudithook(self._note)

    def _note(self, event: str, _: Any) -> None:
        if self.is_reading and event.startswith(RUNNING):
            self.events.append(event)

    def take(self, text: str) -> None:
        """Read a text, check its cases, and keep what is wrong with us."""
        started = time.process_time()
        self.is_reading = True
        try:
            for case in read_cases(text):
                for problem in check_case(case, self.law):
                    str(problem)
            self.read += 1
        except CaseError as error:
            self.refused += 1
            lines = len(text.splitlines()) + 1
            if error.place is None or not 1 <= error.place.line <= lines:
                self.faults.append(f"no place: {error}")
        except Exception as error:
            self.faults.append(f"{type(error).__name__} for {text[:200]!r}")
        finally:
            self.is_reading = False
        self.slowest = max(self.slowest, time.process_time() - started)


def damaged(texts: Sequence[str], count: int, draw: random.Random) -> Iterator[str]:
    """Yield real texts with pieces inserted, removed, moved or repeated."""
    for _ in range(count):
        text = draw.choice(texts)
        for _ in range(draw.choice([1, 1, 2, 4])):
            start = draw.randrange(len(text) + 1)
            end = min(len(text), start + draw.choice([0, 1, 3, 30]))
            kind = draw.randrange(4)
            if kind == 0:
                text = text[:start] + draw.choice(PIECES) + text[end:]
            elif kind == 1:
                text = text[:start] + text[end:]
            elif kind == 2:
                text = text[:start] + text[start:end] * draw.choice([2, 50]) + text[end:]
            else:
                text = text[end:] + text[:start]
        yield text


def _memory() -> float:
    """Return the most memory that the process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Read them all, and print a table; the status is 1 if one of them did harm."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    watch = Watch(load_legislation("openfisca_country_template"))
    folders = [
        folder for folder in (ROOT / "tests" / "yaml", SHARED / "formulas") if folder.is_dir()
    ]
    texts = [file.read_text("utf-8")[:4000] for file in yaml_files(folders)]

    @seed(options.seed)
    @settings(
        max_examples=options.count // 2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES)).map("".join)))
    def drawn(text: str) -> None:
        watch.take(text)

    # What is loaded and remembered at first is not what a text does: a tenth of them to begin with.
    several = list(damaged(texts, options.count - options.count // 2, random.Random(options.seed)))
    started = time.process_time()
    for text in several[: len(several) // 10]:
        watch.take(text)
    memory = [_memory()]
    for text in several[len(several) // 10 :]:
        watch.take(text)
    memory.append(_memory())
    drawn()
    memory.append(_memory())
    seconds = time.process_time() - started
    table(
        f"{watch.read + watch.refused} texts: {watch.read} read, {watch.refused} refused",
        [
            ("CPU", f"{seconds:.0f} s, at most {watch.slowest:.2f} s for one"),
            ("memory gained by damaged files", f"{memory[1] - memory[0]:.0f} MB"),
            ("memory gained by drawn texts", f"{memory[2] - memory[1]:.0f} MB (and Hypothesis)"),
            ("code that ran", f"{len(watch.events)} {watch.events[:3] or ''}"),
            ("crashes, places missing", f"{len(watch.faults)}"),
        ],
    )
    for fault in watch.faults[:10]:
        print(f"  {fault}")
    return int(bool(watch.faults or watch.events or watch.slowest > LONGEST))


if __name__ == "__main__":
    sys.exit(main())
