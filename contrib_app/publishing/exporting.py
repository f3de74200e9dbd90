"""Write accepted cases into a corpus at hand. Takes a session, knows no HTTP, does not commit."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrib_app.contributions import timeline
from contrib_app.contributions.models import Contribution, State
from contrib_app.publishing.content import Content, Unpublishable, content_of
from contrib_app.work import queue
from lawcases import Legislation, run_case


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
    was written already, or that leaves by a branch, is not written. The session must hold nothing:
    it lets the database go while cases are judged.
    """
    accepted = session.scalars(
        select(Contribution)
        .where(
            Contribution.state == State.ACCEPTED,
            Contribution.may_publish,
            Contribution.publication_id.is_(None),
        )
        .order_by(Contribution.id)
    ).all()
    contents = [(contribution.id, _content_or_problem(contribution)) for contribution in accepted]
    session.rollback()  # nobody waits for the database while this judges
    for number, content in contents:
        if isinstance(content, str):
            yield Written(number, None, problem=content)
        else:
            green = run_case(content.case, legislation).passed
            yield _write(session, content, green, corpus)


def _content_or_problem(contribution: Contribution) -> Content | str:
    try:
        return content_of(contribution)
    except Unpublishable as error:
        return str(error.args[0])


def _write(session: Session, content: Content, green: bool, corpus: Path) -> Written:
    number, path = content.number, content.path(green)
    left = timeline.move(
        session,
        number,
        State.PUBLISHED,
        Contribution.publication_id.is_(None),
        path=path,
        published_yaml=content.text,
    )
    if not left:
        return Written(number, None, problem="somebody else decided about it in the meantime")
    write_once(corpus / path, content.text)
    queue.ask(session, "tell", number)
    return Written(number, Path(path), diverges=not green)


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
