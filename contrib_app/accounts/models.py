"""Who may review, for which institution, and who is signed in."""

import enum
from datetime import datetime

from sqlalchemy import Boolean, Enum, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contrib_app.orm import Base, UtcDateTime, now


class Role(enum.Enum):
    """What an agent may do. Each one may also do what those before it may."""

    REVIEWER = "reviewer"
    INSTITUTION_ADMIN = "institution admin"
    PLATFORM_ADMIN = "platform admin"


class Institution(Base):
    """An organism whose agents review the cases of its benefits.

    organisation: how the OIDC provider names it (a SIRET, with ProConnect). None: its agents have
        local accounts only.
    """

    __tablename__ = "institutions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    organisation: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    benefits: Mapped[list["OwnedBenefit"]] = relationship(order_by="OwnedBenefit.benefit")


class OwnedBenefit(Base):
    """A benefit of the catalogue, and the one institution that owns it."""

    __tablename__ = "owned_benefits"

    benefit: Mapped[str] = mapped_column(String(120), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institutions.id"), index=True)


class Reviewer(Base):
    """An agent who reviews cases, for an institution.

    password_hash: empty when the agent signs in through the OIDC provider only.
    subject: who the OIDC provider says it is, `<issuer> <sub>`.
    failures: wrong passwords since the last good one; `locked_until` follows from them.

    The attributes after the columns are what Flask-Login asks of whoever is signed in; `token` is
    the secret of the present sign-in.
    """

    __tablename__ = "reviewers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institutions.id"), index=True)
    role: Mapped[Role] = mapped_column(Enum(Role, native_enum=False, length=20))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str | None] = mapped_column(String(300), unique=True, default=None)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    institution: Mapped[Institution] = relationship(lazy="joined", innerjoin=True)

    is_authenticated = True
    is_anonymous = False
    token = ""

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return self.token

    def is_at_least(self, role: Role) -> bool:
        """Tell whether the agent has this role or a higher one."""
        ranks = list(Role)
        return ranks.index(self.role) >= ranks.index(role)


class SignIn(Base):
    """One sign-in of an agent, on one browser; only the hash of its secret is kept."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewers.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
