"""What a test case is, and what comes out of running it. No input, no output."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lawcases.errors import CaseError, Place

Value = bool | int | float | str
Key = str | int
Margins = float | Mapping[str, float | None] | None


@dataclass(frozen=True)
class Margin:
    """How far a computed number may be from the expected one. Both margins must hold."""

    absolute: float | None = None
    relative: float | None = None


@dataclass(frozen=True)
class Case:
    """One test case: a situation (`input`) and what the law should give for it (`output`).

    `input` and `output` are plain dicts, lists and scalars, in any form that OpenFisca accepts.
    `place`, `lines` and `doubts` tell where the case was read; they do not count in comparisons.

    >>> case = Case("Rent", "2024-01", {"rent": 100}, {"aid": 10}, absolute_error_margin=1)
    >>> case.margin("aid")
    Margin(absolute=1, relative=None)
    """

    name: str
    period: str | int | None
    input: Mapping[Any, Any]
    output: Mapping[Any, Any]
    description: str | None = None
    keywords: Sequence[str] = ()
    absolute_error_margin: Margins = None
    relative_error_margin: Margins = None
    extensions: Sequence[str] = ()
    reforms: Sequence[str] = ()
    parameters: Mapping[Any, Any] | None = None
    max_spiral_loops: int | None = None
    place: Place | None = field(default=None, compare=False)
    lines: Mapping[tuple[Key, ...], int] = field(default_factory=dict, compare=False, repr=False)
    doubts: Sequence[CaseError] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("keywords", "extensions", "reforms", "doubts"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    def margin(self, variable: str) -> Margin:
        """Return the margins of one variable."""
        return Margin(
            absolute=_margin_of(variable, self.absolute_error_margin),
            relative=_margin_of(variable, self.relative_error_margin),
        )

    def where(self, *path: Key) -> Place | None:
        """Return where a part of the case is written, or the nearest thing around it."""
        if self.place is None:
            return None
        for length in range(len(path), 0, -1):
            if line := self.lines.get(path[:length]):
                return Place(self.place.file, line)
        return self.place


NO_CASE = Case("", None, {}, {})


def _margin_of(variable: str, margins: Margins) -> float | None:
    if isinstance(margins, Mapping):
        return margins[variable] if variable in margins else margins["default"]
    return margins


@dataclass(frozen=True)
class Difference:
    """An expected value and the other one that was computed. `computed` is None after a failure."""

    expected: Any
    computed: Any

    @property
    def gap(self) -> float | None:
        """Return computed minus expected, or None when they are not both numbers."""
        if isinstance(self.expected, int | float) and isinstance(self.computed, int | float):
            return self.computed - self.expected
        return None


@dataclass(frozen=True)
class Check:
    """One comparison. `expected` is as the case wrote it; `computed` is None after a failure."""

    variable: str
    instance: str | None
    period: str
    expected: Any
    computed: Any
    difference: Difference | None
    place: Place | None = field(default=None, compare=False)

    @property
    def passed(self) -> bool:
        return self.difference is None


@dataclass(frozen=True)
class Outcome:
    """What running a case gave: every comparison, and the first error if there was one.

    seen: values of other variables, if they were asked for and computed on the way: {(variable,
    period): values}.
    """

    case: Case
    checks: tuple[Check, ...] = ()
    error: CaseError | None = None
    seen: Mapping[tuple[str, str], Sequence[Any]] = field(default_factory=dict, compare=False)

    @property
    def passed(self) -> bool:
        return self.error is None and all(check.passed for check in self.checks)
