"""From results to a proposed case. Takes a session, knows no HTTP, does not commit."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contrib_app.catalogue import Benefit, find_benefit, label_words
from contrib_app.contributions import inwords, rarity, timeline, wording
from contrib_app.contributions.models import Author, Contribution, Evidence, Message, State
from contrib_app.contributions.privacy import passages
from contrib_app.engine import EngineError
from contrib_app.orm import now
from contrib_app.simulator import service as simulations
from contrib_app.simulator.models import Simulation
from contrib_app.simulator.results import own_instances
from contrib_app.simulator.service import Computer
from contrib_app.work import queue
from lawcases import Case, read_cases, write_cases

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
CODE_LENGTH = 26
DRAFT_LIFETIME = timedelta(days=1)
PREPARE = "prepare"
ALIVE = (State.NEW, State.NEEDS_INFORMATION, State.ACCEPTED, State.PUBLISHED)
MARGINS = {"amount": 1.0, "price": 0.01, "rate": 0.01, "right": 0.0}
PLURALS = {
    "individu": "individus",
    "famille": "familles",
    "menage": "menages",
    "foyer_fiscal": "foyers_fiscaux",
}


@dataclass(frozen=True)
class Target:
    """One result that somebody may know better: a benefit, for a person or a group."""

    benefit: Benefit
    instance: str
    value: Any

    @property
    def key(self) -> str:
        return f"{self.benefit.variable}-{self.instance}"


@dataclass(frozen=True)
class Expectation:
    """The true value of a target, as its contributor knows it.

    value: the amount; or, when only the right is known, True or False.
    not_computable: why the simulator should not compute it, if so; `value` is what it computed.
    """

    target: Target
    value: float | bool
    not_computable: str = ""

    @property
    def variable(self) -> str:
        """The variable it is about: the benefit, or its eligibility when only that is known."""
        benefit = self.target.benefit
        if isinstance(self.value, bool) and not isinstance(self.target.value, bool):
            return benefit.eligibility or benefit.variable
        return benefit.variable


def targets_of(simulation: Simulation, computed: Mapping[str, Mapping[str, Any]]) -> list[Target]:
    """Return every result of the simulation."""
    return [
        Target(benefit, instance, value)
        for benefit in simulations.benefits_of(simulation)
        for instance, value in own_instances(benefit, simulation, computed).items()
    ]


def case_for(simulation: Simulation, expectations: Sequence[Expectation]) -> Case:
    """Return the case that asserts these expectations on the whole situation."""
    output: dict[str, dict[str, dict[str, Any]]] = {}
    for expected in expectations:
        plural = PLURALS[expected.target.benefit.entity]
        instances = output.setdefault(plural, {})
        period = expected.target.benefit.period_of(simulation.month)
        value = expected.value if period == simulation.month else {period: expected.value}
        instances.setdefault(expected.target.instance, {})[expected.variable] = value
    return Case(
        name=wording.case_title(expectations, simulation.month),
        period=simulation.month,
        input=simulations.situation_of(simulation),
        output=output,
        absolute_error_margin=_margin(expectations),
    )


def _margin(expectations: Sequence[Expectation]) -> float | dict[str, float | None]:
    """Return one euro for an amount, a cent for a price, exactness for a right."""
    margins = {one.variable: MARGINS[one.target.benefit.kind] for one in expectations}
    widest = max(margins.values())
    narrower: dict[str, float | None] = {
        name: margin for name, margin in margins.items() if margin != widest
    }
    return {"default": widest, **narrower} if narrower else widest


def keep_draft(
    session: Session,
    simulation: Simulation,
    expectations: Sequence[Expectation],
    *,
    evidence: Evidence,
    evidence_date: str | None = None,
    sentence: str,
    key: str,
) -> Contribution:
    """Keep a draft of what somebody expects of a simulation; see `keep_case`.

    A benefit that should not be computed is no test: its case is for the agent only, and tells what
    was computed. It is left out of a case that also asserts something.
    """
    asserted = [one for one in expectations if not one.not_computable]
    told = asserted or expectations
    draft = keep_case(
        session,
        case_for(simulation, told),
        benefit=told[0].target.benefit.variable,
        evidence=evidence,
        sentence=sentence,
        key=key,
    )
    draft.evidence_date = evidence_date
    draft.not_computable = {
        one.target.benefit.variable: one.not_computable
        for one in expectations
        if one.not_computable
    }
    draft.is_test = bool(asserted)
    return draft


def keep_case(
    session: Session, case: Case, *, benefit: str, evidence: Evidence, sentence: str, key: str
) -> Contribution:
    """Keep a draft, and have it made short and anonymous, to be shown before it is proposed.

    benefit: variable of the benefit that the case is about. key: secret of the installation, from
    which the follow-up code is drawn.
    """
    session.execute(
        delete(Contribution).where(
            Contribution.state == State.DRAFT, Contribution.proposed_at < now() - DRAFT_LIFETIME
        )
    )
    token = secrets.token_hex(16)
    draft = Contribution(
        token=token,
        code_hash=hash_of(code_for(token, key)),
        state=State.DRAFT,
        benefit=benefit,
        title=case.name,
        case_yaml=write_cases([case]),
        simplification={},
        evidence=evidence,
        sentence=sentence,
    )
    session.add(draft)
    session.flush()
    queue.ask(session, PREPARE, draft.id)
    return draft


def told_in_words(contribution: Contribution, engine: Computer) -> dict[str, Any]:
    """Return the case of a contribution in words, for a page.

    {"facts": its inputs, "people": who they are about, "steps": what was done to it, "signs": what
    makes it rare, "folder": where it would be published, "passages": what its sentence seems to
    hold}.
    """
    if not contribution.case_yaml:
        return {"facts": [], "people": [], "steps": [], "signs": [], "passages": [], "folder": ""}
    (case,) = read_cases(contribution.case_yaml)
    changed = {
        change[1]
        for step in contribution.simplification.get("steps", ())
        for change in step["changes"]
    }
    names = sorted({*inwords.names_of(case), *changed})
    try:
        labels = engine.call("labels", variables=names)
    except EngineError:  # the page is read without them: the case itself is on it
        labels = {}
    benefit = find_benefit(contribution.benefit)
    return {
        "facts": inwords.facts_of(case, labels),
        "people": inwords.people_of(case),
        "steps": wording.simplification_steps(contribution.simplification, labels),
        "signs": [wording.SIGNS[sign] for sign in rarity.signs_of(case)],
        "folder": f"tests/yaml/{benefit.path}/" if benefit else "",
        "passages": list(passages(contribution.sentence, label_words())),
    }


def similar(session: Session, contribution: Contribution) -> Sequence[Contribution]:
    """Return the other cases of the same benefit that meet the same conditions, oldest first."""
    if contribution.signature is None:
        return []
    return session.scalars(
        select(Contribution)
        .where(
            Contribution.signature == contribution.signature,
            Contribution.benefit == contribution.benefit,
            Contribution.id != contribution.id,
            Contribution.state.in_(ALIVE),
        )
        .order_by(Contribution.id)
    ).all()


def find_draft(session: Session, token: str) -> Contribution | None:
    """Return the contribution of a preview page, whatever became of it since."""
    return session.scalar(select(Contribution).where(Contribution.token == token))


def propose(
    session: Session, draft: Contribution, *, may_publish: bool, email: str | None = None
) -> bool:
    """Propose a draft. Return False, changing nothing, when it was proposed already.

    email: where to tell what becomes of it; None when nobody asked for it. What is no test is
    never published.
    """
    return timeline.move(
        session,
        draft.id,
        State.NEW,
        Contribution.state == State.DRAFT,
        may_publish=may_publish and draft.is_test,
        email=email,
        proposed_at=now(),
    )


def code_for(token: str, key: str) -> str:
    """Return the follow-up code of a draft: 130 bits, the same each time, so that a form sent
    twice shows the same code."""
    digest = hmac.new(key.encode(), b"follow-up:" + token.encode(), hashlib.sha256).digest()
    bits = int.from_bytes(digest, "big")
    return "".join(ALPHABET[bits >> (5 * rank) & 31] for rank in range(CODE_LENGTH))


def hash_of(code: str) -> str:
    """Return what is kept of a code; spaces, hyphens and case do not count when it is typed."""
    plain = "".join(character for character in code.upper() if character in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def find_by_code(session: Session, code: str) -> Contribution | None:
    """Return the contribution that a code follows, or None."""
    return session.scalar(
        select(Contribution).where(
            Contribution.code_hash == hash_of(code), Contribution.state != State.DRAFT
        )
    )


def withdraw(session: Session, contribution: Contribution) -> bool:
    """Withdraw a contribution whose publication has not begun, erasing what it said.

    Return False, changing nothing, when it is too late.
    """
    withdrawn = timeline.move(
        session,
        contribution.id,
        State.WITHDRAWN,
        Contribution.publication_id.is_(None),
        case_yaml="",
        sentence="",
        checks=[],
        not_computable={},
        may_publish=False,
        email=None,
    )
    if withdrawn:
        session.execute(delete(Message).where(Message.contribution_id == contribution.id))
    return withdrawn


def answer(session: Session, contribution: Contribution, text: str) -> bool:
    """Answer the agent's question, which puts the case back among the new ones.

    Return False, changing nothing, when nothing is asked any more.
    """
    moved = timeline.move(
        session, contribution.id, State.NEW, Contribution.state == State.NEEDS_INFORMATION
    )
    if moved:
        session.add(Message(contribution_id=contribution.id, author=Author.CONTRIBUTOR, text=text))
    return moved


def forget_email(session: Session, contribution: Contribution) -> None:
    """Erase the e-mail of a contributor who no longer wants to be told."""
    session.execute(
        update(Contribution).where(Contribution.id == contribution.id).values(email=None)
    )
