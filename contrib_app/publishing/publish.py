"""One publication, step by step: each is kept in the database before the next begins.

freeze   the base, and the text and place of each case, judged by the official runner
push     the commit, a function of what was frozen, so the same on every retry
propose  the pull request: found if it is there, opened if it is not
record   the cases are published

No transaction is open while git, the runner or the forge is at work, and each step can be done
again, whatever was killed.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contrib_app.contributions import timeline
from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import Publication, PullState
from contrib_app.orm import now
from contrib_app.publishing import description
from contrib_app.publishing.content import Content, Unpublishable, content_of
from contrib_app.publishing.errors import Conflict, Refused
from contrib_app.publishing.exporting import write_once
from contrib_app.publishing.press import Press
from contrib_app.work import queue

LOOK_AGAIN = timedelta(minutes=10).total_seconds()


def publish(press: Press, number: int) -> None:
    """Do what is left of a publication. Raises a PublishingError when a step fails."""
    with press.session() as session:
        publication = session.get(Publication, number)
    if publication is None:
        return
    with press.repository.alone():
        contributions = freeze(press, publication)
        if not contributions:
            return
        push(press, publication, contributions)
    propose(press, publication, contributions)
    record(press, publication)


def freeze(press: Press, publication: Publication) -> Sequence[Contribution]:
    """Fix the base of a publication and the text of its cases, and return those that leave.

    A case that can no longer be published, or of which the rules say something else than what the
    agent saw, goes back to the agents.
    """
    leaving = _cases(press, publication)
    if publication.base_sha is not None or not leaving:
        return leaving
    base = "" if press.settings.forge == "patch" else _base(press)
    kept, back = judged(press, leaving)
    with press.session() as session:
        for number, note in back.items():
            timeline.move(
                session,
                number,
                State.NEW,
                Contribution.publication_id == publication.id,
                note=note,
                publication_id=None,
                decided_at=None,
                decided_by=None,
            )
        for content in kept:
            session.execute(
                update(Contribution)
                .where(Contribution.id == content.number)
                .values(path=content.path(content.green), published_yaml=content.text)
            )
        _keep(session, publication, base_sha=base)
        session.commit()
    return _cases(press, publication)


def judged(
    press: Press, contributions: Sequence[Contribution]
) -> tuple[list[Content], dict[int, str]]:
    """Return what may leave, and the numbers of the others, each with the note of why."""
    contents, back = [], {}
    for contribution in contributions:
        try:
            contents.append(content_of(contribution))
        except Unpublishable:
            back[contribution.id] = "unpublishable"
    green = press.judge({one.name: one.text for one in contents}) if contents else {}
    for one in contents:
        if green[one.name] != one.green:
            back[one.number] = "verdict"
    return [one for one in contents if one.number not in back], back


def push(press: Press, publication: Publication, contributions: Sequence[Contribution]) -> None:
    """Give the repository the branch; adopt one that holds the very same files."""
    files = {f"tests/{one.path}": one.published_yaml for one in contributions}
    repository = press.repository
    commit = repository.commit(
        publication.base_sha or None,
        files,
        description.message_of(contributions),
        publication.made_at,
    )
    if press.settings.forge == "patch":
        name = publication.branch.replace("/", "-")
        write_once(press.patches / f"{name}.patch", repository.patch(commit))
    elif publication.pull_state in (PullState.MERGED, PullState.CLOSED):
        return  # its branch may be gone, and has no reason to come back
    else:
        try:
            repository.push(commit, publication.branch)
        except Conflict:
            commit = adopted(press, publication.branch, files)
    with press.session() as session:
        _keep(session, publication, commit_sha=commit, pushed_at=publication.pushed_at or now())
        session.commit()


def adopted(press: Press, branch: str, files: dict[str, str]) -> str:
    """Return the commit of a branch that is there already and adds the very same files: ours, from
    before a backup was restored. Raises Conflict when it is anything else."""
    commit = press.repository.fetch(branch)
    wanted = {path: press.repository.blob(text) for path, text in files.items()}
    found = press.repository.additions(commit)
    if found is None or found[1] != wanted:
        raise Conflict(f"the branch {branch} holds something else")
    return commit


def propose(press: Press, publication: Publication, contributions: Sequence[Contribution]) -> None:
    """Find the pull request of the branch, or open it."""
    if publication.pull_number is not None:
        return
    branch, base = publication.branch, press.settings.base_branch
    pull = press.forge.find(branch, base)
    if pull is None:
        title, body = description.title_of(contributions), description.body_of(contributions)
        try:
            pull = press.forge.open(branch, base, title, body)
        except Refused:
            pull = press.forge.find(branch, base)  # somebody opened it in the meantime: us
            if pull is None:
                raise
    with press.session() as session:
        _keep(
            session,
            publication,
            pull_number=pull.number,
            pull_url=pull.url or None,
            pull_state=pull.state,
        )
        session.commit()


def record(press: Press, publication: Publication) -> None:
    """Note that the cases are published; whoever follows them is told."""
    with press.session() as session:
        for contribution in _cases(press, publication):
            if timeline.move(session, contribution.id, State.PUBLISHED):
                queue.ask(session, "tell", contribution.id)
        if press.settings.forge != "patch":
            queue.ask(session, "look", publication.id, wait=LOOK_AGAIN)
        session.commit()


def _base(press: Press) -> str:
    return press.repository.fetch(press.settings.base_branch)


def _cases(press: Press, publication: Publication) -> Sequence[Contribution]:
    """Return the cases of a publication that are leaving, or have left."""
    with press.session() as session:
        return session.scalars(
            select(Contribution)
            .where(
                Contribution.publication_id == publication.id,
                Contribution.state.in_((State.ACCEPTED, State.PUBLISHED)),
            )
            .order_by(Contribution.id)
        ).all()


def _keep(session: Session, publication: Publication, **values: object) -> None:
    """Keep what a step found, here and in the database."""
    session.execute(update(Publication).where(Publication.id == publication.id).values(**values))
    for name, value in values.items():
        setattr(publication, name, value)
