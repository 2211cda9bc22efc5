"""Files that were superseded, who else saw a head of the log, and which status list a certificate is in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_files()
    _add_witnesses()


def downgrade() -> None:
    _drop_witnesses()
    _drop_files()


def _add_files() -> None:
    # Other tables point at this one, so that only SQLite, where nothing is checked meanwhile, can make it anew.
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("certificates", recreate="always" if on_sqlite else "never") as table:
        table.add_column(sa.Column("status_list", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("file_leaf", sa.Integer(), nullable=True))
    op.create_table(
        "former_files",
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf", sa.Integer(), nullable=True),
        sa.Column("file_leaf", sa.Integer(), nullable=True),
        sa.Column("badge", sa.Text(), nullable=True),
        sa.Column("badge_hash", sa.String(length=64), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_hash", sa.String(length=64), nullable=True),
        sa.Column("signed_with", sa.String(length=64), nullable=True),
        sa.Column("sealed_with", sa.String(length=64), nullable=True),
        sa.Column("status_list", sa.String(length=20), nullable=True),
        sa.Column("status_index", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["serial"],
            ["certificates.serial"],
            name=op.f("fk_former_files_serial_certificates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("serial", "n", name=op.f("pk_former_files")),
    )
    for column in _SOUGHT:
        op.create_index(op.f(f"ix_former_files_{column}"), "former_files", [column], unique=False)


_SOUGHT = ("badge_hash", "pdf_hash", "status_index")


def _drop_files() -> None:
    for column in reversed(_SOUGHT):
        op.drop_index(op.f(f"ix_former_files_{column}"), table_name="former_files")
    op.drop_table("former_files")
    with op.batch_alter_table("certificates") as table:
        table.drop_column("file_leaf")
        table.drop_column("status_list")


def _add_witnesses() -> None:
    op.create_table(
        "cosignatures",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.String(length=100), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", "witness", name=op.f("pk_cosignatures")),
    )
    op.create_table(
        "checkpoint_stamps",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint_stamps")),
    )


def _drop_witnesses() -> None:
    op.drop_table("checkpoint_stamps")
    op.drop_table("cosignatures")
