"""Who else saw the log with a certificate in it: signatures and stamps, each checked before anything is said of it.

A process keeps what it read, and asks at most every ten seconds what is new. Nothing is read where nobody is asked.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from lms.credentials.cosignature import body_of, cosigned
from lms.credentials.seen import Seen
from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.services.log import stamping
from lms.store import witnessed
from lms.store.witnessed import StoredCosignature, StoredStamp

FRESH = timedelta(seconds=10)
MOST_LOOKED_AT = 64
"""Signatures over so many heads after a leaf are looked at to find all who saw it."""

MOST_STAMPS = 3
MOST_SAID = 4096
_LATE = 100
"""A witness that answers late signs a head of before; it is found among so many."""


@dataclass(slots=True)
class _Read:
    """What was read, by size, and what was said of each leaf since anything new came."""

    cosignatures: list[StoredCosignature] = field(default_factory=list)
    stamps: list[StoredStamp] = field(default_factory=list)
    said: dict[int, Seen] = field(default_factory=dict)
    at: datetime | None = None
    reading: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class _Kept:
    read: _Read = field(default_factory=_Read)


def of_leaf(context: Context, leaf: int | None) -> Seen | None:
    """Who else saw the log with this leaf in it; None where nobody is asked to look, or there is no leaf."""
    settings = context.settings
    if leaf is None or not (settings.witnesses or settings.tsa_url):
        return None
    read = _fresh(context)
    said = read.said.get(leaf)
    if said is None:
        said = _seen(context, read, leaf)
        if len(read.said) >= MOST_SAID:
            read.said = {}
        read.said[leaf] = said
    return said


def forget(context: Context) -> None:
    """Take nothing from what was read before: the log goes on from an older copy, and has other leaves since."""
    context.database.kept(_Kept).read = _Read()


def _fresh(context: Context) -> _Read:
    read, now = context.database.kept(_Kept).read, context.now()
    with read.reading:
        if read.at is None or abs(now - read.at) >= FRESH:
            _read_on(context, read)
            read.at = now
    return read


def _read_on(context: Context, read: _Read) -> None:
    since = read.cosignatures[-1].size - _LATE if read.cosignatures else 0
    stamped = read.stamps[-1].size + 1 if read.stamps else 0
    with context.database.reading() as session:
        newer = list(witnessed.cosignatures(session, since)) if context.settings.witnesses else []
        stamps = list(witnessed.stamps(session, stamped)) if context.settings.tsa_url else []
    kept = read.cosignatures[: bisect_left(read.cosignatures, since, key=_size)]
    if stamps or kept + newer != read.cosignatures:
        read.cosignatures, read.said = kept + newer, {}
        read.stamps = [*read.stamps, *stamps]


def _size(row: StoredCosignature | StoredStamp) -> int:
    return row.size


def _seen(context: Context, read: _Read, leaf: int) -> Seen:
    settings = context.settings
    saw: dict[str, datetime] = {}
    first = bisect_right(read.cosignatures, leaf, key=_size)
    known = {one.name: one for one in settings.witnesses}
    for row in read.cosignatures[first : first + MOST_LOOKED_AT]:
        if row.witness in known and row.witness not in saw and row.note is not None:
            signature = cosigned(row.note, [row.line], known[row.witness])
            if signature is not None:
                saw[row.witness] = signature.at
    place = bisect_right(read.stamps, leaf, key=_size)
    return Seen(
        asked=bool(settings.witnesses),
        witnesses=tuple(sorted(saw)),
        since=min(saw.values(), default=None),
        stamped=bool(settings.tsa_url),
        not_before=_first_that_holds(context, reversed(read.stamps[:place])),
        not_after=_first_that_holds(context, iter(read.stamps[place:])),
    )


def _first_that_holds(context: Context, rows: Iterator[StoredStamp]) -> datetime | None:
    times = (time_of(context, row) for row in islice(rows, MOST_STAMPS))
    return next((at for at in times if at is not None), None)


def time_of(context: Context, row: StoredStamp) -> datetime | None:
    """The time that a stamp says of its head; None where it does not hold."""
    from lms.credentials.timestamp import NoStamp, stamped_at  # noqa: PLC0415 - only where there are stamps

    try:
        return stamped_at(row.token, body_of(row.note or "").encode(), stamping.roots(context.settings))
    except NoStamp:
        return None


@dataclass(frozen=True, slots=True)
class Heads:
    """Who signed the first heads from a size on, by size; and the stamped heads before that size, and from it on."""

    signed: Mapping[int, Sequence[str]]
    stamped_before: int | None
    stamped_after: int | None


def heads(context: Context, size: int) -> Heads:
    """Which heads an outsider fetches to see who saw the log with its first `size` leaves."""
    if not 0 < size < stamping.MOST_LEAVES:
        raise NotFound("There is no head of this size.")
    with context.database.reading() as session:
        rows, before, after = witnessed.seen_since(session, size, MOST_LOOKED_AT)
    signed: dict[int, list[str]] = {}
    for at, witness in rows:
        signed.setdefault(at, []).append(witness)
    return Heads(signed, before, after)
