"""What cases reach of an extension of the law, and what none of them does.

Counted are the values of parameters (each from its date), those of the brackets of scales, the
formulas (each from its date), and the ways that they may go: comparisons true and false, conditions
of `where` and `if`, choices of `select`, which of two values `min_` and `max_` keep.
"""

import importlib
import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from lawcases.case import Case
from lawcases.errors import LegislationNotLoaded, Place
from lawcases.instrumenting import ENTRY, EXTREMES, Point
from lawcases.legislation import Legislation
from lawcases.reaching import (
    READ_WHOLE,
    Reach,
    Recorder,
    extension_formulas,
    parameters_in,
    recording,
)
from lawcases.running import run_case

KINDS = {
    "formula": "formulas",
    "comparison": "comparisons",
    "condition": "conditions",
    "choice": "choices",
    "extreme": "ceilings and floors",
    "value": "parameter values",
    "bracket": "values of brackets",
}


@dataclass(frozen=True)
class Item:
    """Something of the law that a case may reach. `by` is the first case that does, or None."""

    kind: str
    subject: str
    what: str
    place: Place
    by: Case | None = None


@dataclass(frozen=True)
class Coverage:
    """Everything that could be reached, in the order of the files of the law."""

    items: Sequence[Item]

    @property
    def missed(self) -> list[Item]:
        """Return what no case reaches."""
        return [item for item in self.items if item.by is None]

    @property
    def percent(self) -> float:
        """Return the part of all the items that is reached, in percent; 100 for no item."""
        return 100 * (1 - len(self.missed) / len(self.items)) if self.items else 100.0


