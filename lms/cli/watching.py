"""Looking after the authors' files while the site is served: what is new and without errors is published."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from lms.content.cache import Cache
from lms.services import publishing
from lms.services.context import Context
from lms.services.publishing import PublishReport, Trace
from lms.services.start import COMPILED

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_LOOKS_OF_AUTHORS = 0.15

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """How closely to look, whom to tell, and the trace of the files as they were last read."""

    every: float
    tell: Callable[[PublishReport], None]
    seen: Trace


def publish_and_keep(ctx: Context, cache: Cache, actor: str = publishing.WATCHER) -> PublishReport:
    """Publish, and keep what was compiled for the processes that will serve it."""
    report = publishing.publish(ctx, actor=actor, cache=cache)
    if report.published:
        cache.save(ctx.settings.home / COMPILED)
    return report


def watch(ctx: Context, cache: Cache, how: Watch, ending: threading.Event) -> None:
    """Publish again whenever a file changes, until it is time to end."""
    seen = how.seen
    while not ending.wait(how.every):
        trace = publishing.trace_of(ctx.settings)
        if trace == seen:
            continue
        try:
            how.tell(publish_and_keep(ctx, cache))
        except Exception:
            # The database may be away for a moment; the files are looked at again at the next round.
            log.exception("The content could not be published.")
        else:
            seen = trace
