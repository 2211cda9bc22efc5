"""What stands around the courses: people as they show themselves, what they keep, and what is searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each part is a function of its own."""
    _add_people()
    _add_search()
    _add_accommodations()
    _keep_signatures_of_codes()
    _add_notebook()


def downgrade() -> None:
    """The parts, the newest first."""
    _drop_notebook()
    _drop_accommodations()
    _drop_search()
    _drop_people()


def _account(column: str, table: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_accounts")
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=name, ondelete=ondelete)


def _add_people() -> None:
    op.create_table(
        "profiles",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("asked_for", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("handle", sa.String(length=30), nullable=True),
        sa.Column("shown", sa.JSON(), nullable=False),
        _account("account_id", "profiles"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("handle", name=op.f("uq_profiles_handle")),
    )
    op.create_table(
        "former_handles",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        _account("account_id", "former_handles", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_handles")),
    )
    for column in ("account_id", "free_at"):
        op.create_index(op.f(f"ix_former_handles_{column}"), "former_handles", [column], unique=False)
    _add_followings()


def _add_followings() -> None:
    op.create_table(
        "followings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=140), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        _account("account_id", "followings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followings")),
    )
    op.create_index(op.f("ix_followings_account_id"), "followings", ["account_id"], unique=False)
    still = sa.text("until IS NULL")
    op.create_index(
        "uq_followings_open",
        "followings",
        ["account_id", "path"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


def _drop_people() -> None:
    op.drop_index("uq_followings_open", table_name="followings")
    for name in ("followings", "former_handles", "profiles"):
        op.drop_table(name)


def _add_search() -> None:
    op.create_table(
        "search_index",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_of", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_index")),
    )
    op.create_table(
        "search_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_texts")),
        sa.UniqueConstraint("hash", name=op.f("uq_search_texts_hash")),
    )
    _add_words_of_search()


def _add_words_of_search() -> None:
    """Each database's own full text; it splits at spaces alone, since it is given folded words."""
    op.execute(_WORDS_IN_SQLITE if op.get_bind().dialect.name == "sqlite" else _WORDS_IN_POSTGRESQL)


_WORDS_IN_SQLITE = """CREATE VIRTUAL TABLE search_words
USING fts5(title, body, content='', contentless_delete=1, tokenize='ascii', prefix='2 3')"""
_WORDS_IN_POSTGRESQL = """CREATE TABLE search_words
(id INTEGER PRIMARY KEY REFERENCES search_texts ON DELETE CASCADE, words tsvector NOT NULL);
CREATE INDEX ix_search_words_words ON search_words USING gin (words)"""


def _drop_search() -> None:
    for name in ("search_words", "search_texts", "search_index"):
        op.drop_table(name)


def _add_accommodations() -> None:
    op.create_table(
        "accommodations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("had_before", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.CheckConstraint("second_id <> answered_by_id", name="ck_accommodations_two_people"),
        _account("account_id", "accommodations"),
        _account("answered_by_id", "accommodations", "SET NULL"),
        _account("second_id", "accommodations", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodations")),
        sqlite_autoincrement=True,
    )
    for column in ("account_id", "answered_by_id", "second_id", "state"):
        op.create_index(op.f(f"ix_accommodations_{column}"), "accommodations", [column], unique=False)
    waiting = sa.text("state IN ('asked', 'talking')")
    op.create_index(
        "uq_accommodations_waiting",
        "accommodations",
        ["account_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "stopped_clocks",
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("seconds_left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_stopped_clocks_attempt_id_attempts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_stopped_clocks")),
    )
    _keep_extra_time()


def _keep_extra_time() -> None:
    """Whoever has more time has it by a row as well, without an end; the column goes on serving the version before."""
    accounts = sa.table(
        "accounts",
        sa.column("id", sa.Integer()),
        sa.column("extra_time", sa.String()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    rows = sa.table(
        "accommodations",
        sa.column("account_id", sa.Integer()),
        sa.column("settings", sa.JSON()),
        sa.column("had_before", sa.Boolean()),
        sa.column("state", sa.String()),
        sa.column("asked_at", sa.DateTime(timezone=True)),
        sa.column("since", sa.DateTime(timezone=True)),
        sa.column("ground", sa.String()),
    )
    bind = op.get_bind()
    longer = bind.execute(
        sa.select(accounts.c.id, accounts.c.extra_time, accounts.c.created_at).where(accounts.c.extra_time != "1")
    ).all()
    told = {"had_before": False, "state": "granted", "ground": ""}
    for number, time, joined in longer:
        values = {"account_id": number, "settings": {"time": time}, "asked_at": joined, "since": joined, **told}
        bind.execute(sa.insert(rows).values(**values))


def _keep_signatures_of_codes() -> None:
    """Whoever claimed a certificate agreed to its code by that: the record of signatures gets what the claims say."""
    held = sa.table(
        "certificates",
        sa.column("serial", sa.String()),
        sa.column("account_id", sa.Integer()),
        sa.column("credential", sa.String()),
        sa.column("claims", sa.JSON()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    signed = sa.table(
        "signatures",
        sa.column("account_id", sa.Integer()),
        sa.column("document", sa.String()),
        sa.column("hash", sa.String()),
        sa.column("typed_name", sa.String()),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    bind = op.get_bind()
    known = set(bind.execute(sa.select(signed.c.account_id, signed.c.document, signed.c.hash)).tuples())
    mine = sa.select(held).where(held.c.account_id.is_not(None)).order_by(held.c.created_at, held.c.serial)
    for row in bind.execute(mine).mappings().all():
        claims = row["claims"] if isinstance(row["claims"], dict) else {}
        hash = claims.get("agreement")
        key = (row["account_id"], f"certificates/{row['credential']}/code", hash)
        if not isinstance(hash, str) or not hash or key in known:
            continue
        known.add(key)
        name = str(claims.get("holder", ""))[:200]
        values = {"account_id": key[0], "document": key[1], "hash": hash, "typed_name": name, "at": row["created_at"]}
        bind.execute(sa.insert(signed).values(**values))


def _drop_accommodations() -> None:
    op.drop_table("stopped_clocks")
    op.drop_table("accommodations")


def _add_notebook() -> None:
    op.create_table(
        "notebook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=140), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("gave", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _account("account_id", "notebook"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook")),
        sa.UniqueConstraint("account_id", "tool", "n", name=op.f("uq_notebook_account_id_tool_n")),
    )
    op.create_index(op.f("ix_notebook_account_id"), "notebook", ["account_id"], unique=False)


def _drop_notebook() -> None:
    op.drop_table("notebook")
