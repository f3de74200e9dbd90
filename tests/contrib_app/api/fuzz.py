"""Row 6: right requests, mutated at random, read by the validator in process.

    python -m tests.contrib_app.api.fuzz 500000 --compute 500

Whatever is sent is accepted or refused with a field; what is accepted is computed, or refused by
the model with a sentence. The same seed gives the same requests.
"""

import argparse
import copy
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.serving.households import households
from contrib_app.api.problems import Refused
from contrib_app.api.reading import read_json
from contrib_app.api.validating import validated
from contrib_app.api.vocabulary import read_vocabulary
from contrib_app.engine import Engine, Failed, TooSlow
from tests.contrib_app.api.payloads import TEXTS, payloads

ODD = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2.5,
    10**7,
    10**8,
    1e308,
    16777217,
    "",
    "2024-01",
    "2024",
    "ETERNITY",
    "1985-01-01",
    "75056",
    "a",
    "rsa",
    [],
    {},
    [[]],
    ["a"],
    {"2024-01": 1},
    *TEXTS,
)


def requests(count, seed):
    """Yield bodies: a right request changed in one to four places, or bytes changed in one."""
    draw = random.Random(seed)
    bases = [
        {"situation": one.situation, "period": one.month, "outputs": one.variables}
        for one in households(30, seed=seed)
    ]
    hostile = [one.body for one in payloads() if len(one.body) < 5000]
    for _ in range(count):
        if draw.random() < 0.1:
            body = bytearray(draw.choice(hostile) or b"x")
            for _ in range(draw.randint(1, 3)):
                body[draw.randrange(len(body))] = draw.randrange(256)
            yield bytes(body)
            continue
        request = copy.deepcopy(draw.choice(bases))
        for _ in range(draw.randint(1, 4)):
            mutate(request, draw)
        yield json.dumps(request).encode("utf-8", "surrogatepass")


def mutate(tree, draw):
    """Change one place of a tree: its value, its name, or take it away, or add one."""
    while True:
        keys = list(tree) if isinstance(tree, dict) else range(len(tree))
        if not keys:
            return
        key = draw.choice(list(keys))
        inside = tree[key]
        if not isinstance(inside, dict | list) or not inside or draw.random() < 0.15:
            break
        tree = inside
    change = draw.random()
    if change < 0.55 or not isinstance(tree, dict):
        tree[key] = near(tree[key], draw)
    elif change < 0.7:
        del tree[key]
    elif change < 0.85:
        tree[str(draw.choice(ODD))] = tree.pop(key)
    else:
        tree[str(draw.choice(ODD))] = draw.choice(ODD)


def near(value, draw):
    """Return an odd value, or one that is nearly the same: what nearly passes is what hurts."""
    if draw.random() < 0.6 or isinstance(value, dict | list | bool | None):
        return draw.choice(ODD)
    if isinstance(value, str):
        place = draw.randrange(len(value) + 1)
        return value[:place] + draw.choice("09-:aÉ \x00") + value[place + draw.randint(0, 1) :]
    return draw.choice((value * 1000, -value, value + 0.001, str(value)))


def check_refusal(refusal):
    assert refusal.status in (400, 415, 422), refusal.status
    assert all(one.field and one.message for one in refusal.wrong)
    assert len(json.dumps(refusal.body)) < 20_000


def fuzz(bodies, vocabulary, engine, compute):
    """Return how many were refused, accepted, computed; raise on anything unforeseen."""
    found = Counter()
    for body in bodies:
        try:
            question = validated(read_json(body), vocabulary)
        except Refused as error:
            check_refusal(error)
            found["refused"] += 1
            continue
        found["accepted"] += 1
        if found["computed"] + found["not computable"] < compute:
            outputs = question.outputs or {"rsa": question.period}
            try:
                engine.call(
                    "compute",
                    situation=question.situation,
                    period=question.period,
                    variables=dict(outputs),
                )
                found["computed"] += 1
            except (Failed, TooSlow):
                found["not computable"] += 1
    return found


def main():
    from contrib_app.config import read_settings
    from contrib_app.running import computing

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compute", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = read_settings({"MESAIDES_HOME": str(Path(home))})
        with computing(settings):
            engine = Engine(settings.socket, patience=80)
            vocabulary = read_vocabulary(engine.call("vocabulary"))
            started = time.monotonic()
            found = fuzz(requests(options.count, options.seed), vocabulary, engine, options.compute)
    print(f"{options.count} requests, seed {options.seed}: {dict(found)}, no exception")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
