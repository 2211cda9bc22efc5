"""Making the schema and bringing it up to date. All steps are one transaction: stopped half-way, nothing happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event, text
from sqlalchemy.orm import Session

from lms.store.engine import WRITING, Database, engine_options, prepare
from lms.store.schema import Schema, schema_of

FOLDER = Path(__file__).parent / "migrations"
LOCK = 2_027_031


class BrokenReferences(Exception):
    """After the steps, rows pointed at rows that are not there. Everything was taken back."""


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema up to this migration. Of several who try at once, one does it and the others find it done.

    A schema that is one version ahead is left as it is: this software runs on it.
    """
    if to == "head" and schema_of(database.engine) is Schema.AHEAD:
        return
    with one_transaction(database) as connection:
        upgrade_within(connection, to)


def upgrade_within(connection: Connection, to: str = "head") -> None:
    """The same inside a transaction of `one_transaction`."""
    command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str) -> None:
    """Take the schema back to this migration, or to `base`."""
    with one_transaction(database) as connection:
        command.downgrade(_config(connection), to)


@contextmanager
def one_transaction(database: Database) -> Iterator[Connection]:
    """A connection for changes of the schema: all of them are done at its end, or none."""
    url = database.engine.url
    engine = create_engine(url, poolclass=NullPool, **_without_pool(engine_options(str(url))))
    prepare(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _references_unchecked)
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        yield connection
        if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise BrokenReferences


def is_known(version: str) -> bool:
    """Whether there is a migration of this name."""
    return any(one.revision == version for one in ScriptDirectory(str(FOLDER)).walk_revisions())


class Inside(Database):
    """The database as seen from inside one open transaction: what is not committed yet can be read and added to.

    The transaction stays open whatever the sessions do; an error in one of them takes back all of it.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection.engine)
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._session() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self._session() as session:
            yield session
            session.flush()

    def _session(self) -> Session:
        return Session(self._connection, expire_on_commit=False, join_transaction_mode="rollback_only")


def _references_unchecked(connection: Any, _record: object) -> None:
    """SQLite changes a table by copying and dropping it; checked references would delete what points at its rows."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _without_pool(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if not name.startswith(("pool_", "max_"))}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
