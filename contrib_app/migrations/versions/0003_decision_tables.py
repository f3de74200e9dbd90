"""Tables of decisions"""

import sqlalchemy as sa
from alembic import op

from contrib_app.orm import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "decision_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("benefit", sa.String(length=120), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["reviewers.id"], name=op.f("fk_decision_tables_reviewer_id_reviewers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_tables")),
        sa.UniqueConstraint("token", name=op.f("uq_decision_tables_token")),
    )
    op.create_index(op.f("ix_decision_tables_reviewer_id"), "decision_tables", ["reviewer_id"])


def downgrade() -> None:
    op.drop_table("decision_tables")
