"""The issuance log, what it needs to know of each certificate, and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXED = ("badge_hash", "signed_with", "sealed_with")


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("nodes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_leaves")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoints")),
    )
    with op.batch_alter_table("certificates") as table:
        table.add_column(sa.Column("leaf", sa.Integer(), nullable=True))
        table.add_column(sa.Column("badge", sa.Text(), nullable=True))
        table.add_column(sa.Column("badge_hash", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("signed_with", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("sealed_with", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("status_index", sa.Integer(), nullable=True))
        table.add_column(sa.Column("listed", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("name_shown", sa.String(length=20), server_default="full", nullable=False))
        table.create_unique_constraint(op.f("uq_certificates_leaf"), ["leaf"])
        table.create_unique_constraint(op.f("uq_certificates_status_index"), ["status_index"])
    for column in INDEXED:
        op.create_index(op.f(f"ix_certificates_{column}"), "certificates", [column], unique=False)
    op.create_table(
        "share_links",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["serial"],
            ["certificates.serial"],
            name=op.f("fk_share_links_serial_certificates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_links")),
    )
    op.create_index(op.f("ix_share_links_serial"), "share_links", ["serial"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["serial"],
            ["certificates.serial"],
            name=op.f("fk_reminders_serial_certificates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("serial", "days", name=op.f("pk_reminders")),
    )


def downgrade() -> None:
    op.drop_table("reminders")
    op.drop_index(op.f("ix_share_links_serial"), table_name="share_links")
    op.drop_table("share_links")
    for column in INDEXED:
        op.drop_index(op.f(f"ix_certificates_{column}"), table_name="certificates")
    with op.batch_alter_table("certificates") as table:
        table.drop_constraint(op.f("uq_certificates_status_index"), type_="unique")
        table.drop_constraint(op.f("uq_certificates_leaf"), type_="unique")
        for column in (
            "name_shown",
            "listed",
            "status_index",
            "sealed_with",
            "signed_with",
            "badge_hash",
            "badge",
            "leaf",
        ):
            table.drop_column(column)
    op.drop_table("checkpoints")
    op.drop_table("leaves")
