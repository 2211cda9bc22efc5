"""Which schema the database has, against the one that this software was written for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

HEAD = "0008"
"""The newest migration. A test holds it against the folder of migrations."""

VERSION_TABLE = "alembic_version"

MOVED = "moved"
"""What stands in the place of a version once another database has taken over."""


class Schema(StrEnum):
    """What `lms db check` says. OTHER: of much newer software, or no database of ours.

    AHEAD: of the next version, on which this software runs as well, since a migration only adds; so the servers of a
    site can be updated one after the other.
    """

    CURRENT = "current"
    AHEAD = "ahead"
    EMPTY = "empty"
    OLDER = "older"
    MOVED = "moved"
    OTHER = "other"


SERVED = frozenset({Schema.CURRENT, Schema.AHEAD})
"""The schemas on which this software runs."""


def version_of(engine: Engine) -> str | None:
    """The migration that the database is at; None where there is none. A file that is not there is not made."""
    if _is_missing(engine):
        return None
    with engine.connect() as connection:
        return version_within(connection)


def version_within(connection: Connection) -> str | None:
    """The same on a connection that is open already."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
    return version


def schema_of(engine: Engine) -> Schema:
    """How the database's schema stands to ours."""
    version = version_of(engine)
    if version == HEAD:
        return Schema.CURRENT
    if version is None:
        return Schema.EMPTY if _is_missing(engine) or not inspect(engine).get_table_names() else Schema.OTHER
    if version == MOVED:
        return Schema.MOVED
    # Versions are numbered, so that a newer one is known for what it is.
    if version == following(HEAD):
        return Schema.AHEAD
    return Schema.OLDER if version < HEAD else Schema.OTHER


def following(version: str) -> str:
    """The number of the migration after this one."""
    return f"{int(version) + 1:04}"


def _is_missing(engine: Engine) -> bool:
    """Whether it is a SQLite file that is not there."""
    return engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists()
