"""Compare what the engine computes with what the law alone computes, on random households.

    python -m benchmarks.serving.exactness --households 2000

Each household is computed three times: alone, as it is; alone, with the zeros that the engine
states (`contrib_app.engine.stating`); and together with others. Every value must be the same. The
status is 1 when anything differs; the same seed draws the same households.
"""

import argparse
import random
import sys
import time
from typing import Any

import lawcases
from benchmarks.serving.households import Household, households
from contrib_app.engine.jobs import COUNTRY, EXTENSIONS
from contrib_app.engine.stating import Stating
from lawcases.accelerating import accelerate
from lawcases.together import Wanted, compute_together

MONTHS = ("2026-11", "2026-12", "2027-01", "2027-02", "2026-06", "2025-09")
BATCH = 24


def differences(
    asked: list[Household], law: lawcases.Legislation, stating: Stating
) -> tuple[list[str], dict[str, float]]:
    """Return what differs, and the CPU seconds of each way."""
    seconds = {}
    started = time.process_time()
    plain = [_alone(one.situation, one, law) for one in asked]
    seconds["alone"] = time.process_time() - started

    started = time.process_time()
    stated = [_alone(stating.with_zeros(one.situation, one.month), one, law) for one in asked]
    seconds["stated"] = time.process_time() - started

    started = time.process_time()
    wanted = [
        Wanted(stating.with_zeros(one.situation, one.month), one.month, one.variables)
        for one in asked
    ]
    together = [
        one if isinstance(one, dict) else repr(one) for one in compute_together(wanted, law)
    ]
    seconds["together"] = time.process_time() - started

    found = []
    for rank, (right, *others) in enumerate(zip(plain, stated, together, strict=True)):
        for way, other in zip(("stated", "together"), others, strict=True):
            found += [f"{way}, household {rank}: {text}" for text in _differing(right, other)]
    return found, seconds


def _alone(situation: Any, one: Household, law: lawcases.Legislation) -> Any:
    try:
        return lawcases.compute(situation, one.month, one.variables, law)
    except lawcases.CaseError as error:
        return repr(error)


def _differing(right: Any, other: Any) -> list[str]:
    if not isinstance(right, dict) or not isinstance(other, dict):
        return [] if type(right) is type(other) else [f"{right!r:.80} or {other!r:.80}"]
    return [
        f"{name} is {right[name]} alone, {other[name]} here"
        for name in right
        if right[name] != other[name]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--households", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    accelerate()
    law = lawcases.load_legislation(COUNTRY, EXTENSIONS)
    stating = Stating(law)
    draw = random.Random(options.seed)
    count, values = 0, 0
    totals = {"alone": 0.0, "stated": 0.0, "together": 0.0}
    for start in range(0, options.households, BATCH):
        size = min(BATCH, options.households - start)
        asked = households(size, seed=draw.randrange(10**9), month=draw.choice(MONTHS))
        found, seconds = differences(asked, law, stating)
        for text in found:
            print(f"{asked[0].month}, from {start}: {text}")
        count += len(found)
        values += sum(len(one.variables) for one in asked)
        totals = {way: totals[way] + seconds[way] for way in totals}
        print(f"{start + size} households, {count} differences", file=sys.stderr, flush=True)
    each = {way: f"{1000 * total / options.households:.0f} ms" for way, total in totals.items()}
    print(f"{options.households} households, {values} variables: {count} differences; CPU {each}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