def coverage_of(
    cases: Sequence[Case],
    law: Legislation,
    extension: str,
    *,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> Coverage:
    """Run cases and return what they reach of an extension, whether they are red or green.

    jobs: how many processes share the work, each a fork. progress: told how many cases are done.
    Raises LegislationNotLoaded when there is no such extension.
    """
    folder = folder_of(extension)
    with recording(law, extension_formulas(law, folder)) as recorder:
        candidates = [*_of_points(recorder.watch.points), *_of_parameters(law, folder)]
        first: dict[int, Case] = {}
        waiting = list(range(len(candidates)))
        for done, (case, reach) in enumerate(_reaches(cases, law, recorder, jobs), 1):
            first |= {rank: case for rank in waiting if candidates[rank][1](reach)}
            waiting = [rank for rank in waiting if rank not in first]
            progress(done)
    items = [
        Item(item.kind, item.subject, item.what, _from_here(item.place), first.get(rank))
        for rank, (item, _) in enumerate(candidates)
    ]
    return Coverage(sorted(items, key=lambda item: (item.place.file, item.place.line)))


def coverage_text(coverage: Coverage) -> str:
    """Return what is reached by kind, then what is not, by file and line.

    >>> print(coverage_text(Coverage([])))
    100.0 % reached
    """
    lines: list[str] = []
    for file, missed in groupby(coverage.missed, lambda item: item.place.file):
        lines += [file, *(f"    line {i.place.line}  {i.subject}: {i.what}" for i in missed)]
    if lines:
        lines = ["No case reaches:", "", *lines, ""]
    for kind, name in KINDS.items():
        own = [item for item in coverage.items if item.kind == kind]
        if own:
            reached = sum(item.by is not None for item in own)
            lines.append(f"{name:20}{reached:5} of {len(own)}")
    return "\n".join([*lines, f"{coverage.percent:.1f} % reached"])


def coverage_json(coverage: Coverage) -> str:
    """Return every item as JSON, with the first case that reaches it."""
    items = [
        {
            "kind": item.kind,
            "subject": item.subject,
            "what": item.what,
            "file": item.place.file,
            "line": item.place.line,
            "reached": item.by is not None,
            "by": str(item.by.place) if item.by and item.by.place else None,
        }
        for item in coverage.items
    ]
    document = {"percent": round(coverage.percent, 2), "items": items}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def folder_of(package: str) -> Path:
    """Return the folder of a package. Raises LegislationNotLoaded when it is not installed."""
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        raise LegislationNotLoaded(package, str(error)) from None
    return Path(str(module.__file__)).resolve().parent


Candidate = tuple[Item, Callable[[Reach], bool]]


def _of_points(points: Sequence[Point]) -> Iterator[Candidate]:
    for rank, point in enumerate(points):
        for outcome in point.outcomes:
            what = outcome if point.kind == ENTRY else f"{point.text}: {outcome}"
            kind = "extreme" if point.kind in EXTREMES else point.kind
            item = Item(kind, point.subject, what, point.place)
            yield item, lambda reach, way=(rank, outcome): way in reach.ways  # type: ignore[misc]


def _of_parameters(law: Legislation, folder: Path) -> Iterator[Candidate]:
    for parameter, scale, rank in parameters_in(law, folder):
        for place_in_time, dated in enumerate(parameter.values_list):
            if dated.value is None:  # from there on, there is no value
                continue
            since = dated.instant_str
            later = parameter.values_list[place_in_time - 1] if place_in_time else None
            until = later.instant_str if later else "9999-12-31"
            line = _line_of(parameter, scale, rank, since)
            place = Place(str((scale or parameter).file_path), line)
            kind = "value" if scale is None else "bracket"
            item = Item(kind, parameter.name, f"{dated.value!r} from {since}", place)
            if scale is None:
                yield item, _was_read(parameter.name, since, until)
            else:
                yield item, _fell_in(scale.name, rank, since, until)


def _was_read(name: str, since: str, until: str) -> Callable[[Reach], bool]:
    return lambda reach: any(n == name and since <= at < until for n, at in reach.parameters)


def _fell_in(name: str, rank: int, since: str, until: str) -> Callable[[Reach], bool]:
    """Tell whether a value fell in a bracket, or the scale was read without being applied."""

    def is_reached(reach: Reach) -> bool:
        ranks = {r for n, at, r in reach.brackets if n == name and since <= at < until}
        return rank in ranks or ranks == {READ_WHOLE}

    return is_reached


def _reaches(
    cases: Sequence[Case], law: Legislation, recorder: Recorder, jobs: int
) -> Iterator[tuple[Case, Reach]]:
    """Yield each case with what it goes through, run alone: nobody else's ways are counted."""
    if jobs == 1 or len(cases) < 2:
        for case in cases:
            yield case, _reach(case, law, recorder)
        return
    _Forked.cases, _Forked.law, _Forked.recorder = cases, law, recorder
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        found = pool.map(_reach_in_child, range(len(cases)), chunksize=8)
        yield from zip(cases, found, strict=True)


class _Forked:
    """What children find in memory."""

    cases: Sequence[Case] = ()
    law: Legislation
    recorder: Recorder


def _reach_in_child(rank: int) -> Reach:
    return _reach(_Forked.cases[rank], _Forked.law, _Forked.recorder)


def _reach(case: Case, law: Legislation, recorder: Recorder) -> Reach:
    recorder.begin()
    run_case(case, law)
    return recorder.reach()


def _line_of(parameter: Any, scale: Any, rank: int, since: str) -> int:
    """Return the line where a dated value is written."""
    root = _outline(str((scale or parameter).file_path))
    node = root
    if scale is not None:
        node = _child(node, "brackets", rank) or root
        node = _child(node, parameter.name.rpartition(".")[2]) or node
    node = _child(node, "values") or node
    key = next((key for key, _ in _pairs(node) if str(key.value) == since), None)
    return int((key or node).start_mark.line) + 1 if node is not None else 1


_outlines: dict[str, Any] = {}


def _outline(file: str) -> Any:
    if file not in _outlines:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        _outlines[file] = yaml.compose(Path(file).read_text("utf-8"), Loader=loader)
    return _outlines[file]


def _child(node: Any, key: str, rank: int | None = None) -> Any:
    found = next((value for name, value in _pairs(node) if name.value == key), None)
    if rank is not None and isinstance(found, yaml.SequenceNode):
        return found.value[rank] if rank < len(found.value) else None
    return found


def _pairs(node: Any) -> Sequence[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else ()


def _from_here(place: Place) -> Place:
    """Return a place as somebody in this folder would name it."""
    path, here = Path(place.file).resolve(), Path.cwd()
    name = path.relative_to(here) if path.is_relative_to(here) else path
    return Place(str(name), place.line)
