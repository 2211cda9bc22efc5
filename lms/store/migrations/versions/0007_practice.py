"""What the practice of certifying keeps: duties, the life of a question, applications and decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each part is a function of its own."""
    _add_appointments()
    _add_interests()
    _add_pen_names()
    _add_seen_keys()
    _add_proposals()
    _add_language_of_consents()
    _add_handbooks()
    _add_question_lives()
    _add_applications()


def downgrade() -> None:
    """The parts, the newest first."""
    _drop_applications()
    _drop_question_lives()
    _drop_handbooks()
    _drop_language_of_consents()
    for name in ("proposals", "seen_keys", "pen_names", "interests", "appointments"):
        op.drop_table(name)


def _account(column: str, table: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_accounts")
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=name, ondelete=ondelete)


def _add_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=64), nullable=False),
        sa.Column("duty", sa.String(length=30), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("by_id <> account_id", name="ck_appointments_by_another"),
        _account("account_id", "appointments"),
        _account("by_id", "appointments", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint(
            "account_id", "scheme", "duty", "since", name=op.f("uq_appointments_account_id_scheme_duty_since")
        ),
        sqlite_autoincrement=True,
    )
    for column in ("account_id", "by_id", "scheme"):
        op.create_index(op.f(f"ix_appointments_{column}"), "appointments", [column], unique=False)


def _add_interests() -> None:
    op.create_table(
        "interests",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        _account("account_id", "interests"),
        sa.PrimaryKeyConstraint("account_id", "year", "n", name=op.f("pk_interests")),
    )


def _add_pen_names() -> None:
    op.create_table(
        "pen_names",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        _account("account_id", "pen_names"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_pen_names")),
        sa.UniqueConstraint("name", name=op.f("uq_pen_names_name")),
    )


def _add_seen_keys() -> None:
    op.create_table(
        "seen_keys",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _account("account_id", "seen_keys"),
        sa.PrimaryKeyConstraint("account_id", "bank", name=op.f("pk_seen_keys")),
    )


def _add_proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=140), nullable=False),
        sa.Column("scheme", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("duty", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.CheckConstraint("settled_by_id <> by_id", name="ck_proposals_two_people"),
        _account("by_id", "proposals", "SET NULL"),
        _account("settled_by_id", "proposals", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    for column in ("by_id", "settled_by_id", "scheme"):
        op.create_index(op.f(f"ix_proposals_{column}"), "proposals", [column], unique=False)
    still = sa.text("settled_at IS NULL")
    op.create_index(
        "uq_proposals_open", "proposals", ["act", "thing"], unique=True, sqlite_where=still, postgresql_where=still
    )


def _add_language_of_consents() -> None:
    # SQLite would write the new column behind the last one in its text of the table; made anew it is as the rows say.
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("consents", recreate="always" if on_sqlite else "never") as table:
        table.add_column(sa.Column("language", sa.String(length=20), nullable=True))


def _drop_language_of_consents() -> None:
    with op.batch_alter_table("consents") as table:
        table.drop_column("language")


def _add_handbooks() -> None:
    op.create_table(
        "handbooks",
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revisions.revision"], name=op.f("fk_handbooks_revision_revisions")),
        sa.PrimaryKeyConstraint("credential", "hash", name=op.f("pk_handbooks")),
    )


def _drop_handbooks() -> None:
    op.drop_table("handbooks")


def _add_question_lives() -> None:
    op.create_table(
        "question_versions",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("bank", sa.String(length=100), nullable=False),
        sa.Column("quiz", sa.JSON(), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("writer", sa.Integer(), nullable=True),
        sa.Column("first_revision", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "version", name=op.f("pk_question_versions")),
    )
    op.create_index(op.f("ix_question_versions_bank"), "question_versions", ["bank"], unique=False)
    op.create_table(
        "question_texts",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("quiz", sa.JSON(), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of_a_version("question_texts"),
        sa.PrimaryKeyConstraint("source", "version", "language", "hash", name=op.f("pk_question_texts")),
    )
    _add_question_acts()


def _of_a_version(table: str) -> sa.ForeignKeyConstraint:
    key = ["source", "version"]
    name = op.f(f"fk_{table}_source_question_versions")
    return sa.ForeignKeyConstraint(key, [f"question_versions.{column}" for column in key], name=name)


def _add_question_acts() -> None:
    op.create_table(
        "question_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=30), nullable=False),
        sa.Column("actor", sa.Integer(), nullable=True),
        sa.Column("duty", sa.String(length=30), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request", sa.String(length=300), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("confirmed_by <> actor", name="ck_question_acts_two_people"),
        _of_a_version("question_acts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_acts")),
        sa.UniqueConstraint("request", name=op.f("uq_question_acts_request")),
    )
    whole = ["source", "version"]
    op.create_index("ix_question_acts_source_version", "question_acts", whole, unique=False)
    for name, columns, which in (
        ("approved", [*whole, "act", "actor"], "act = 'approved'"),
        ("once", [*whole, "act"], "act IN ('piloted', 'activated', 'retired', 'adopted')"),
    ):
        where = sa.text(which)
        op.create_index(
            f"uq_question_acts_{name}",
            "question_acts",
            columns,
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def _drop_question_lives() -> None:
    for name in ("uq_question_acts_once", "uq_question_acts_approved", "ix_question_acts_source_version"):
        op.drop_index(name, table_name="question_acts")
    op.drop_table("question_acts")
    op.drop_table("question_texts")
    op.drop_index(op.f("ix_question_versions_bank"), table_name="question_versions")
    op.drop_table("question_versions")


def _add_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=64), nullable=False),
        sa.Column("scheme", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        _account("account_id", "applications"),
        _account("granted_by_id", "applications", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    for column in ("account_id", "granted_by_id", "state"):
        op.create_index(op.f(f"ix_applications_{column}"), "applications", [column], unique=False)
    still = sa.text("state IN ('open', 'complete', 'returned')")
    op.create_index(
        "uq_applications_under_way",
        "applications",
        ["account_id", "credential"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    _add_decisions()
    op.create_table(
        "signatures",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=140), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("typed_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _account("account_id", "signatures"),
        sa.PrimaryKeyConstraint("account_id", "document", "hash", name=op.f("pk_signatures")),
    )


def _add_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("duty", sa.String(length=30), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_decisions_application_id_applications"),
            ondelete="CASCADE",
        ),
        _account("by_id", "decisions", "SET NULL"),
        sa.PrimaryKeyConstraint("application_id", "n", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_by_id"), "decisions", ["by_id"], unique=False)
    op.create_table(
        "decided_certificates",
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["serial"],
            ["certificates.serial"],
            name=op.f("fk_decided_certificates_serial_certificates"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "n"],
            ["decisions.application_id", "decisions.n"],
            name=op.f("fk_decided_certificates_application_id_decisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_decided_certificates")),
    )
    op.create_index(
        "ix_decided_certificates_application_id_n", "decided_certificates", ["application_id", "n"], unique=False
    )


def _drop_applications() -> None:
    for name in ("decided_certificates", "signatures", "decisions", "applications"):
        op.drop_table(name)
