"""A test case that somebody wrote, in YAML or JSON → a case that can be proposed, or what is wrong.

Of what was written, the situation and the expected values are kept; the title, the margins and the
rest are ours.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from contrib_app.catalogue import Benefit, load_catalogue
from contrib_app.contributions.service import MARGINS
from contrib_app.contributions.wording import value_words
from contrib_app.simulator.service import Computer
from contrib_app.simulator.wording import month_words
from lawcases import Case, CaseError, read_cases

LARGEST = 60_000
MONTH = re.compile(r"20[0-4]\d-(0[1-9]|1[0-2])")


class UploadRefused(Exception):
    """A text is no case that can be proposed. `problems` says why, in French."""

    def __init__(self, problems: Sequence[str]):
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


def case_of_text(text: str, engine: Computer) -> tuple[Case, Benefit]:
    """Return the case that a text holds, and its first benefit. Raises UploadRefused, EngineError.

    Nothing of the text is executed; names, types and periods are those of the law.
    """
    if len(text) > LARGEST:
        raise UploadRefused([f"Ce texte est trop long : {LARGEST // 1000} 000 signes au plus."])
    told = engine.call("check", text=text)
    if told:
        raise UploadRefused(
            [f"Ligne {one['line']} : {one['problem']}. {one['remedy']}." for one in told]
        )
    try:
        cases = read_cases(text)
    except CaseError:  # the engine would have said it
        raise UploadRefused(["Ce texte n'est pas lisible."]) from None
    if len(cases) != 1:
        raise UploadRefused([f"Un cas par envoi : ce texte en contient {len(cases)}."])
    (case,) = cases
    if not MONTH.fullmatch(str(case.period)):
        raise UploadRefused(["Écrivez le mois du cas : « period: 2026-11 »."])
    if "axes" in case.input:
        raise UploadRefused(["Les axes ne décrivent pas un foyer : retirez « axes »."])
    benefits = {name: one for one in load_catalogue() for name in one.variables}
    expected = list(_outputs(case.output))
    unknown = [name for name, _ in expected if name not in benefits]
    if unknown:
        raise UploadRefused(
            [f"« {name} » n'est pas une aide du catalogue : retirez-la." for name in unknown]
        )
    if not expected:
        raise UploadRefused(["Ce texte n'attend aucun résultat : ajoutez « output »."])
    name, value = expected[0]
    first = benefits[name]
    said = value_words(value, first.unit) if isinstance(value, bool | int | float) else str(value)
    return (
        replace(
            case,
            name=f"{first.label} : {said} en {month_words(str(case.period))}"[:180],
            description=None,
            keywords=(),
            absolute_error_margin=max(MARGINS[benefits[name].kind] for name, _ in expected),
            relative_error_margin=None,
            max_spiral_loops=None,
        ),
        first,
    )


def _outputs(output: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each variable that is expected, with its first value, in any form of an output."""
    names = {name for one in load_catalogue() for name in one.variables}
    for key, value in output.items():
        if isinstance(value, Mapping) and key not in names and not _is_dated(value):
            yield from _outputs(value)
        else:
            yield str(key), _first(value)


def _is_dated(value: Mapping[Any, Any]) -> bool:
    return bool(value) and all(re.match(r"\d{4}|month:|year:", str(at)) for at in value)


def _first(value: Any) -> Any:
    """Return the first value of what is given by period, or for several persons."""
    while isinstance(value, Mapping | list):
        value = next(iter(value.values() if isinstance(value, Mapping) else value), None)
    return value
