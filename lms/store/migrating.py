"""Making the schema and bringing it up to date. All steps are one transaction: stopped half-way, nothing happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine, event, text

from lms.store.engine import WRITING, Database, engine_options, prepare

FOLDER = Path(__file__).parent / "migrations"
LOCK = 2_027_031


class BrokenReferences(Exception):
    """After the steps, rows pointed at rows that are not there. Everything was taken back."""


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema up to this migration. Of several who try at once, one does it and the others find it done."""
    with one_transaction(database) as connection:
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
