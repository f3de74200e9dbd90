"""How much smaller real cases become, how long it takes, and that no verdict changes.

    python -m benchmarks.shrinking [PATH] [--every N] [--keep FOLDER]

Each case of PATH (by default the agency cases beside the project) is shrunk; then OpenFisca's own
runner judges the long and the short ones, in a process that nothing accelerates.
"""

import argparse
import statistics
import tempfile
import time
import warnings
from pathlib import Path

from compare_with_openfisca import official_verdicts, yaml_files

from benchmarks.common import SHARED, apart, table
from lawcases import load_legislation, read_file, write_cases
from lawcases.shrinking import shrink


def main() -> None:
    """Shrink, judge, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", nargs="?", type=Path, default=SHARED / "mes_aides")
    parser.add_argument("--every", type=int, default=1, help="take one file in N")
    parser.add_argument("--keep", type=Path, help="leave the short cases in this folder")
    options = parser.parse_args()
    warnings.simplefilter("ignore")

    law = load_legislation("openfisca_france")
    files = yaml_files([options.path])[:: options.every]
    folder = options.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    before, after, seconds, short = [], [], [], []
    for file in files:
        started = time.process_time()
        found = [shrink(case, law) for case in read_file(file)]
        seconds.append((time.process_time() - started) / len(found))
        before += [one.before for one in found]
        after += [one.after for one in found]
        short.append((folder / file.name).resolve())
        short[-1].write_text(write_cases([one.case for one in found]), encoding="utf-8")
        print(f"{file.name}: {before[-1]} -> {after[-1]}, {seconds[-1]:.1f} s", flush=True)
    official, _ = apart(lambda: official_verdicts([*files, *short], law).verdicts)
    changed = [
        file.name
        for file, other in zip(files, short, strict=True)
        if [v.passed for v in official[str(file)]] != [v.passed for v in official[str(other)]]
    ]
    table(
        f"{len(before)} cases shrunk, from {options.path}",
        [
            ("inputs before, median", f"{statistics.median(before):.0f}"),
            ("inputs after, median", f"{statistics.median(after):.0f}"),
            ("inputs after, largest", f"{max(after)}"),
            ("CPU of a case, median", f"{statistics.median(seconds):.1f} s"),
            ("CPU of a case, longest", f"{max(seconds):.1f} s"),
            ("verdicts of OpenFisca changed", f"{len(changed)} {' '.join(changed)}"),
        ],
    )


if __name__ == "__main__":
    main()
