"""What is kept of what the published cases of a benefit reach of its rules."""

from datetime import datetime

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from contrib_app.orm import Base, UtcDateTime, now


class SuiteCoverage(Base):
    """What the published cases of one benefit reach of it, by one version of the rules.

    reached, total: parameter values, brackets and branches of its formulas.
    wanted: what no case reaches, in words: [{"what", "where"}].
    """

    __tablename__ = "suite_coverages"

    benefit: Mapped[str] = mapped_column(String(120), primary_key=True)
    rules: Mapped[str] = mapped_column(String(100))
    reached: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    wanted: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
