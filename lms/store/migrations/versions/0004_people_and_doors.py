"""What binds attempts, tokens and addresses to a person, and what people were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_people()
    _add_tokens_with_an_end()
    _add_links_that_know_their_browser()
    _add_what_keeps_mails()


def downgrade() -> None:
    _drop_what_keeps_mails()
    _drop_links_that_know_their_browser()
    _drop_tokens_with_an_end()
    _drop_people()


def _add_people() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_mailboxes_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mailboxes")),
    )
    op.create_index(op.f("ix_mailboxes_mailbox"), "mailboxes", ["mailbox"], unique=False)
    op.create_table(
        "former_attempts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("mailbox", sa.String(length=64), nullable=False),
        sa.Column("assessment", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_attempts")),
    )
    op.create_index(op.f("ix_former_attempts_mailbox"), "former_attempts", ["mailbox"], unique=False)
    op.create_index(op.f("ix_former_attempts_forget_at"), "former_attempts", ["forget_at"], unique=False)


def _drop_people() -> None:
    op.drop_index(op.f("ix_former_attempts_forget_at"), table_name="former_attempts")
    op.drop_index(op.f("ix_former_attempts_mailbox"), table_name="former_attempts")
    op.drop_table("former_attempts")
    op.drop_index(op.f("ix_mailboxes_mailbox"), table_name="mailboxes")
    op.drop_table("mailboxes")


def _add_tokens_with_an_end() -> None:
    every_scope = "read learn staff"
    with op.batch_alter_table("tokens", recreate="always") as table:
        table.add_column(sa.Column("name", sa.String(length=100), server_default="unnamed", nullable=False))
        table.add_column(sa.Column("scopes", sa.String(length=60), server_default=every_scope, nullable=False))
        table.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))


def _drop_tokens_with_an_end() -> None:
    with op.batch_alter_table("tokens") as table:
        for column in ("used_at", "ends_at", "scopes", "name"):
            table.drop_column(column)


def _add_links_that_know_their_browser() -> None:
    with op.batch_alter_table("mail_links", recreate="always") as table:
        table.add_column(sa.Column("browser", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("onward", sa.String(length=500), nullable=True))


def _drop_links_that_know_their_browser() -> None:
    with op.batch_alter_table("mail_links") as table:
        table.drop_column("onward")
        table.drop_column("browser")


def _add_what_keeps_mails() -> None:
    op.add_column("mails", sa.Column("fault", sa.String(length=60), nullable=True))


def _drop_what_keeps_mails() -> None:
    op.drop_column("mails", "fault")
