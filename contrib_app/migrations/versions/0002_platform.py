"""Institutions and roles, sign-ins, messages, jobs, publications and runs"""

import sqlalchemy as sa
from alembic import op

from contrib_app.orm import UtcDateTime, append_only, now

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    institutions()
    sign_ins()
    jobs()
    publications()
    contributions()


def institutions() -> None:
    """An agent's institution was a word; it becomes a line, and words that agree share one."""
    table = op.create_table(
        "institutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions")),
        sa.UniqueConstraint("name", name=op.f("uq_institutions_name")),
        sa.UniqueConstraint("organisation", name=op.f("uq_institutions_organisation")),
    )
    op.create_table(
        "owned_benefits",
        sa.Column("benefit", sa.String(length=120), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_owned_benefits_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("benefit", name=op.f("pk_owned_benefits")),
    )
    op.create_index(op.f("ix_owned_benefits_institution_id"), "owned_benefits", ["institution_id"])

    with op.batch_alter_table("reviewers") as batch:
        batch.add_column(sa.Column("institution_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("role", sa.String(length=20), nullable=False, server_default="REVIEWER")
        )
        batch.add_column(sa.Column("subject", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("locked_until", UtcDateTime(), nullable=True))

    reviewers = sa.table(
        "reviewers", sa.column("institution", sa.String), sa.column("institution_id", sa.Integer)
    )
    connection = op.get_bind()
    for (name,) in connection.execute(sa.select(reviewers.c.institution).distinct()).all():
        connection.execute(table.insert().values(name=name, created_at=now()))
    its_number = sa.select(table.c.id).where(table.c.name == reviewers.c.institution)
    connection.execute(reviewers.update().values(institution_id=its_number.scalar_subquery()))

    with op.batch_alter_table("reviewers") as batch:
        batch.drop_column("institution")
        batch.alter_column("institution_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("role", existing_type=sa.String(length=20), server_default=None)
        batch.alter_column("failures", existing_type=sa.Integer(), server_default=None)
        batch.create_foreign_key(
            batch.f("fk_reviewers_institution_id_institutions"),
            "institutions",
            ["institution_id"],
            ["id"],
        )
        batch.create_unique_constraint(batch.f("uq_reviewers_subject"), ["subject"])
        batch.create_index(batch.f("ix_reviewers_institution_id"), ["institution_id"])


def sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["reviewers.id"], name=op.f("fk_sign_ins_reviewer_id_reviewers")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_reviewer_id"), "sign_ins", ["reviewer_id"])


def jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.Float(), nullable=False),
        sa.Column("run_after", sa.Float(), nullable=False),
        sa.Column("lease_until", sa.Float(), nullable=False),
        sa.Column("lease_by", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    op.create_index(op.f("ix_jobs_run_after"), "jobs", ["run_after"])


def publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(length=80), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("base_sha", sa.String(length=64), nullable=True),
        sa.Column("commit_sha", sa.String(length=64), nullable=True),
        sa.Column("pushed_at", UtcDateTime(), nullable=True),
        sa.Column("pull_number", sa.Integer(), nullable=True),
        sa.Column("pull_url", sa.String(length=500), nullable=True),
        sa.Column("pull_state", sa.String(length=10), nullable=False),
        sa.Column("checks", sa.String(length=10), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("branch", name=op.f("uq_publications_branch")),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_runs_contribution_id_contributions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint(
            "contribution_id", "rules", "source", name=op.f("uq_runs_contribution_id")
        ),
    )
    op.create_index(op.f("ix_runs_contribution_id"), "runs", ["contribution_id"])


def contributions() -> None:
    with op.batch_alter_table("contributions") as batch:
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch.add_column(sa.Column("publication_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("published_yaml", sa.Text(), nullable=False, server_default=""))
        batch.create_foreign_key(
            batch.f("fk_contributions_publication_id_publications"),
            "publications",
            ["publication_id"],
            ["id"],
        )
        batch.create_index(batch.f("ix_contributions_publication_id"), ["publication_id"])
    with op.batch_alter_table("events") as batch:
        batch.add_column(sa.Column("note", sa.String(length=40), nullable=False, server_default=""))
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_messages_contribution_id_contributions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_contribution_id"), "messages", ["contribution_id"])
    append_only(sa.table("events"), op.get_bind())
