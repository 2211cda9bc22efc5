"""Migrations make exactly what the models say, and can be run by several, stopped, and run again."""

import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, String, inspect, text

from lms.store import migrating, revisions, schema
from lms.store.engine import Database, open_database
from lms.store.schema import HEAD, Schema, schema_of
from lms.store.tables import SEARCH, AccountRow, Base, SessionRow
from tests.services.accounts.post import at_once
from tests.support.site import TODAY

WITHOUT_A_ROW_CLASS = f"{SEARCH}words"
"""The index of a search is another thing on each database; its shape is compared all the same."""

COMPARED = {
    "compare_type": True,
    "compare_server_default": True,
    "include_name": lambda name, of, _: of != "table" or not name.startswith(WITHOUT_A_ROW_CLASS),
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'lms.sqlite'}" if on_sqlite else request.getfixturevalue("postgres_url")
    opened = open_database(url)
    _empty(opened.engine)
    yield opened
    _empty(opened.engine)
    opened.engine.dispose()


def _empty(engine: Engine) -> None:
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text(f"DROP TABLE IF EXISTS {schema.VERSION_TABLE}"))


def shape_of(engine: Engine) -> object:
    """The whole shape of a database: on SQLite every statement that made it, elsewhere what can be asked of it."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")).all()
        return sorted((row.type, row.name, _plain(row.sql)) for row in rows if row.tbl_name != schema.VERSION_TABLE)
    asked = inspect(engine)
    return {
        table: (
            sorted(str(sorted(one.items(), key=str)) for one in asked.get_columns(table)),
            sorted(str(sorted(one.items(), key=str)) for one in asked.get_indexes(table)),
            sorted(str(sorted(one.items(), key=str)) for one in asked.get_foreign_keys(table)),
            sorted(str(sorted(one.items(), key=str)) for one in asked.get_unique_constraints(table)),
            str(asked.get_pk_constraint(table)),
        )
        for table in asked.get_table_names()
        if table != schema.VERSION_TABLE
    }


def _plain(statement: str | None) -> list[str]:
    """The parts of a CREATE TABLE, whose constraints may stand in any order; a table that was renamed has quotes.

    A column that was added stands in one line with the end.
    """
    plain = re.sub(r"\)\s*\Z", "\n)", (statement or "").replace('"', ""))
    return sorted(part for line in plain.splitlines() if (part := line.strip(" ,\t")))


def test_the_migrations_make_exactly_the_models(database: Database) -> None:
    Base.metadata.create_all(database.engine)
    wanted = shape_of(database.engine)
    _empty(database.engine)
    migrating.upgrade(database)
    assert shape_of(database.engine) == wanted
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, Base.metadata) == []


def test_the_head_that_the_code_names_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(migrating.FOLDER)).get_heads() == [HEAD]


def test_a_database_says_how_it_stands(database: Database) -> None:
    assert schema_of(database.engine) is Schema.EMPTY
    migrating.upgrade(database)
    assert schema_of(database.engine) is Schema.CURRENT
    for version, state in [("0000", Schema.OLDER), ("9999", Schema.OTHER)]:
        with database.engine.begin() as connection:
            connection.execute(text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '{version}'"))
        assert schema_of(database.engine) is state


def test_a_foreign_database_is_known_for_one(database: Database) -> None:
    Base.metadata.create_all(database.engine)
    assert schema_of(database.engine) is Schema.OTHER


def test_looking_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "lms.sqlite"
    assert schema_of(open_database(f"sqlite:///{file}").engine) is Schema.EMPTY
    assert not file.exists()


def test_up_and_down_and_up_again_with_people_in_it(database: Database) -> None:
    migrating.upgrade(database)
    with database.writing() as session:
        session.add(AccountRow(email="a@example.org", name="A", password_hash="!", created_at=TODAY))
    migrating.upgrade(database)
    with database.reading() as session:
        assert session.query(AccountRow).count() == 1
    migrating.downgrade(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {schema.VERSION_TABLE}
    migrating.upgrade(database)
    assert schema_of(database.engine) is Schema.CURRENT


def test_what_was_published_before_there_were_records_of_it_is_recorded_with_the_served_one_last(
    database: Database,
) -> None:
    migrating.upgrade(database, "0002")
    with database.engine.begin() as connection:
        for day, revision in enumerate(("c", "a", "b")):
            connection.execute(
                text("INSERT INTO revisions (revision, published_at, files) VALUES (:revision, :at, '{}')"),
                {"revision": revision, "at": f"2026-11-0{day + 1} 12:00:00"},
            )
        # Files that were taken back lie before the newest revision, and are what is served.
        connection.execute(
            text("INSERT INTO site (id, revision, checked_revision, findings) VALUES (1, 'a', '', '[]')"),
        )
    migrating.upgrade(database)
    with database.reading() as session:
        assert [(one.n, one.revision, one.act) for one in revisions.publications(session)] == [
            (3, "a", "publish"),
            (2, "b", "publish"),
            (1, "c", "publish"),
        ]
    migrating.downgrade(database, "0002")
    migrating.upgrade(database)
    with database.reading() as session:
        assert revisions.served_revision(session) == "a"


def test_a_migration_that_breaks_off_leaves_nothing_and_can_be_run_again(database: Database) -> None:
    create_index = Operations.create_index
    made = []

    def break_off(self: Operations, *arguments: object, **named: object) -> object:
        made.append(arguments)
        if len(made) == 5:
            raise OSError("disk full")
        return create_index(self, *arguments, **named)  # type: ignore[arg-type]

    with patch.object(Operations, "create_index", break_off), pytest.raises(OSError, match="disk full"):
        migrating.upgrade(database)
    assert inspect(database.engine).get_table_names() == []
    migrating.upgrade(database)
    assert schema_of(database.engine) is Schema.CURRENT


def test_a_table_can_be_made_anew_without_losing_what_points_at_it(database: Database) -> None:
    migrating.upgrade(database)
    with database.writing() as session:
        session.add(AccountRow(id=1, email="a@example.org", name="A", password_hash="!", created_at=TODAY))
        session.flush()
        session.add(SessionRow(id="one", account_id=1, created_at=TODAY, expires_at=TODAY))
    with migrating.one_transaction(database) as connection:
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table("accounts", recreate="auto") as batch:
            batch.alter_column("name", type_=String(300), existing_type=String(200))
    with database.reading() as session:
        assert session.query(SessionRow).count() == 1


def test_rows_that_would_point_nowhere_take_everything_back(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'lms.sqlite'}")
    migrating.upgrade(database)
    with database.writing() as session:
        session.add(AccountRow(id=1, email="a@example.org", name="A", password_hash="!", created_at=TODAY))
        session.flush()
        session.add(SessionRow(id="one", account_id=1, created_at=TODAY, expires_at=TODAY))
    with pytest.raises(migrating.BrokenReferences), migrating.one_transaction(database) as connection:
        connection.execute(text("DELETE FROM accounts"))
    with database.reading() as session:
        assert session.query(AccountRow).count() == 1


def test_several_who_upgrade_at_once_all_find_it_done(database: Database) -> None:
    came = at_once(4, lambda _: migrating.upgrade(database))
    assert came == [None] * 4
    assert schema_of(database.engine) is Schema.CURRENT
