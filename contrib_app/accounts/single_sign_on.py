"""Signing in with the OIDC provider of the administration: which claims open which account.

Takes a session, knows no HTTP, does not commit. An agent is known by issuer and subject; the
organisation that the provider names must be that of an institution: that list is who is allowed.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrib_app.accounts import institutions
from contrib_app.accounts.models import Reviewer, Role
from contrib_app.accounts.service import AccountError, checked_email, is_open


class NotAllowed(Exception):
    """The provider vouches for somebody who has no account here.

    `reason` is one of: organisation, email, closed, elsewhere.
    """

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def agent_of(session: Session, claims: Mapping[str, Any], organisation_claim: str) -> Reviewer:
    """Return the agent whom these verified claims name, new if it is the first time.

    A local account of the same e-mail is joined to them only within its own institution.
    Raises NotAllowed.
    """
    named = claims.get(organisation_claim)
    institution = institutions.of_organisation(session, named) if isinstance(named, str) else None
    if institution is None:
        raise NotAllowed("organisation")
    subject = f"{claims['iss']} {claims['sub']}"
    reviewer = session.scalar(select(Reviewer).where(Reviewer.subject == subject))
    if reviewer is None:
        reviewer = _first_time(session, claims, institution.id)
        reviewer.subject = subject
    if reviewer.institution_id != institution.id:
        raise NotAllowed("elsewhere")
    if not is_open(reviewer):
        raise NotAllowed("closed")
    session.flush()
    return reviewer


def _first_time(session: Session, claims: Mapping[str, Any], institution_id: int) -> Reviewer:
    try:
        email = checked_email(str(claims.get("email", "")))
    except AccountError:
        raise NotAllowed("email") from None
    if claims.get("email_verified") is False:
        raise NotAllowed("email")
    known = session.scalar(select(Reviewer).where(Reviewer.email == email))
    if known is None:
        known = Reviewer(email=email, institution_id=institution_id, role=Role.REVIEWER)
        session.add(known)
        session.flush()
        session.refresh(known)
    elif known.institution_id != institution_id or known.subject is not None:
        raise NotAllowed("elsewhere")
    return known
