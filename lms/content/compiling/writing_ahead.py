"""The writing of a large site, looked at a few files at a time, so that nobody waits for all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import parts_of
from lms.content.kinds import KINDS
from lms.content.reading.site import gather
from lms.content.writing.check import Job, read_writing, unread
from lms.sources.files import SourceTree

A_FEW = 40
"""So many files are looked at while somebody waits."""
_AT_ONCE = 8


def left(tree: SourceTree, cache: Cache) -> Sequence[Job]:
    """The files of a tree that was compiled with this cache whose writing was not looked at yet."""
    parts = parts_of(tree, cache)
    return unread(gather(tree, parts, KINDS), parts, cache.writings)


def read_ahead(jobs: Sequence[Job], cache: Cache) -> Iterator[int]:
    """Looks at a few files each time that it is asked to go on, and says how many are left."""
    for start in range(0, len(jobs), _AT_ONCE):
        for job in jobs[start : start + _AT_ONCE]:
            cache.writings[job[0].path] = read_writing(job)
        yield max(0, len(jobs) - start - _AT_ONCE)
