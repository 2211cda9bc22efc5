"""What binds attempts, tokens and addresses to a person, and what people were told."""

from __future__ import annotations

import unicodedata

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
    _add_acts_on_attempts()
    _add_listing_of_certificates()


def downgrade() -> None:
    _drop_listing_of_certificates()
    _drop_acts_on_attempts()
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


def _add_acts_on_attempts() -> None:
    op.create_table(
        "grants",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("assessment", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_grants_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "assessment", "n", name=op.f("pk_grants")),
    )
    op.create_table(
        "hand_ins",
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_hand_ins_attempt_id_attempts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "key", name=op.f("pk_hand_ins")),
    )
    op.create_table(
        "taken_back",
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds_left", sa.Integer(), nullable=True),
        sa.Column("share", sa.String(length=64), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_taken_back_attempt_id_attempts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "n", name=op.f("pk_taken_back")),
    )


def _drop_acts_on_attempts() -> None:
    for table in ("taken_back", "hand_ins", "grants"):
        op.drop_table(table)


_LISTING = (
    *("created_at", "serial", "account_id", "credential", "state", "sought", "expires_at"),
    *("revoked_at", "replaced_at", "suspended_at", "erased_at"),
)


def _add_listing_of_certificates() -> None:
    # Other tables point at this one, so that only SQLite, where nothing is checked meanwhile, can make it anew.
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("certificates", recreate="always" if on_sqlite else "never") as table:
        table.add_column(sa.Column("sought", sa.String(length=300), nullable=True))
    _keep_names_as_they_are_sought()
    op.create_index("ix_certificates_listing", "certificates", list(_LISTING), unique=False)
    op.create_index(
        "ix_certificates_registry",
        "certificates",
        ["issued_at", "serial"],
        sqlite_where=sa.text("listed IS 1"),
        postgresql_where=sa.text("listed IS true"),
        unique=False,
    )
    unusual = sa.text("extra_time != '1'")
    op.create_index(
        "ix_accounts_with_extra_time", "accounts", ["id"], sqlite_where=unusual, postgresql_where=unusual, unique=False
    )


def _keep_names_as_they_are_sought() -> None:
    columns = sa.column("serial", sa.String()), sa.column("claims", sa.JSON()), sa.column("sought", sa.String())
    table = sa.table("certificates", *columns)
    connection, after = op.get_bind(), ""
    newest = sa.select(table.c.serial, table.c.claims).order_by(table.c.serial).limit(500)
    update = sa.update(table).where(table.c.serial == sa.bindparam("number")).values(sought=sa.bindparam("name"))
    while rows := connection.execute(newest.where(table.c.serial > after)).all():
        after = rows[-1].serial
        found = [{"number": row.serial, "name": _sought(row.claims["holder"])} for row in rows if row.claims]
        if found:
            connection.execute(update, found)


def _sought(name: str) -> str:
    """Small letters without accents, as in the store of the same release."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())[:300]


def _drop_listing_of_certificates() -> None:
    op.drop_index("ix_accounts_with_extra_time", table_name="accounts")
    op.drop_index("ix_certificates_registry", table_name="certificates")
    op.drop_index("ix_certificates_listing", table_name="certificates")
    with op.batch_alter_table("certificates") as table:
        table.drop_column("sought")
