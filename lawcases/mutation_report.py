"""What became of mutants → text for a terminal, and JSON for a machine. Loads no legislation."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from lawcases.case import Case
from lawcases.errors import Place


@dataclass(frozen=True)
class Trial:
    """What became of a mutant.

    subject, change: what of the law was changed, and how.
    reached: how many green cases compute what was changed.
    killer: the case that noticed it, or None: the mutant survived.
    """

    subject: str
    change: str
    place: Place
    reached: int
    killer: Case | None


def mutation_score(trials: Sequence[Trial]) -> float:
    """Return the part of mutants that a case noticed; 1 when there is none.

    >>> mutation_score([])
    1.0
    """
    if not trials:
        return 1.0
    return sum(trial.killer is not None for trial in trials) / len(trials)


def mutation_text(trials: Sequence[Trial]) -> str:
    """Return the survivors with their places, then the score.

    >>> print(mutation_text([]))
    no mutant
    """
    survivors = [trial for trial in trials if trial.killer is None]
    lines = [
        f"SURVIVED  {trial.place}\n    {trial.subject}: {trial.change}\n    "
        + (f"{trial.reached} cases compute it" if trial.reached else "no case computes it")
        for trial in survivors
    ]
    if not trials:
        return "no mutant"
    killed = len(trials) - len(survivors)
    score = f"{killed} of {len(trials)} mutants noticed ({100 * mutation_score(trials):.1f} %)"
    return "\n\n".join([*lines, score])


def mutation_json(trials: Sequence[Trial]) -> str:
    """Return every mutant with its place and the case that noticed it."""
    rows = [
        {
            "file": trial.place.file,
            "line": trial.place.line,
            "subject": trial.subject,
            "change": trial.change,
            "reached": trial.reached,
            "noticed_by": str(trial.killer.place) if trial.killer else None,
        }
        for trial in trials
    ]
    document = {"score": mutation_score(trials), "mutants": rows}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
