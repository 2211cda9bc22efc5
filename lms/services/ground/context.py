"""What every service is given: the database, the content served now, the clock, and the way to the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from lms.content.reading.model import Catalog
from lms.settings import Settings
from lms.store.engine import Database
from lms.wording.languages import Languages


def utc_now() -> datetime:
    return datetime.now(UTC)


def no_queue(job: str, subject: str) -> None:
    """For callers that carry work on themselves: what was not queued is found by the worker's next sweep."""


@dataclass(frozen=True, slots=True)
class Context:
    """Made once per process. `enqueue(job, subject)` is called after a commit, never inside a transaction.

    `wanted` are the languages that the person at hand reads, the dearest first; `catalog` gives the content in it.
    `languages` are those of our own words.
    """

    settings: Settings
    database: Database
    catalog: Callable[[], Catalog]
    now: Callable[[], datetime] = utc_now
    enqueue: Callable[[str, str], None] = no_queue
    wanted: tuple[str, ...] = ()
    languages: Languages = field(default_factory=Languages)

    def for_reader(self, wanted: tuple[str, ...]) -> Context:
        """The same for somebody who reads these languages. What is issued or kept for others is not done with it."""
        return replace(self, catalog=lambda: self.catalog().edition(wanted), wanted=wanted) if wanted else self
