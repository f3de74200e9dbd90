"""From the command to the verdict of one file: `openfisca test` against `lawcases run`.

python -m benchmarks.starting [FILE]    the file must lie within this repository
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILE = "tests/yaml/communes/paris/charge_logement.yaml"
LAW = {"country": "openfisca_france", "extension": "openfisca_mesaides"}
ROUNDS = 3
GOAL = 4


def seconds(command: list[str], cache: str) -> tuple[float, float]:
    """Return how long a command takes: on the wall, and of processor."""
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, env={**os.environ, "XDG_CACHE_HOME": cache}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    file = sys.argv[1] if len(sys.argv) > 1 else FILE
    tools = Path(sys.executable).parent
    official = [str(tools / "openfisca"), "test", file, "--country-package", LAW["country"]]
    official += ["--extensions", LAW["extension"]]
    ours = [str(tools / "lawcases"), "run", file, "--country", LAW["country"]]
    ours += ["--extension", LAW["extension"]]
    with tempfile.TemporaryDirectory() as cache:
        cold = seconds(ours, cache)
        # In turns, so that a busy moment of the machine weighs on both.
        pairs = [(seconds(official, cache), seconds(ours, cache)) for _ in range(ROUNDS)]
    theirs, warm = (tuple(map(min, zip(*side, strict=True))) for side in zip(*pairs, strict=True))
    print(f"{file}, best of {ROUNDS}")
    for name, (wall, processor) in (("openfisca", theirs), ("first", cold), ("second", warm)):
        print(f"{name:>10}: {wall:6.2f} s, {processor:6.2f} s of processor")
    by_wall, by_processor = (their / own for their, own in zip(theirs, warm, strict=True))
    print(f"{by_wall:.1f} times quicker, {by_processor:.1f} by processor (goal: {GOAL})")


if __name__ == "__main__":
    main()
