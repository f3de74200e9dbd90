"""The published cases of each benefit, and what they reach. Knows no HTTP, does not commit."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from contrib_app.accounts.models import Institution, OwnedBenefit
from contrib_app.catalogue import Benefit, find_benefit, load_catalogue
from contrib_app.contributions.models import Contribution, State
from contrib_app.contributions.publication import Publication, Run, publication_of, runs_of
from contrib_app.engine import EngineError, TooBusy
from contrib_app.simulator.service import Computer
from contrib_app.suites.models import SuiteCoverage

JOB = "coverage"


@dataclass(frozen=True)
class Suite:
    """The published cases of a benefit. red: how many the latest rules do not satisfy."""

    benefit: Benefit
    institution: str
    count: int
    red: int
    coverage: SuiteCoverage | None


@dataclass(frozen=True)
class PublishedCase:
    """A published case, where it is, and what each version of the rules said of it."""

    contribution: Contribution
    publication: Publication | None
    runs: Sequence[Run]


def suites(session: Session) -> list[Suite]:
    """Return the suite of every benefit of the catalogue, those with cases first."""
    owned = session.execute(
        select(OwnedBenefit.benefit, Institution.name).join(
            Institution, Institution.id == OwnedBenefit.institution_id
        )
    )
    owners = {row.benefit: row.name for row in owned}
    coverages = {one.benefit: one for one in session.scalars(select(SuiteCoverage))}
    found = []
    for benefit in load_catalogue():
        cases = cases_of(session, benefit.variable)
        red = sum(bool(case.runs) and not case.runs[0].passed for case in cases)
        owner = owners.get(benefit.variable, "")
        coverage = coverages.get(benefit.variable)
        found.append(Suite(benefit, owner, len(cases), red, coverage))
    return sorted(found, key=lambda one: (not one.count, one.benefit.territory != "France"))


def cases_of(session: Session, benefit: str) -> list[PublishedCase]:
    """Return the published cases of a benefit, the latest first."""
    published = session.scalars(
        select(Contribution)
        .where(Contribution.benefit == benefit, Contribution.state == State.PUBLISHED)
        .order_by(Contribution.id.desc())
    ).all()
    return [
        PublishedCase(one, publication_of(session, one), runs_of(session, one)) for one in published
    ]


def coverage_of(session: Session, benefit: str) -> SuiteCoverage | None:
    """Return what the cases of a benefit reach of it, once it was measured."""
    return session.get(SuiteCoverage, benefit)


def measure(database: Engine, engine: Computer, rules: str) -> None:
    """Measure what the published cases of each benefit reach, for these rules.

    A suite that cannot be measured now is left as it was, for the next time.
    """
    with Session(database) as session:
        texts: dict[str, list[str]] = {}
        for one in session.scalars(
            select(Contribution).where(Contribution.state == State.PUBLISHED)
        ):
            if one.published_yaml:
                texts.setdefault(one.benefit, []).append(one.published_yaml)
    for name, own in texts.items():
        benefit = find_benefit(name)
        if benefit is None:
            continue
        try:
            found = engine.call(JOB, texts=own, path=benefit.path)
        except TooBusy:
            return
        except EngineError:
            continue
        with Session(database) as session:
            session.execute(delete(SuiteCoverage).where(SuiteCoverage.benefit == name))
            session.add(SuiteCoverage(benefit=name, rules=rules, **found))
            session.commit()
