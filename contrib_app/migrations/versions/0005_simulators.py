"""Other simulators that propose cases"""

import sqlalchemy as sa
from alembic import op

from contrib_app.orm import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "simulators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulators")),
        sa.UniqueConstraint("name", name=op.f("uq_simulators_name")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_simulators_token_hash")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("simulator_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("draft", sa.String(length=32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["simulator_id"], ["simulators.id"], name=op.f("fk_proposals_simulator_id_simulators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("simulator_id", "key", name=op.f("uq_proposals_simulator_id")),
    )
