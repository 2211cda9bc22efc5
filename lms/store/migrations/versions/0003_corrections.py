"""Publications, corrections of a key, and the scores that follow from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revisions.revision"], name=op.f("fk_publications_revision_revisions")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_publications")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=140), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("take_away", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("gained", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_source"), "corrections", ["source"], unique=False)
    op.create_table(
        "scores",
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("share", sa.String(length=64), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("kept_pass", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_scores_attempt_id_attempts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name=op.f("fk_scores_correction_id_corrections")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "n", name=op.f("pk_scores")),
    )
    op.create_index(op.f("ix_scores_correction_id"), "scores", ["correction_id"], unique=False)
    with op.batch_alter_table("site", recreate="always") as table:
        table.add_column(sa.Column("held", sa.String(length=200), nullable=True))
    # What was published before there were records of it: each revision on its day, and the served one as the last.
    op.execute(
        "INSERT INTO publications (n, revision, at, actor, act) "
        "SELECT row_number() OVER (ORDER BY CASE WHEN site.revision IS NULL THEN 0 ELSE 1 END, revisions.published_at, "
        "revisions.revision), revisions.revision, revisions.published_at, '', 'publish' FROM revisions "
        "LEFT JOIN site ON site.revision = revisions.revision"
    )


def downgrade() -> None:
    with op.batch_alter_table("site") as table:
        table.drop_column("held")
    op.drop_index(op.f("ix_scores_correction_id"), table_name="scores")
    op.drop_table("scores")
    op.drop_index(op.f("ix_corrections_source"), table_name="corrections")
    op.drop_table("corrections")
    op.drop_table("publications")
