"""A case → the same case without what tells people apart, step by step, each step proved.

A pass offers choices; a choice is a list of changes, the vaguest first. A change is kept when the
case computes the same values, to the cent, for the same outputs. `anonymise` applies passes in the
order given and tells what each did, so that somebody can read every difference.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from lawcases.anonymising import rounded_to, vaguer_dates, with_values
from lawcases.batching import run_cases
from lawcases.case import Case, Key
from lawcases.legislation import Legislation
from lawcases.running import run_case
from lawcases.shrinking import named_by_roles, values_of
from lawcases.walking import given_values

Path = tuple[Key, ...]
Change = Callable[[Case], Case]
Choice = Sequence[Change]


@dataclass(frozen=True)
class Pass:
    """One way of telling less. `choices` returns, for a case, what may be changed and how."""

    name: str
    choices: Callable[[Case, Legislation], Iterable[Choice]]


@dataclass(frozen=True)
class Altered:
    """A value or a name that changed: where it was in the case, what it was, what it is."""

    path: Path
    before: Any
    after: Any


@dataclass(frozen=True)
class Anonymised:
    """What one pass did: the case before and after it, the same when nothing could be changed."""

    name: str
    before: Case
    after: Case

    @property
    def altered(self) -> list[Altered]:
        """Return each value and each name that changed."""
        return [
            *_altered(self.before.input, self.after.input, ("input",)),
            *_altered(self.before.output, self.after.output, ("output",)),
        ]


def anonymise(case: Case, law: Legislation, passes: Sequence[Pass]) -> list[Anonymised]:
    """Return what each pass did, in order; the last `after` is the anonymous case.

    Every case returned computes alone the same values for the same outputs, to the cent. A case
    that cannot be computed is left as it is.
    """
    wanted = values_of(run_case(case, law))
    done = []
    for one in passes:
        before = case
        if wanted is not None:
            case = _vaguest(case, list(one.choices(case, law)), law, wanted)
        done.append(Anonymised(one.name, before, case))
    return done


def vague_dates(variable: str) -> Pass:
    """Return the pass that moves dates to 1 January, or to the first of the next or same month."""

    def choices(case: Case, law: Legislation) -> Iterator[Choice]:
        if any(given.facts.name == variable for given in given_values(case, law)):
            yield [partial(_replaced, one.input) for one in vaguer_dates(case, variable)]

    return Pass(f"dates of {variable}", choices)


def round_amounts(
    *, to: Sequence[int] = (100, 50, 10), variables: Sequence[str] | None = None
) -> Pass:
    """Return the pass that rounds amounts to multiples: of 100, else of 50, else of 10.

    variables: those to round; by default all that hold numbers with decimals. Amounts under a
    multiple are not rounded to it.
    """

    def choices(case: Case, law: Legislation) -> Iterator[Choice]:
        names: dict[tuple[Key, ...], None] = {}
        for given in given_values(case, law):
            facts = given.facts
            if facts.kind == "float" if variables is None else facts.name in variables:
                names[given.path[: given.path.index(facts.name) + 1]] = None
        for path in names:
            yield [partial(_at, path[1:], partial(rounded_to, multiple=one)) for one in to]

    return Pass("amounts", choices)


def other_places(variable: str, candidates: Callable[[Any], Sequence[Any]]) -> Pass:
    """Return the pass that replaces a place by another one of the same territory.

    candidates: gives the places that may stand for one, the most common first.
    """

    def choices(case: Case, law: Legislation) -> Iterator[Choice]:
        values = {
            given.value: None
            for given in given_values(case, law)
            if given.facts.name == variable and isinstance(given.value, str)
        }
        for value in values:
            yield [partial(_instead_of, variable, value, other) for other in candidates(value)]

    return Pass(f"places of {variable}", choices)


def role_names() -> Pass:
    """Return the pass that names persons by their role, and groups by their kind."""
    return Pass("names", lambda case, law: [[lambda one: named_by_roles(one, law)]])


def _vaguest(case: Case, choices: Sequence[Choice], law: Legislation, wanted: Any) -> Case:
    """Return the case with the vaguest change of each choice that computes the same values."""
    every = [choice for choice in choices if choice]
    together = case
    for choice in every:
        together = choice[0](together)
    if len(every) > 1 and _first_proved([together], case, law, wanted) is together:
        return together
    for choice in every:
        candidates = [change(case) for change in choice]
        case = _first_proved(candidates, case, law, wanted) or case
    return case


def _first_proved(
    candidates: Sequence[Case], case: Case, law: Legislation, wanted: Any
) -> Case | None:
    """Return the first candidate that computes the same values, among others and alone.

    A candidate that changes nothing is as vague as can be, and needs no proof.
    """
    several: list[Case] = []
    for candidate in candidates:
        if candidate == case:
            break
        several.append(candidate)
    outcomes = run_cases(several, law, audit=0, confirm=False) if several else []
    for candidate, outcome in zip(several, outcomes, strict=True):
        if values_of(outcome) == wanted and values_of(run_case(candidate, law)) == wanted:
            return candidate
    return None


def _replaced(situation: Mapping[Any, Any], case: Case) -> Case:
    return replace(case, input=situation)


def _instead_of(variable: str, old: Any, new: Any, case: Case) -> Case:
    return with_values(case, variable, lambda value: new if value == old else value)


def _at(path: Path, change: Callable[[Any], Any], case: Case) -> Case:
    """Return the case with the value, or the dated values, at a path of its input changed."""

    def changed(tree: Any, keys: Path) -> Any:
        if keys:
            return {**tree, keys[0]: changed(tree[keys[0]], keys[1:])}
        if isinstance(tree, Mapping):
            return {at: changed(one, ()) for at, one in tree.items()}
        return [change(one) for one in tree] if isinstance(tree, list) else change(tree)

    return replace(case, input=changed(case.input, path))


def _altered(before: Any, after: Any, path: Path) -> Iterator[Altered]:
    """Yield what differs between two trees of the same shape, whose keys may have other names."""
    if isinstance(before, Mapping) and isinstance(after, Mapping) and len(before) == len(after):
        for (key, value), (name, other) in zip(before.items(), after.items(), strict=True):
            if key != name:
                yield Altered(path, key, name)
            yield from _altered(value, other, (*path, key))
    elif before != after:
        yield Altered(path, before, after)
