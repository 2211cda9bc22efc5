"""The queue: a job is a word and a subject, and only carries on what the database says is to be done.

Where jobs wait is imported when one is put in or taken out: most pages of a site do neither, and a start is quicker.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pysqlite3 import dbapi2 as sqlite

from lms.settings import Settings
from lms.store.away import errors_of

if TYPE_CHECKING:
    from huey import Huey

MAIL = "mail"
CERTIFICATE = "certificate"
BEAT = "worker-beat"
PRIORITIES = {MAIL: 10, CERTIFICATE: 0}
"""A mail takes a moment; behind five hundred certificates it would wait for half a minute."""

log = logging.getLogger(__name__)


class Queue:
    """Opened at its first use. `perform(job, subject)` is what a worker does; others only put jobs in."""

    def __init__(self, settings: Settings, perform: Callable[[str, str], None] | None = None) -> None:
        self._settings = settings
        self._perform = perform
        self._opening = threading.Lock()

    def enqueue(self, job: str, subject: str) -> None:
        """Have a worker do this soon. A job that can't be put in is not lost: the next sweep finds what to do."""
        try:
            with self._opening:
                put = self._task
            put(job, subject, priority=PRIORITIES[job])
        except (OSError, sqlite.Error, *errors_of("redis", "RedisError")):
            log.warning("A job (%s) could not be queued; the next sweep will find it.", job, exc_info=True)

    def beat(self, at: datetime) -> None:
        """Note that a worker is alive, where every machine can see it."""
        self.huey.storage.put_data(BEAT, at.isoformat().encode())

    def last_beat(self) -> datetime | None:
        """When a worker was last alive; None where none ever was."""
        from huey.constants import EmptyData  # noqa: PLC0415

        found = self.huey.storage.peek_data(BEAT)
        return None if found is EmptyData else datetime.fromisoformat(bytes(found).decode())

    @staticmethod
    def is_there(settings: Settings) -> bool:
        """Whether jobs have a place already; to look at one that is not there would make it."""
        from lms.jobs.storage import FILE  # noqa: PLC0415

        return bool(settings.redis_url) or (settings.home / FILE).exists()

    @cached_property
    def huey(self) -> Huey:
        from lms.jobs.storage import open_storage  # noqa: PLC0415

        return open_storage(self._settings)

    @cached_property
    def _task(self) -> Callable[..., object]:
        task: Callable[..., object] = self.huey.task(name="job")(self._do)
        return task

    def consumed(self) -> Huey:
        """The queue with its task in it, for a consumer."""
        assert callable(self._task)  # noqa: S101
        return self.huey

    def _do(self, job: str, subject: str) -> None:
        if self._perform is None:
            raise RuntimeError("This process only puts jobs in.")
        self._perform(job, subject)
