"""What a commit and a pull request say. Pure.

Only facts of the server: numbers, the catalogue's words, computed values. A reviewer's title, which
a person typed, stands in a fenced block that nothing in it can close.
"""

import re
from collections.abc import Sequence

from contrib_app.catalogue import find_benefit
from contrib_app.contributions.models import Contribution
from contrib_app.contributions.wording import EVIDENCE, plain_value

LONGEST_TITLE = 120
END = "Proposé et relu sur la plateforme. Rien de ce qu'un auteur a écrit n'est publié ici."


def title_of(cases: Sequence[Contribution]) -> str:
    """Return the title of a commit and of its pull request."""
    if len(cases) > 1:
        return f"Cas n° {', '.join(str(one.id) for one in cases)}"[:LONGEST_TITLE]
    (one,) = cases
    benefit = find_benefit(one.benefit)
    words = f"{benefit.label} ({benefit.variable})" if benefit else one.benefit
    return f"Cas n° {one.id} : {words}"[:LONGEST_TITLE]


def message_of(cases: Sequence[Contribution]) -> str:
    """Return the message of a commit: which cases, nothing that a person typed."""
    lines = [f"- cas n° {one.id}, {one.benefit}" for one in cases]
    return title_of(cases) + "\n\n" + "\n".join(lines) + "\n"


def body_of(cases: Sequence[Contribution]) -> str:
    """Return the description of a pull request, in Markdown."""
    return "\n\n".join([*map(_one, cases), END]) + "\n"


def fenced(text: str) -> str:
    """Return a text in a fenced block longer than any run of backquotes in it.

    >>> print(fenced("a ``` b"))
    ````text
    a ``` b
    ````
    """
    plain = "".join(one if one.isprintable() else "\ufffd" for one in text)
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{plain}\n{fence}"


def _one(case: Contribution) -> str:
    benefit = find_benefit(case.benefit)
    green = (case.path or "").startswith("yaml/")
    lines = [f"## Cas n° {case.id}", ""]
    if benefit:
        lines += [
            f"- Aide : {benefit.label} (`{benefit.variable}`), {benefit.organism}",
            f"- Règle : <{benefit.information}>",
        ]
    lines += [
        f"- Preuve : {EVIDENCE[case.evidence]}",
        f"- Fichier : `tests/{case.path}`",
        f"- Règles du jour : {'conformes' if green else 'non conformes, le cas diverge'}",
        "",
        "| Variable | Pour | Période | Attendu | Calculé |",
        "|---|---|---|---|---|",
        *(_row(check) for check in case.checks),
        "",
        "Titre validé par l'agent :",
        "",
        fenced(case.title),
    ]
    return "\n".join(lines)


def _row(check: dict[str, object]) -> str:
    """Return one comparison; a cell holds letters, figures and plain punctuation only."""
    names = [str(check.get(key) or "") for key in ("variable", "instance", "period")]
    values = [plain_value(check.get(key)) for key in ("expected", "computed")]
    cells = [re.sub(r"[^\w:. ,-]", "", one)[:60] for one in (*names, *values)]
    return "| " + " | ".join(cells) + " |"
