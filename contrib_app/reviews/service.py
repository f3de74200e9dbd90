"""What reviewers decide. Takes a session, knows no HTTP, does not commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from contrib_app.accounts.models import OwnedBenefit, Reviewer, Role
from contrib_app.catalogue import label_words
from contrib_app.contributions import timeline
from contrib_app.contributions.inwords import names_of
from contrib_app.contributions.models import Author, Contribution, Message, State
from contrib_app.contributions.privacy import Passage, passages
from contrib_app.contributions.rarity import is_rare
from contrib_app.contributions.service import ALIVE
from contrib_app.orm import now
from contrib_app.reviews.neighbours import neighbours_of
from contrib_app.simulator.service import Computer
from contrib_app.work import queue
from lawcases import read_cases


class AlreadyDecided(Exception):
    """Somebody decided the case in the meantime, or its author withdrew it."""


class PersonalTitle(Exception):
    """The title looks like it names somebody."""

    def __init__(self, found: Sequence[Passage]):
        self.found = found
        super().__init__(", ".join(passage.kind for passage in found))


class RareCase(Exception):
    """The case keeps what describes few people: publishing it wants a typed confirmation."""


CONFIRMATION = "publier"


def waiting(session: Session, reviewer: Reviewer) -> Sequence[Contribution]:
    """Return the cases that wait for this agent: its institution's first, then nobody's; oldest
    first."""
    query = (
        select(Contribution)
        .outerjoin(OwnedBenefit, OwnedBenefit.benefit == Contribution.benefit)
        .where(Contribution.state.in_((State.NEW, State.NEEDS_INFORMATION)))
        .order_by(
            Contribution.state != State.NEW,
            OwnedBenefit.institution_id.is_(None),
            Contribution.proposed_at,
        )
    )
    return session.scalars(_within_reach(query, reviewer)).all()


def counts_of_similar(session: Session) -> dict[str, int]:
    """Return how many living cases share each signature that several do."""
    rows = session.execute(
        select(Contribution.signature, func.count())
        .where(Contribution.signature.is_not(None), Contribution.state.in_(ALIVE))
        .group_by(Contribution.signature)
        .having(func.count() > 1)
    ).all()
    return {str(signature): int(count) for signature, count in rows}


def decided(session: Session, reviewer: Reviewer, most: int = 20) -> Sequence[Contribution]:
    """Return the latest decisions on the cases that this agent may read."""
    query = (
        select(Contribution)
        .outerjoin(OwnedBenefit, OwnedBenefit.benefit == Contribution.benefit)
        .where(Contribution.decided_at.is_not(None))
        .order_by(Contribution.decided_at.desc())
        .limit(most)
    )
    return session.scalars(_within_reach(query, reviewer)).all()


def _within_reach(query: Select[Contribution], reviewer: Reviewer) -> Select[Contribution]:
    if reviewer.is_at_least(Role.PLATFORM_ADMIN):
        return query
    owner = OwnedBenefit.institution_id
    return query.where(or_(owner.is_(None), owner == reviewer.institution_id))


def find(session: Session, number: int) -> Contribution | None:
    """Return a proposed case by its number, or None."""
    found = session.get(Contribution, number)
    return found if found and found.state != State.DRAFT else None


def accept(
    session: Session,
    contribution: Contribution,
    reviewer: Reviewer,
    title: str,
    version: int | None = None,
    confirmation: str = "",
) -> None:
    """Accept a case under a title that will be published, and have it leave.

    version: that of the case as the agent saw it; the present one if it is None. confirmation: what
    was typed to publish a case that is rare.
    Raises PersonalTitle, RareCase, or AlreadyDecided when the case changed since.
    """
    if found := list(passages(title, label_words())):
        raise PersonalTitle(found)
    if contribution.may_publish and confirmation != CONFIRMATION and is_rare_case(contribution):
        raise RareCase
    _decide(session, contribution, reviewer, State.ACCEPTED, version, title=title)
    queue.ask(session, "gather")


def is_rare_case(contribution: Contribution) -> bool:
    """Tell whether a case keeps what describes few people."""
    cases = read_cases(contribution.case_yaml) if contribution.case_yaml else []
    return any(map(is_rare, cases))


def refuse(
    session: Session,
    contribution: Contribution,
    reviewer: Reviewer,
    reason: str,
    version: int | None = None,
) -> None:
    """Refuse a case, for a reason that its author will read. Raises AlreadyDecided."""
    _decide(session, contribution, reviewer, State.REFUSED, version, reason=reason)


def ask(
    session: Session,
    contribution: Contribution,
    reviewer: Reviewer,
    question: str,
    version: int | None = None,
) -> None:
    """Ask the author something, on the follow-up page. Raises AlreadyDecided."""
    _change(session, contribution, reviewer, State.NEEDS_INFORMATION, version)
    session.add(Message(contribution_id=contribution.id, author=Author.AGENT, text=question))


@dataclass(frozen=True)
class Why:
    """What decided of the first result of a case, and the results of its neighbours."""

    conditions: list[dict[str, Any]]
    here: Any
    beside: list[tuple[str, Any]]


def why(contribution: Contribution, engine: Computer) -> Why:
    """Return the conditions and the neighbours of a case, in one run. Raises EngineError."""
    (case,) = read_cases(contribution.case_yaml)
    check = contribution.checks[0]
    variable, instance, period = check["variable"], check["instance"], check["period"]
    beside = neighbours_of(case, engine.call("labels", variables=names_of(case)))
    found = engine.soon(
        "why",
        situations=[dict(case.input), *(one.situation for one in beside)],
        period=str(case.period),
        variables={variable: period},
        subject=variable,
    )
    here, *others = [_result(values, variable, instance) for values in found["values"]]
    words = [one.words for one in beside]
    return Why(found["conditions"], here, list(zip(words, others, strict=True)))


def _result(values: Any, variable: str, instance: str | None) -> Any:
    """Return the value of an instance; of the only one when the case names none."""
    own = (values or {}).get(variable, {})
    return own.get(instance) if instance in own else next(iter(own.values()), None)


def keep_checks(session: Session, contribution: Contribution, checks: list[dict[str, Any]]) -> None:
    """Keep what today's rules say of a case. Whoever decides must have seen it."""
    contribution.checks = checks
    contribution.version += 1


def _decide(
    session: Session,
    contribution: Contribution,
    reviewer: Reviewer,
    state: State,
    version: int | None,
    **values: str,
) -> None:
    _change(
        session,
        contribution,
        reviewer,
        state,
        version,
        decided_at=now(),
        decided_by=reviewer.id,
        **values,
    )


def _change(
    session: Session,
    contribution: Contribution,
    reviewer: Reviewer,
    state: State,
    version: int | None,
    **values: Any,
) -> None:
    """Compare and set in one statement: of two agents, one decides."""
    seen = Contribution.version == (contribution.version if version is None else version)
    if not timeline.move(session, contribution.id, state, seen, who=reviewer.email, **values):
        raise AlreadyDecided
    queue.ask(session, "tell", contribution.id)
