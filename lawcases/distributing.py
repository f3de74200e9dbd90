"""Cases sent in groups to the workers of a Dask cluster, with the outcomes of a local run.

A worker loads the law once, by name, and must hold the very same files as the machine that asks:
it compares what they contain before it computes. Dask runs what it is sent: use a cluster of yours.
"""

import functools
import hashlib
import importlib.util
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lawcases.case import NO_CASE, Case, Outcome
from lawcases.errors import CaseError, LegislationNotLoaded
from lawcases.keeping import files_below

LARGEST_GROUP = 1000
PATIENCE = 10.0  # seconds, for the scheduler to answer
LAW_SUFFIXES = (".py", ".yaml", ".yml")
# A law is one for all the threads of a worker, and serves one computation at a time.
ONE_AT_A_TIME = threading.Lock()


def run_on_dask(
    cases: Sequence[Case],
    address: str,
    country: str = "openfisca_france",
    extensions: Sequence[str] = (),
    *,
    audit: float = 0.01,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Outcome]:
    """Run cases on the cluster whose scheduler is at `address`; return their outcomes in order.

    audit, progress: as for `run_cases`. Raises CaseError when `distributed` is not installed, when
    nobody answers, or when a worker has not the same law.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise CaseError("Dask is not installed: pip install 'distributed>=2024.8'") from None
    packages = (country, *extensions)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CaseError(f"no Dask scheduler answers at {address}: {error}") from None
    outcomes: dict[int, Outcome] = {}
    with client, client.as_current():
        workers = client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            raise CaseError(f"the Dask scheduler at {address} has no worker")
        groups = list(groups_of(cases, len(workers)))
        digest = law_digest(packages)
        sent = {
            client.submit(
                run_group, [cases[index] for index in group], packages, digest, audit, pure=False
            ): group
            for group in groups
        }
        for future in as_completed(sent):
            for index, outcome in zip(sent[future], future.result(), strict=True):
                outcomes[index] = replace(outcome, case=cases[index])
            progress(len(outcomes))
    return [outcomes[index] for index in range(len(cases))]


def groups_of(cases: Sequence[Case], workers: int) -> Iterator[list[int]]:
    """Yield the indices of cases in groups, those that ask the same together, for each worker."""
    order = sorted(
        range(len(cases)), key=lambda i: (str(cases[i].period), sorted(map(str, cases[i].output)))
    )
    size = max(1, min(LARGEST_GROUP, -(-len(order) // workers)))
    for start in range(0, len(order), size):
        yield order[start : start + size]


def run_group(
    cases: Sequence[Case], packages: tuple[str, ...], digest: str, audit: float
) -> list[Outcome]:
    """On a worker: run a group of cases, if its law is the one that is meant."""
    from lawcases.batching import run_cases

    with ONE_AT_A_TIME:
        outcomes = run_cases(cases, _law(packages, digest), audit=audit)
    return [replace(outcome, case=NO_CASE) for outcome in outcomes]  # who asks has the cases


@functools.cache
def _law(packages: tuple[str, ...], digest: str) -> Any:
    from lawcases.legislation import load_legislation

    if law_digest(packages) != digest:
        raise LegislationNotLoaded(", ".join(packages), "this worker has another version of it")
    return load_legislation(packages[0], packages[1:])


def law_digest(packages: Sequence[str]) -> str:
    """Return a digest of all that packages hold, and of the version of OpenFisca.

    Raises LegislationNotLoaded when one of them is not installed.
    """
    digest = hashlib.sha256(version("openfisca-core").encode())
    for package in packages:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise LegislationNotLoaded(package, "it is not installed")
        for folder in spec.submodule_search_locations:
            for entry in files_below(folder):
                if entry.name.endswith(LAW_SUFFIXES):
                    digest.update(str(Path(entry.path).relative_to(folder)).encode() + b"\0")
                    digest.update(hashlib.sha256(Path(entry.path).read_bytes()).digest())
    return digest.hexdigest()
