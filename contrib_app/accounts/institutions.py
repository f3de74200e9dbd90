"""Institutions and the benefits that they own. Takes a session, knows no HTTP, does not commit."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrib_app.accounts.models import Institution, OwnedBenefit, Reviewer, Role
from contrib_app.catalogue import find_benefit


class UnknownBenefit(Exception):
    """A benefit is not in the catalogue."""


class AlreadyOwned(Exception):
    """Another institution owns the benefit."""


def named(session: Session, name: str) -> Institution:
    """Return the institution of that name, new if nobody named it before."""
    name = " ".join(name.split())
    found = session.scalar(select(Institution).where(Institution.name == name))
    if found is None:
        found = Institution(name=name)
        session.add(found)
        session.flush()
    return found


def give(session: Session, institution: Institution, benefits: Iterable[str]) -> None:
    """Make an institution the owner of these benefits. Raises UnknownBenefit or AlreadyOwned."""
    for benefit in benefits:
        if find_benefit(benefit) is None:
            raise UnknownBenefit(benefit)
        owned = session.get(OwnedBenefit, benefit)
        if owned is None:
            session.add(OwnedBenefit(benefit=benefit, institution_id=institution.id))
        elif owned.institution_id != institution.id:
            raise AlreadyOwned(benefit)


def owner_of(session: Session, benefit: str) -> int | None:
    """Return the number of the institution that owns a benefit, or None."""
    owned = session.get(OwnedBenefit, benefit)
    return owned.institution_id if owned else None


def of_organisation(session: Session, organisation: str) -> Institution | None:
    """Return the institution that an OIDC provider calls so, or None: it is not allowed."""
    return session.scalar(select(Institution).where(Institution.organisation == organisation))


def may_review(session: Session, reviewer: Reviewer, benefit: str) -> bool:
    """Tell whether an agent may read and decide the cases of a benefit.

    Those of its institution, those that nobody owns yet; a platform admin, all.
    """
    owner = owner_of(session, benefit)
    return owner in (None, reviewer.institution_id) or reviewer.is_at_least(Role.PLATFORM_ADMIN)


def agents_under(session: Session, admin: Reviewer) -> Sequence[Reviewer]:
    """Return the accounts that an administrator looks after."""
    query = select(Reviewer).order_by(Reviewer.institution_id, Reviewer.email)
    if not admin.is_at_least(Role.PLATFORM_ADMIN):
        query = query.where(Reviewer.institution_id == admin.institution_id)
    return session.scalars(query).all()


def looks_after(admin: Reviewer, reviewer: Reviewer) -> bool:
    """Tell whether an administrator may close or open an account: not its own, not a higher one."""
    if admin.id == reviewer.id or not admin.is_at_least(Role.INSTITUTION_ADMIN):
        return False
    if admin.is_at_least(Role.PLATFORM_ADMIN):
        return True
    return reviewer.institution_id == admin.institution_id and not reviewer.is_at_least(
        Role.PLATFORM_ADMIN
    )
