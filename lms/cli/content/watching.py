"""Looking after the authors' files while the site is served: what is new and without errors is published."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lms.cli.shown import progress
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import Tell, tell_nobody
from lms.content.compiling.writing_ahead import left, read_ahead
from lms.services.ground.context import Context
from lms.services.operating.start import COMPILED
from lms.services.publishing import publish
from lms.services.publishing.publish import PublishReport, Trace

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_LOOKS_OF_AUTHORS = 0.15
PATIENCE = 1.0
"""So many seconds the first look may take before what was published last is served meanwhile."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """How closely to look, whom to tell, and the trace of the files as they were last read, None where they were not.

    With `writing` it is looked at too, a few files at a time whenever nothing else is to be done. `looked` is set as
    soon as the files have been read.
    """

    every: float
    tell: Callable[[PublishReport], None]
    seen: Trace | None
    writing: bool = False
    looked: threading.Event | None = None


def publish_and_keep(
    ctx: Context, cache: Cache, actor: str = publish.WATCHER, tell: Tell = tell_nobody
) -> PublishReport:
    """Publish, and keep what was compiled for the processes that will serve it, also where nothing else was kept.

    A cache of an older version is worth nothing: each process would compile all files anew, at every start.
    """
    nothing_kept = cache.last is None
    report = _publish(ctx, cache, actor, tell)
    if report.published or nothing_kept:
        cache.save(ctx.settings.home / COMPILED)
    return report


def _publish(ctx: Context, cache: Cache, actor: str = publish.WATCHER, tell: Tell = tell_nobody) -> PublishReport:
    with progress.shown() as shown:

        def tell_both(done: int, of: int) -> None:
            shown("Files read", done, of)
            tell(done, of)

        return publish.publish(ctx, actor=actor, cache=cache, tell=tell_both, processes=os.cpu_count() or 1)


def watch(ctx: Context, cache: Cache, how: Watch, ending: threading.Event) -> None:
    """Publish again whenever a file changes, until it is time to end."""
    seen = how.seen
    quiet = _afterwards(ctx, cache, None, how.writing)
    while not ending.wait(0.0 if seen is None else how.every):
        trace = publish.trace_of(ctx.settings)
        if trace == seen:
            next(quiet, None)
            continue
        try:
            report = _publish(ctx, cache)
            how.tell(report)
        except Exception:
            # The database may be away for a moment; the files are looked at again at the next round.
            log.exception("The content could not be published.")
            ending.wait(how.every)
        else:
            seen = trace
            quiet = _afterwards(ctx, cache, report, how.writing)
        finally:
            if how.looked is not None:
                how.looked.set()


def _afterwards(ctx: Context, cache: Cache, report: PublishReport | None, writing: bool) -> Iterator[None]:
    """What can wait until the author rests, a little at a time: keeping what was compiled, looking at the writing."""
    yield
    if report is not None and report.published:
        cache.save(ctx.settings.home / COMPILED)
        yield
    if report is not None and writing:
        jobs = left(report.checked.tree, cache)
        for _ in read_ahead(jobs, cache):
            yield
        if jobs:
            cache.save(ctx.settings.home / COMPILED)
