"""What is no test, and the date of the evidence"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("contributions") as batch:
        batch.add_column(sa.Column("evidence_date", sa.String(length=10), nullable=True))
        batch.add_column(
            sa.Column("not_computable", sa.JSON(), nullable=False, server_default="{}")
        )
        batch.add_column(
            sa.Column("is_test", sa.Boolean(), nullable=False, server_default=sa.true())
        )


def downgrade() -> None:
    with op.batch_alter_table("contributions") as batch:
        for name in ("is_test", "not_computable", "evidence_date"):
            batch.drop_column(name)
