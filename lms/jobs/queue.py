"""The queue: a job is a word and a subject, and only carries on what the database says is to be done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cached_property

from huey import Huey
from pysqlite3 import dbapi2 as sqlite
from redis import RedisError

from lms.jobs.storage import open_storage
from lms.settings import Settings

MAIL = "mail"
CERTIFICATE = "certificate"
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
        except (OSError, sqlite.Error, RedisError):
            log.warning("A job (%s) could not be queued; the next sweep will find it.", job, exc_info=True)

    @cached_property
    def huey(self) -> Huey:
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
