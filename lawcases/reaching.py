"""What the computation of a case goes through: formulas, their branches, parameters, brackets.

OpenFisca traces neither branches nor scales; here both are watched, and no trace is needed.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale
from openfisca_core.parameters import vectorial_parameter_node_at_instant as vectorial
from openfisca_core.taxscales import (
    LinearAverageRateTaxScale,
    MarginalAmountTaxScale,
    MarginalRateTaxScale,
    RateTaxScaleLike,
    SingleAmountTaxScale,
)

from lawcases.accelerating import LazyNodeAtInstant, accelerate
from lawcases.instrumenting import Watch, functions_of, watching
from lawcases.legislation import Legislation

SCALES = (
    MarginalRateTaxScale,
    LinearAverageRateTaxScale,
    MarginalAmountTaxScale,
    SingleAmountTaxScale,
)
READ_WHOLE = -1


@dataclass(frozen=True)
class Reach:
    """What one case went through.

    ways: rank of a point of the watch, and the way that was gone there.
    parameters: name and instant of each parameter that was read.
    brackets: name and instant of each scale that was used, and rank of a bracket where a value
    fell; READ_WHOLE for a scale that was read and not applied to a value.
    """

    ways: frozenset[tuple[int, str]]
    parameters: frozenset[tuple[str, str]]
    brackets: frozenset[tuple[str, str, int]]


class Recorder:
    """Watches a legislation; `reach` returns what was gone through since the last time."""

    def __init__(self, law: Legislation, watch: Watch):
        self.law = law
        self.watch = watch
        self.parameters: set[tuple[str, str]] = set()
        self.brackets: set[tuple[str, str, int]] = set()
        self.is_muted = False

    def reach(self) -> Reach:
        """Return what was gone through, and begin again."""
        found = Reach(
            frozenset(self.watch.gone), frozenset(self.parameters), frozenset(self.brackets)
        )
        self.begin()
        return found

    def begin(self) -> None:
        """Forget what was gone through, and what OpenFisca remembers of parameters."""
        self.watch.forget()
        self.parameters, self.brackets = set(), set()
        self.law.forget_parameters()

    def read(self, node: Any, instant: str) -> None:
        """Note that a parameter or a scale was read."""
        if self.is_muted:
            return
        if isinstance(node, Parameter):
            self.parameters.add((node.name, instant))
        elif isinstance(node, ParameterScale):
            self.brackets.add((node.name, instant, READ_WHOLE))

    def applied(self, scale: Any, base: Any, factor: Any, right: bool) -> None:
        """Note the brackets of a scale where values fall."""
        identity = getattr(scale, "_read_as", None)
        if identity is None or not len(scale.thresholds):
            return
        name, instant, ranks = identity
        values = numpy.asarray(base, dtype=float) / numpy.where(factor, factor, 1)
        fallen = numpy.digitize(values, scale.thresholds, right=right) - 1
        adds_up = not isinstance(scale, SingleAmountTaxScale)
        for rank in {int(one) for one in numpy.unique(fallen) if one >= 0}:
            for below in range(rank + 1) if adds_up else (rank,):
                if below < len(ranks):
                    self.brackets.add((name, instant, ranks[below]))


def extension_formulas(law: Legislation, folder: Path) -> list[Any]:
    """Return the formulas that are written in a folder, and the functions there that they use."""
    formulas = [one for variable in law.system.variables.values() for one in _formulas(variable)]
    return functions_of(formulas, lambda function: is_in(function.__code__.co_filename, folder))


@functools.lru_cache(maxsize=100_000)
def is_in(file: str | None, folder: Path) -> bool:
    """Tell whether a file is in a folder."""
    return file is not None and Path(file).resolve().is_relative_to(folder)


@contextmanager
def recording(law: Legislation, functions: Sequence[Any]) -> Iterator[Recorder]:
    """Watch functions, and what is read of parameters; then leave all as it was."""
    accelerate()
    with watching(functions) as watch:
        recorder = Recorder(law, watch)
        undo = [*_watch_nodes(recorder), *_watch_scales(recorder)]
        recorder.begin()
        try:
            yield recorder
        finally:
            for owner, name, original in undo:
                setattr(owner, name, original)
            law.forget_parameters()


def _formulas(variable: Any) -> list[Any]:
    return list(variable.formulas.values())


Undo = tuple[Any, str, Callable[..., Any]]


def _watch_nodes(recorder: Recorder) -> Iterator[Undo]:
    """Note each child that is asked of a node of parameters."""
    get_attribute = LazyNodeAtInstant.__getattr__
    get_item = LazyNodeAtInstant.__getitem__
    check = vectorial.VectorialParameterNodeAtInstant.check_node_vectorisable

    def muted(call: Callable[[], Any]) -> Any:
        before, recorder.is_muted = recorder.is_muted, True
        try:
            return call()
        finally:
            recorder.is_muted = before

    def watched_attribute(self: Any, key: str) -> Any:
        if key == "_children":
            return muted(lambda: get_attribute(self, key))
        value = get_attribute(self, key)
        if recorder.is_muted:
            self.__dict__.pop(key, None)  # it was not asked for: the next time must be seen
        else:
            recorder.read(self.__dict__["_node"].children.get(key), self._instant_str)
        return value

    def watched_item(self: Any, key: Any) -> Any:
        if isinstance(key, str):
            recorder.read(self.__dict__["_node"].children.get(key), self._instant_str)
        return get_item(self, key)

    def muted_check(node: Any) -> Any:
        return muted(lambda: check(node))

    yield LazyNodeAtInstant, "__getattr__", get_attribute
    yield LazyNodeAtInstant, "__getitem__", get_item
    owner = vectorial.VectorialParameterNodeAtInstant
    yield owner, "check_node_vectorisable", staticmethod(check)
    LazyNodeAtInstant.__getattr__ = watched_attribute  # type: ignore[method-assign]
    LazyNodeAtInstant.__getitem__ = watched_item  # type: ignore[method-assign]
    owner.check_node_vectorisable = staticmethod(muted_check)


def _watch_scales(recorder: Recorder) -> Iterator[Undo]:
    """Note each value that a scale is applied to."""
    at_instant = ParameterScale._get_at_instant

    def named(self: Any, instant: Any) -> Any:
        scale = at_instant(self, instant)
        scale._read_as = (self.name, str(instant), _ranks_at(self, instant))
        return scale

    yield ParameterScale, "_get_at_instant", at_instant
    ParameterScale._get_at_instant = named
    for kind, method in [
        *((kind, "calc") for kind in SCALES),
        (RateTaxScaleLike, "bracket_indices"),
    ]:
        original = kind.__dict__[method]
        yield kind, method, original
        setattr(kind, method, _noting(original, recorder, is_calc=method == "calc"))


def _noting(original: Callable[..., Any], recorder: Recorder, is_calc: bool) -> Callable[..., Any]:
    def apply(self: Any, tax_base: Any, *rest: Any, **named: Any) -> Any:
        right = False
        factor: Any = 1
        if isinstance(self, SingleAmountTaxScale | MarginalAmountTaxScale):
            right = bool(named.get("right", rest[0] if rest else False))
        else:
            factor = named.get("factor", rest[0] if rest else 1)
        recorder.applied(self, tax_base, factor, right)
        return original(self, tax_base, *rest, **named)

    return apply


def _ranks_at(scale: Any, instant: Any) -> list[int]:
    """Return the ranks of the brackets of a scale that have values at an instant."""
    return [
        rank
        for rank, bracket in enumerate(scale.brackets)
        if all(child.get_at_instant(instant) is not None for child in bracket.children.values())
    ]


def parameters_in(law: Legislation, folder: Path) -> Iterator[tuple[Any, Any, int]]:
    """Yield each parameter written in a folder, with its scale and the rank of its bracket.

    The scale is None, and the rank -1, for a parameter that is in none.
    """
    for node in law.system.parameters.get_descendants():
        if isinstance(node, ParameterNode) or not is_in(node.file_path, folder):
            continue
        if isinstance(node, Parameter):
            yield node, None, -1
        elif isinstance(node, ParameterScale):
            for rank, bracket in enumerate(node.brackets):
                for child in bracket.children.values():
                    yield child, node, rank
