"""Which part of the site is missing, in a word for each, for a load balancer and `lms doctor`. It tells no secret."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable

from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.keys import ring
from lms.store.schema import SERVED, schema_of

LEAST_SPACE = 50 * 1024 * 1024
SECONDS_FOR_REDIS = 2.0

log = logging.getLogger(__name__)


def missing(ctx: Context) -> tuple[str, ...]:
    """The parts that are not there. What hangs on the database is not asked for when that does not answer."""
    there = _answers(ctx, "database", _database)
    parts = {name: look for name, look in _LOOKS.items() if there or name not in _IN_DATABASE}
    lacking = [name for name, look in parts.items() if not _answers(ctx, name, look)]
    return (*(() if there else ("database",)), *lacking)


def _answers(ctx: Context, name: str, look: Callable[[Context], bool]) -> bool:
    try:
        return look(ctx)
    except Exception:
        # Whatever keeps it away, the answer is the same; why, is in the log.
        log.warning("The %s could not be looked at.", name, exc_info=True)
        return False


def _database(ctx: Context) -> bool:
    with ctx.database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    return True


def _schema(ctx: Context) -> bool:
    return schema_of(ctx.database.engine) in SERVED


def _content(ctx: Context) -> bool:
    return bool(ctx.catalog().revision)


def _keys(ctx: Context) -> bool:
    return not home.key_faults(ctx.settings) and not ring.faults(ctx.settings)


def _redis(ctx: Context) -> bool:
    if not ctx.settings.redis_url:
        return True
    from redis import Redis  # noqa: PLC0415 - a site without one does not wait for it.

    wait = SECONDS_FOR_REDIS
    with Redis.from_url(ctx.settings.redis_url, socket_timeout=wait, socket_connect_timeout=wait) as connection:
        return bool(connection.ping())


def _disk(ctx: Context) -> bool:
    return shutil.disk_usage(ctx.settings.home).free >= LEAST_SPACE


_LOOKS: dict[str, Callable[[Context], bool]] = {
    "schema": _schema,
    "content": _content,
    "keys": _keys,
    "redis": _redis,
    "disk": _disk,
}
_IN_DATABASE = frozenset({"schema", "content"})
