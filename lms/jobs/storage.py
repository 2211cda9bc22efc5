"""Where jobs wait: in a SQLite file beside the database, or in Redis. They are stored as JSON, never as pickles."""

from __future__ import annotations

import json
from typing import Any

from huey import Huey
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import PriorityRedisStorage, SqliteStorage
from pysqlite3 import dbapi2 as sqlite
from redis import ConnectionPool

from lms.settings import Settings

FILE = "jobs.sqlite"
BUSY_SECONDS = 10


class JsonSerializer(Serializer):
    """A job as JSON: whoever can write where jobs wait must not be able to have code run."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class NewerSqliteStorage(SqliteStorage):
    """Huey's own storage on the newer SQLite library, for the reason that `lms.store.engine` has for it."""

    integrity_error = sqlite.IntegrityError
    operational_error = sqlite.OperationalError

    def _create_connection(self) -> Any:
        connection = sqlite.connect(self.filename, timeout=self._timeout, check_same_thread=False)
        connection.isolation_level = None
        self._set_journal_mode(connection)
        # A job that is lost is found by the next sweep, so a write need not wait for the disk.
        connection.execute("PRAGMA synchronous=OFF")
        return connection


def _pool(url: str) -> ConnectionPool:
    """Connections that do not wait for ever for a Redis that is there and says nothing."""
    return ConnectionPool.from_url(url, socket_timeout=BUSY_SECONDS, socket_connect_timeout=BUSY_SECONDS)


def open_storage(settings: Settings) -> Huey:
    """Huey on Redis where there is one, else on a file in LMS_HOME."""
    where: dict[str, Any]
    if settings.redis_url:
        where = {"storage_class": PriorityRedisStorage, "connection_pool": _pool(settings.redis_url)}
    else:
        where = {
            "storage_class": NewerSqliteStorage,
            "filename": str(settings.home / FILE),
            "timeout": BUSY_SECONDS,
            "strict_fifo": True,
        }
    return Huey("lms", results=False, serializer=JsonSerializer(), **where)
