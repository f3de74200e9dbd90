"""What changed between two runs of the same cases, by variable and by size of the change (pure)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lawcases.case import Value
from lawcases.errors import CaseError
from lawcases.reporting import one_line, value_text

# What tells a case from the others, even when lines move: file, name, rank among its namesakes.
Identity = tuple[str, str, int]
Run = Mapping[str, Any]
INFINITY = float("inf")


@dataclass(frozen=True)
class Change:
    """A value that is not what it was. `before` or `after` is None when it was not computed."""

    variable: str
    instance: str | None
    period: str
    before: Value | None
    after: Value | None
    file: str
    line: int | None
    name: str

    @property
    def gap(self) -> float | None:
        """Return after minus before, or None when they are not both numbers."""
        if isinstance(self.before, int | float) and isinstance(self.after, int | float):
            return self.after - self.before
        return None

    @property
    def size(self) -> float:
        """Return how much it changed. What is no number changed wholly."""
        if self.gap is None or isinstance(self.before, bool):
            return INFINITY
        return abs(self.gap)


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side.

    changes: by variable, the largest change first. appeared, gone: cases of one run only.
    verdicts: cases whose verdict is another one, with both of them.
    """

    changes: Sequence[Change]
    appeared: Sequence[Identity]
    gone: Sequence[Identity]
    verdicts: Sequence[tuple[Identity, str, str]]
    compared: int


def compare_runs(before: Run, after: Run) -> Comparison:
    """Compare two runs, each as its JSON report says it.

    Raises CaseError when one of them is not such a report.
    """
    old, new = _by_identity(before), _by_identity(after)
    common = [identity for identity in new if identity in old]
    changes = [change for identity in common for change in _changes(old[identity], new[identity])]
    largest: dict[str, float] = {}
    for change in changes:
        largest[change.variable] = max(change.size, largest.get(change.variable, 0))
    return Comparison(
        changes=sorted(changes, key=lambda c: (-largest[c.variable], c.variable, -c.size)),
        appeared=[identity for identity in new if identity not in old],
        gone=[identity for identity in old if identity not in new],
        verdicts=[
            (identity, old[identity]["verdict"], new[identity]["verdict"])
            for identity in common
            if old[identity]["verdict"] != new[identity]["verdict"]
        ],
        compared=len(common),
    )


def comparison_text(comparison: Comparison) -> str:
    """Return what changed, a paragraph per variable, then a summary."""
    lines: list[str] = []
    for variable, group in groupby(comparison.changes, key=lambda change: change.variable):
        changes = list(group)
        lines += [f"{variable}: {_extent(changes)}", *map(_change_line, changes), ""]
    lines += [
        f"{_named(identity)}: {before}, now {after}"
        for identity, before, after in comparison.verdicts
    ]
    lines += [f"{_named(identity)}: new" for identity in comparison.appeared]
    lines += [f"{_named(identity)}: not run now" for identity in comparison.gone]
    cases = {(change.file, change.line, change.name) for change in comparison.changes}
    total = _counted(len(comparison.changes), "value")
    return "\n".join([*lines, f"{total} changed in {len(cases)} of {comparison.compared} cases"])


def _extent(changes: Sequence[Change]) -> str:
    """Say how many values changed, and from how much to how much.

    >>> _extent([])
    '0 values changed'
    """
    counted = f"{_counted(len(changes), 'value')} changed"
    gaps = [change.gap for change in changes if change.size < INFINITY and change.gap is not None]
    return f"{counted}, by {min(gaps):+g} to {max(gaps):+g}" if len(gaps) > 1 else counted


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _change_line(change: Change) -> str:
    gap = f"{change.gap:+g}" if change.size < INFINITY else ""
    values = f"{_shown(change.before)} → {_shown(change.after)}"
    of = change.period if change.instance is None else f"{change.instance}, {change.period}"
    place = f"{change.file}:{change.line}" if change.line else change.file
    return one_line(f"  {gap:>10}  {values}  ({of})  {place}  {change.name}").rstrip()


def _shown(value: Value | None) -> str:
    return "not computed" if value is None else value_text(value)


def _named(identity: Identity) -> str:
    file, name, rank = identity
    return one_line(f"{file}  {name}{f' #{rank}' if rank > 1 else ''}")


def _by_identity(run: Run) -> dict[Identity, Mapping[str, Any]]:
    found: dict[Identity, Mapping[str, Any]] = {}
    namesakes: Counter[tuple[str, str]] = Counter()
    try:
        for case in run["cases"]:
            named = (str(case["file"]), str(case["name"]))
            namesakes[named] += 1
            found[*named, namesakes[named]] = {
                "verdict": str(case["verdict"]),
                "line": case["line"],
                "checks": _by_output(case["checks"]),
            }
    except (KeyError, TypeError):
        raise CaseError("this is not a JSON report of `lawcases run`") from None
    return {
        identity: {**case, "file": identity[0], "name": identity[1]}
        for identity, case in found.items()
    }


def _by_output(checks: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], Any]:
    return {
        (check["variable"], check["instance"], check["period"]): check["computed"]
        for check in checks
    }


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield what changed among the outputs that both runs asked for."""
    for output, after in new["checks"].items():
        if output in old["checks"] and old["checks"][output] != after:
            before = old["checks"][output]
            variable, instance, period = output
            place = new["file"], new["line"], new["name"]
            yield Change(variable, instance, period, before, after, *place)
