"""How much faster cases run in batches than with OpenFisca's own runner, values being equal.

    python -m benchmarks.batches [--cases N] [--short N] [--sample N]

(a) contributed cases, 20 outputs each; (b) the same, shrunk; (c) agency cases of OpenFisca-France,
beside the project. Each time is the CPU of a process that has loaded the law, from the text of the
cases to their verdicts; OpenFisca judges a sample, and its values must be ours.
"""

import argparse
import random
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from compare_with_openfisca import differences, official_verdicts, our_verdicts, yaml_files

from benchmarks.common import SHARED, apart, table
from benchmarks.households import expecting, households
from lawcases import Case, Legislation, load_legislation, write_cases
from lawcases.shrinking import count_inputs, shrink


def main() -> None:
    """Measure the corpora that are asked for, and print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs="*", default=["long", "short", "real"])
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--short", type=int, default=100, help="cases really shrunk, for (b)")
    parser.add_argument("--sample", type=int, default=12, help="cases that OpenFisca judges")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    law = load_legislation("openfisca_france", ["openfisca_mesaides"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "long" in options.corpora:
            cases = expecting(households(options.cases), law)
            measure(f"(a) {len(cases)} contributed cases", cases, law, options, folder / "long")
        if "short" in options.corpora:
            cases = list(shrunk(options, law))
            title = f"(b) {len(cases)} shrunk cases, made of {options.short} by changing amounts"
            measure(title, expecting(cases, law), law, options, folder / "short")
    if "real" in options.corpora and SHARED.is_dir():
        files = yaml_files([SHARED / "mes_aides"])
        compare(f"(c) {len(files)} agency cases", files, files, load_legislation())


def shrunk(options: argparse.Namespace, law: Legislation) -> Iterator[Case]:
    """Yield households that were shrunk, then the same with other amounts."""
    draw = random.Random(1)
    found = [shrink(case, law).case for case in expecting(households(options.short), law)]
    for rank in range(options.cases):
        case = found[rank % len(found)]
        if rank >= len(found):
            case = replace(case, input=_other_amounts(case.input, draw))
        yield replace(case, name=f"Household {rank}")


def _other_amounts(tree: Any, draw: random.Random) -> Any:
    if isinstance(tree, dict):
        return {key: _other_amounts(value, draw) for key, value in tree.items()}
    if isinstance(tree, float) or (isinstance(tree, int) and abs(tree) > 150):
        return round(tree * draw.uniform(0.8, 1.2))
    return tree


def measure(
    title: str, cases: Sequence[Case], law: Legislation, options: Any, folder: Path
) -> None:
    """Write cases in files, and compare all of them with a sample judged by OpenFisca."""
    folder.mkdir()
    files = []
    for rank, case in enumerate(cases):
        files.append((folder / f"{rank:05}.yaml").resolve())
        files[-1].write_text(write_cases([case]), encoding="utf-8")
    inputs = sorted(count_inputs(case, law) for case in cases)
    title += f", median {inputs[len(inputs) // 2]} inputs"
    compare(title, files, random.Random(0).sample(files, options.sample), law)


def compare(title: str, files: list[Path], sample: list[Path], law: Legislation) -> None:
    """Judge the files in batches, a sample of them with OpenFisca, and print the ratio."""
    official, theirs = apart(lambda: official_verdicts(sample, law).verdicts)
    ours, mine = apart(lambda: our_verdicts(dict.fromkeys(files), law))
    found = [
        difference
        for file in sample
        for difference in differences(official.get(str(file), []), ours[file])
    ]
    one, other = theirs / len(sample), mine / len(files)
    table(
        title,
        [
            ("OpenFisca's runner, a case", f"{one * 1000:.0f} ms ({len(sample)} cases)"),
            ("lawcases, a case", f"{other * 1000:.2f} ms ({mine:.1f} s for all)"),
            ("times less CPU", f"{one / other:.1f}"),
            ("differences of verdict or value", f"{len(found)} {found[:2] or ''}"),
        ],
    )


if __name__ == "__main__":
    main()
