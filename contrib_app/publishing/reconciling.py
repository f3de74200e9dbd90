"""Compare the database, the branches and the pull requests, and repair: it should never be needed.

It is what puts things right after a backup was restored, or somebody deleted a branch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import Publication, PullState
from contrib_app.publishing.press import Press
from contrib_app.work import queue


@dataclass(frozen=True)
class Findings:
    """What does not agree, by the numbers of publications, or by branches.

    unfinished: publications that a job must finish. foreign: branches that nothing here explains.
    lost: pushed branches that are no longer on the repository, though nobody merged them.
    """

    unfinished: Sequence[int]
    lost: Sequence[int]
    foreign: Sequence[str]


def reconcile(press: Press) -> Findings:
    """Compare, ask for what is missing, and return what was found. Raises a PublishingError."""
    if press.settings.forge in ("", "patch"):
        branches = None
    else:
        with press.repository.alone():
            branches = press.repository.remote_branches(f"{press.settings.branch_prefix}/*")
    with press.session() as session:
        publications = session.scalars(select(Publication).order_by(Publication.id)).all()
        leaving = set(
            session.scalars(
                select(Contribution.publication_id)
                .where(Contribution.state == State.ACCEPTED)
                .where(Contribution.publication_id.is_not(None))
            )
        )
        unfinished = [one.id for one in publications if one.id in leaving]
        lost = [one.id for one in publications if _is_lost(one, branches)]
        for number in (*unfinished, *lost):
            queue.ask(session, "publish", number)
        queue.ask(session, "gather")
        session.commit()
    known = {one.branch for one in publications}
    foreign = [name for name in branches or {} if name not in known]
    return Findings(unfinished, lost, sorted(foreign))


def _is_lost(publication: Publication, branches: dict[str, str] | None) -> bool:
    return (
        branches is not None
        and publication.pushed_at is not None
        and publication.pull_state in (PullState.OPEN, PullState.NONE)
        and publication.branch not in branches
    )
