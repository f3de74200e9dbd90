"""A case → its neighbours: the same household with ten euros less, or more, of one amount. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contrib_app.contributions.inwords import GROUPS, PLAIN, Labels, months_in, person_words
from lawcases import Case

STEP = 10.0
MOST = 16


@dataclass(frozen=True)
class Neighbour:
    """One change of a case, in words, and the situation that it makes."""

    words: str
    situation: dict[str, Any]


def neighbours_of(case: Case, labels: Labels) -> list[Neighbour]:
    """Return the neighbours of a case, one pair for each amount of each person or group.

    An amount that is spread over several periods moves as a whole, by ten euros a month.
    """
    return list(_neighbours(case, labels))[:MOST]


def _neighbours(case: Case, labels: Labels) -> Iterator[Neighbour]:
    for plural, instances in case.input.items():
        for instance, inputs in instances.items() if isinstance(instances, Mapping) else ():
            for name, given in inputs.items() if isinstance(inputs, Mapping) else ():
                label = labels.get(str(name), {})
                if label.get("kind") != "float" or label.get("unit") not in ("currency", None):
                    continue
                for step in (-STEP, STEP):
                    moved = _moved(given, step)
                    if moved == given:
                        continue
                    who = GROUPS.get(str(plural)) or person_words(str(instance))
                    what = PLAIN.get(str(name)) or str(label["label"])
                    sign = "−" if step < 0 else "+"
                    yield Neighbour(
                        f"{who}, {what} : {sign} {STEP:.0f} € par mois",
                        _with(case.input, (plural, instance, name), moved),
                    )


def _moved(given: Any, step: float) -> Any:
    if isinstance(given, Mapping):
        return {at: _moved_one(value, step * months_in(str(at))) for at, value in given.items()}
    return _moved_one(given, step)


def _moved_one(value: Any, step: float) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return max(0.0, round(value + step, 2)) if value or step > 0 else value


def _with(tree: Mapping[Any, Any], path: tuple[Any, ...], value: Any) -> dict[Any, Any]:
    """Return a tree with another value at a path."""
    first, *rest = path
    return {
        key: (_with(one, tuple(rest), value) if rest else value) if key == first else one
        for key, one in tree.items()
    }
