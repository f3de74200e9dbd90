"""What is kept of a proposed case, and of what became of it."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Enum, ForeignKey, Integer, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contrib_app.orm import Base, UtcDateTime, append_only, now


class Evidence(enum.Enum):
    """What a contributor relies on, strongest first."""

    NOTIFICATION = "notification"
    AGENT = "agent"
    RULES = "rules"
    EXPECTATION = "expectation"


class State(enum.Enum):
    """Where a contribution stands; `timeline` says which may follow which."""

    DRAFT = "draft"
    NEW = "new"
    NEEDS_INFORMATION = "needs_information"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Author(enum.Enum):
    """Who wrote a message."""

    AGENT = "agent"
    CONTRIBUTOR = "contributor"


class Contribution(Base):
    """A case that somebody proposed.

    token: secret of the preview page; makes a form sent twice one contribution.
    code_hash: SHA-256 of the secret code that follows the case; the code itself is not kept.
    version: raised by every change, so that nobody decides on what they have not seen.
    signature: digest of the conditions of the law that the case meets; None while unknown.
    benefit: variable of the first benefit; it decides the folder of the file, nothing else does.
    case_yaml: the simplified case, exactly as the contributor saw it.
    checks: expected and computed values at the time, for the agent.
    evidence_date: day of the decision, of the calculation or of the text, in ISO format.
    not_computable: {benefit: why the simulator should not compute it}.
    is_test: whether the case asserts something; what does not is read, and never published.
    sentence: what the contributor wrote for the agent; never published.
    may_publish: consent to publish the simplified case.
    email: where to tell what becomes of the case, if the contributor asked for it; then erased.
    publication_id: the branch and pull request by which it leaves; set once, when it begins to.
    path, published_yaml: where the case is written in the corpus, and its text there.
    """

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20), index=True)
    signature: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    benefit: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    case_yaml: Mapped[str] = mapped_column(Text)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    simplification: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    evidence: Mapped[Evidence] = mapped_column(Enum(Evidence, native_enum=False, length=20))
    evidence_date: Mapped[str | None] = mapped_column(String(10), default=None)
    not_computable: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    is_test: Mapped[bool] = mapped_column(Boolean, default=True)
    sentence: Mapped[str] = mapped_column(Text, default="")
    may_publish: Mapped[bool] = mapped_column(Boolean, default=False)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("reviewers.id"), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    publication_id: Mapped[int | None] = mapped_column(
        ForeignKey("publications.id"), index=True, default=None
    )
    path: Mapped[str | None] = mapped_column(String(300), default=None)
    published_yaml: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_prepared(self) -> bool:
        """Tell whether the draft was made short and anonymous, or could not be."""
        return bool(self.simplification)

    @property
    def has_failed(self) -> bool:
        return bool(self.simplification.get("failed"))

    events: Mapped[list["Event"]] = relationship(order_by="Event.id", viewonly=True)
    messages: Mapped[list["Message"]] = relationship(order_by="Message.id", viewonly=True)


class Event(Base):
    """One line of a contribution's timeline: never changed, and without the situation.

    who: e-mail of the agent; empty when the contributor or the platform did it.
    note: a fact about the change (`verdict`: the rules no longer say what the agent saw).
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    what: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20))
    who: Mapped[str] = mapped_column(String(254), default="")
    note: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


event.listen(Event.__table__, "after_create", append_only)


class Message(Base):
    """A question of an agent to the contributor, or an answer. Never published; erased in time."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    author: Mapped[Author] = mapped_column(Enum(Author, native_enum=False, length=20))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
