"""Write accepted cases into the corpus. Takes a session, knows no HTTP, does not commit.

Nothing from a contributor decides a path: it is made of the benefit's place in the catalogue, the
title as the reviewer validated it, reduced to plain letters, and the number of the case.
"""

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contrib_app.catalogue import find_benefit, label_words
from contrib_app.contributions.models import Contribution, Event, State
from contrib_app.contributions.privacy import passages
from lawcases import Case, CaseError, Legislation, read_cases, run_case, write_cases

SLUG = re.compile(r"[a-z0-9_]{1,60}")


@dataclass(frozen=True)
class Written:
    """What became of one accepted case: its file, or why it was not written."""

    number: int
    path: Path | None
    diverges: bool = False
    problem: str = ""


def export(session: Session, corpus: Path, legislation: Legislation) -> Iterator[Written]:
    """Write every accepted case that may be published, and yield what became of each.

    A case that the rules satisfy today goes to `yaml/`, any other to `divergences/`. A case that
    was written already is never written again.
    """
    accepted = session.scalars(
        select(Contribution)
        .where(Contribution.state == State.ACCEPTED, Contribution.may_publish)
        .order_by(Contribution.id)
    ).all()
    for contribution in accepted:
        yield _export_one(session, contribution, corpus, legislation)


def _export_one(
    session: Session, contribution: Contribution, corpus: Path, legislation: Legislation
) -> Written:
    number = contribution.id
    benefit = find_benefit(contribution.benefit)
    if benefit is None:
        return Written(number, None, problem="its benefit left the catalogue")
    try:
        case = publishable(contribution)
        outcome = run_case(case, legislation)
    except CaseError as error:
        return Written(number, None, problem=error.args[0])
    text = write_cases([case])
    if found := list(passages(text, label_words())):
        return Written(number, None, problem=f"it seems to hold: {found[0].kind}")

    folder = "yaml" if outcome.passed else "divergences"
    relative = Path(folder) / benefit.path / f"{slug(contribution.title)}_{number}.yaml"
    write_once(corpus / relative, text)
    session.execute(
        update(Contribution)
        .where(Contribution.id == number, Contribution.state == State.ACCEPTED)
        .values(state=State.PUBLISHED, path=relative.as_posix())
    )
    session.add(Event(contribution_id=number, what=State.PUBLISHED))
    return Written(number, relative, diverges=not outcome.passed)


def publishable(contribution: Contribution) -> Case:
    """Return the case as it is published: the reviewer's title, and where it comes from."""
    (case,) = read_cases(contribution.case_yaml)
    return replace(
        case,
        name=contribution.title,
        description=None,
        keywords=(f"contribution-{contribution.id}", contribution.evidence.value),
    )


def slug(title: str) -> str:
    """Return a title as a file name: plain lower-case letters, figures and underscores.

    >>> slug("Paris : 116 € attendus, à l'équilibre")
    'paris_116_attendus_a_l_equilibre'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_") or "cas"
    if not SLUG.fullmatch(name):
        raise ValueError("a slug holds plain letters only")
    return name


def write_once(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(scratch, 0o644)
    os.replace(scratch, path)
