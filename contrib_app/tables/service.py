"""From an uploaded table to its report, and from a cluster to a case. Knows no HTTP, no commit."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from contrib_app.accounts.models import Reviewer
from contrib_app.catalogue import Benefit, find_benefit, load_catalogue
from contrib_app.contributions import service as contributions
from contrib_app.contributions.models import Contribution, Evidence
from contrib_app.contributions.preparing import EngineIsBusy
from contrib_app.engine import EngineError, TooBusy
from contrib_app.engine.deciding import case_of
from contrib_app.orm import now
from contrib_app.simulator.service import Computer
from contrib_app.tables import wording
from contrib_app.tables.columns import AMOUNT, Facts, Unusable, facts_of
from contrib_app.tables.grading import Agreement, agreement
from contrib_app.tables.models import DecisionTable, Stage
from contrib_app.tables.reading import Table
from contrib_app.work import queue

LIFETIME = timedelta(days=1)
JOB = "decide"
SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used: its line in the file, the fact at fault, and why, in French."""

    line: int
    fact: str
    text: str


@dataclass(frozen=True)
class Mapped:
    """What some rows tell, and the problems of the others."""

    facts: list[Facts]
    problems: list[Problem]


def benefits() -> list[Benefit]:
    """Return the benefits that a table may be about: monthly amounts of a family."""
    return [
        benefit
        for benefit in load_catalogue()
        if benefit.kind == "amount"
        and benefit.entity == "famille"
        and benefit.period_of("2026-11") == "2026-11"
    ]


def keep(
    session: Session, table: Table, *, reviewer: Reviewer, benefit: str, month: str
) -> DecisionTable:
    """Keep an uploaded table until its columns are mapped, and forget those that are over."""
    session.execute(delete(DecisionTable).where(DecisionTable.created_at < now() - LIFETIME))
    kept = DecisionTable(
        token=secrets.token_hex(16),
        reviewer_id=reviewer.id,
        benefit=benefit,
        month=month,
        stage=Stage.UPLOADED,
        content={"columns": table.columns, "rows": table.rows},
    )
    session.add(kept)
    return kept


def find(session: Session, token: str, reviewer: Reviewer) -> DecisionTable | None:
    """Return a table of this agent that is not over, or None."""
    return session.scalar(
        select(DecisionTable).where(
            DecisionTable.token == token,
            DecisionTable.reviewer_id == reviewer.id,
            DecisionTable.created_at >= now() - LIFETIME,
        )
    )


def tables_of(session: Session, reviewer: Reviewer) -> Sequence[DecisionTable]:
    """Return the tables of an agent that are not over, the latest first."""
    return session.scalars(
        select(DecisionTable)
        .where(
            DecisionTable.reviewer_id == reviewer.id,
            DecisionTable.created_at >= now() - LIFETIME,
        )
        .order_by(DecisionTable.id.desc())
    ).all()


def table_of(kept: DecisionTable) -> Table:
    """Return the table as it was uploaded. It has no row left once its columns are mapped."""
    content = kept.content or {"columns": [], "rows": []}
    return Table(tuple(content["columns"]), tuple(map(tuple, content["rows"])))


def mapped(table: Table, mapping: Mapping[str, str]) -> Mapped:
    """Return what the rows tell when each column is about the fact that `mapping` says."""
    found = Mapped([], [])
    for line, row in enumerate(table.rows, 2):
        try:
            found.facts.append(_anonymous(facts_of(table.columns, mapping, row)))
        except Unusable as problem:
            found.problems.append(Problem(line, problem.fact, problem.problem))
    return found


def ask_for_report(session: Session, kept: DecisionTable, rows: Mapped) -> None:
    """Keep what the rows tell instead of the rows, and have them computed."""
    kept.facts = rows.facts
    kept.ignored = len(rows.problems)
    kept.content = None
    kept.stage = Stage.WAITING
    session.flush()
    queue.ask(session, JOB, kept.id)


def compute(database: Engine, engine: Computer, number: int) -> None:
    """Compute the report of a table that waits for it. Raises EngineIsBusy."""
    with Session(database) as session:
        kept = session.get(DecisionTable, number)
        if kept is None or kept.stage != Stage.WAITING:
            return
        question = {"facts": kept.facts, "variable": kept.benefit, "month": kept.month}
    try:
        report, stage = engine.call("decide", **question), Stage.DONE
    except TooBusy:
        raise EngineIsBusy from None
    except EngineError:
        report, stage = None, Stage.FAILED
    with Session(database) as session:
        session.execute(
            update(DecisionTable)
            .where(DecisionTable.id == number, DecisionTable.stage == Stage.WAITING)
            .values(report=report, stage=stage)
        )
        session.commit()


def agreement_of(kept: DecisionTable) -> Agreement:
    """Return how the decisions and the rules agree, on the rows that the rules compute."""
    assert kept.report is not None
    pairs = [
        (facts[AMOUNT], computed)
        for facts, computed in zip(kept.facts, kept.report["computed"], strict=True)
        if computed is not None
    ]
    return agreement([one[0] for one in pairs], [one[1] for one in pairs])


def draft_of_cluster(
    session: Session, kept: DecisionTable, rank: int, *, evidence: Evidence, key: str
) -> Contribution:
    """Keep a draft for a cluster: the case of its most typical row, to be looked at and proposed.

    Raises LookupError for a cluster that is not there.
    """
    assert kept.report is not None
    cluster = kept.report["clusters"][rank]
    facts = kept.facts[cluster["rows"][0]]
    benefit = find_benefit(kept.benefit)
    case = case_of(facts, kept.benefit, kept.month)
    case = replace(case, name=wording.case_title(benefit, facts[AMOUNT], kept.month))
    sentence = wording.cluster_sentence(len(cluster["rows"]), cluster["among"])
    return contributions.keep_case(
        session, case, benefit=kept.benefit, evidence=evidence, sentence=sentence, key=key
    )


def forget(session: Session, kept: DecisionTable) -> None:
    """Delete a table, really."""
    session.delete(kept)


def _anonymous(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON, a birth date being brought to the first of its month."""
    kept = dict(facts)
    if "naissance" in kept:
        kept["naissance"] = f"{kept['naissance'][:7]}-01"
    return kept
