"""What the published cases of a benefit reach of it"""

import sqlalchemy as sa
from alembic import op

from contrib_app.orm import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "suite_coverages",
        sa.Column("benefit", sa.String(length=120), nullable=False),
        sa.Column("rules", sa.String(length=100), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("benefit", name=op.f("pk_suite_coverages")),
    )
