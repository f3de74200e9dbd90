"""Simulations that are kept, and those made for somebody else"""

import sqlalchemy as sa
from alembic import op

from contrib_app.orm import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("simulations", sa.Column("kept_until", UtcDateTime(), nullable=True))
    op.add_column("simulations", sa.Column("kept", sa.JSON(), nullable=True))
    op.add_column(
        "simulations",
        sa.Column("for_other", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    for name in ("for_other", "kept", "kept_until"):
        op.drop_column("simulations", name)
