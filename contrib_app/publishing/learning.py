"""What the repository tells us back: merges, checks, and the verdicts of its own runs."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import (
    Checks,
    Publication,
    PullState,
    Source,
    keep_run,
)
from contrib_app.orm import now
from contrib_app.publishing.press import Press

LOOK_EVERY = 600.0
LONGEST_RULES = 100


class NotAReport(Exception):
    """What was posted is not a JUnit report."""


def look(press: Press, number: int) -> float | None:
    """See what became of a publication; return when to look again, None once it is over."""
    with press.session() as session:
        publication = session.get(Publication, number)
        if publication is None or publication.pushed_at is None:
            return None
        files = {
            f"tests/{one.path}": one.published_yaml
            for one in publication.contributions
            if one.state == State.PUBLISHED
        }
    if press.settings.forge == "branch":
        state, checks = _merged_by_hand(press, files), Checks.UNKNOWN
    elif publication.pull_number:
        pull, checks = press.forge.look(publication.pull_number)
        state = pull.state
    else:
        return None
    with press.session() as session:
        session.execute(
            update(Publication)
            .where(Publication.id == number, Publication.pull_state != PullState.MERGED)
            .values(
                pull_state=state,
                checks=checks,
                merged_at=now() if state is PullState.MERGED else None,
            )
        )
        session.commit()
    return LOOK_EVERY if state in (PullState.OPEN, PullState.NONE) else None


def keep_report(session: Session, report: bytes, rules: str) -> int:
    """Keep what a JUnit report says of our published cases, and return how many it tells of.

    rules: the version that it ran, as the repository names it. Raises NotAReport.
    """
    try:
        root: Element = fromstring(report, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise NotAReport from None
    paths = dict(
        session.execute(
            select(Contribution.path, Contribution.id).where(
                Contribution.state == State.PUBLISHED, Contribution.path.is_not(None)
            )
        ).all()
    )
    verdicts: dict[int, bool] = {}
    for case in root.iter("testcase"):
        number = paths.get(_path(case))
        if number is not None:
            verdicts[number] = verdicts.get(number, True) and len(case) == 0
    for number, passed in verdicts.items():
        keep_run(session, number, rules[:LONGEST_RULES], Source.CI, passed)
    return len(verdicts)


def _path(case: Element) -> str:
    """Return the place in the corpus of a test case; whatever stands before `tests/` is theirs."""
    file = (case.get("file") or case.get("classname") or "").replace("\\", "/")
    return file.rpartition("tests/")[2]


def _merged_by_hand(press: Press, files: dict[str, str]) -> PullState:
    """Without a forge, a case is merged when the base branch holds its file."""
    with press.repository.alone():
        base = press.repository.fetch(press.settings.base_branch)
        return PullState.MERGED if press.repository.holds(base, files) else PullState.NONE
