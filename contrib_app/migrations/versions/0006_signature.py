"""What a case shows, so that similar ones are found"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("contributions") as batch:
        batch.add_column(sa.Column("signature", sa.String(length=64), nullable=True))
        batch.create_index(op.f("ix_contributions_signature"), ["signature"])


def downgrade() -> None:
    with op.batch_alter_table("contributions") as batch:
        batch.drop_index(op.f("ix_contributions_signature"))
        batch.drop_column("signature")
