"""Heads of the log are stamped by somebody else's clock (RFC 3161), where a service is set.

The worker asks, outside any transaction: once a day where anything is new, and at an issue unless a head was stamped
within the hour. What is entered after a stamp is not older than it, and what a stamp covers is not newer.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from lms.credentials.certificates import from_pem
from lms.credentials.cosignature import body_of
from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.services.log import trouble
from lms.services.log.bounded_post import Unanswered, post
from lms.services.log.witnessing import CLOCKS_DIFFER, Patience
from lms.settings import Settings
from lms.store import leaves, witnessed
from lms.store.leaves import StoredCheckpoint

if TYPE_CHECKING:
    from cryptography import x509

SERVICE = "time stamps"
MOST_LEAVES = 2**31
DAILY, AT_AN_ISSUE = timedelta(days=1), timedelta(hours=1)

log = logging.getLogger(__name__)


def stamp_due(context: Context, patience: Patience) -> None:
    """Have the newest head stamped, if it is time for it. A service that is down means: not stamped."""
    if not context.settings.tsa_url or not patience.is_over(SERVICE, context.now()):
        return
    head = _due(context)
    if head is None:
        return
    # Only a process that has stamps taken, or checks them, needs what reads them.
    from lms.credentials.timestamp import NoStamp  # noqa: PLC0415

    try:
        at = _stamp(context, head)
    except (NoStamp, Unanswered) as problem:
        log.warning("The time-stamp service did not stamp the log: %s.", problem)
        trouble.note(context.settings, SERVICE, str(problem), context.now())
        patience.lost(SERVICE, context.now())
        return
    patience.found(SERVICE)
    _compare_clocks(context, at)


def _due(context: Context) -> StoredCheckpoint | None:
    with context.database.reading() as session:
        head, last = leaves.newest_checkpoint(session), witnessed.newest_stamp(session)
        if head is None or (last is not None and last[0] >= head.size):
            return None
        return head if last is None or _is_time(session, *last, context.now()) else None


def _is_time(session: Session, size: int, stamped: datetime, now: datetime) -> bool:
    # A stamp that says a time to come must not hold up the next one until then.
    since = abs(now - stamped)
    return since >= DAILY or (since >= AT_AN_ISSUE and witnessed.has_issue_since(session, size))


def _stamp(context: Context, head: StoredCheckpoint) -> datetime:
    from lms.credentials.timestamp import QUERY, NoStamp, Question  # noqa: PLC0415 - see above

    question = Question(body_of(head.note).encode())
    answer = post(context.settings.tsa_url, question.query, QUERY)
    if answer.status != 200:
        raise NoStamp(f"it answers {answer.status}")
    at = question.stamped_at(answer.content, roots(context.settings))
    with context.database.writing() as session:
        witnessed.add_stamp(session, head.size, answer.content, at)
    return at


def _compare_clocks(context: Context, at: datetime) -> None:
    """A stamp is kept whatever it says; where it differs from our own clock, somebody must look."""
    now = context.now()
    if abs(at - now) <= CLOCKS_DIFFER:
        trouble.note_fine(context.settings, SERVICE)
        return
    words = f"by its clock it is {at:%Y-%m-%d %H:%M} UTC, and by ours {now:%Y-%m-%d %H:%M} UTC: one of them is wrong"
    log.warning("The time-stamp service: %s.", words)
    trouble.note(context.settings, SERVICE, words, now)


@lru_cache(maxsize=1)
def roots(settings: Settings) -> Sequence[x509.Certificate]:
    """The roots under which the service's own certificate must hang."""
    from lms.credentials.timestamp import roots_of_machine  # noqa: PLC0415 - see above

    return from_pem(settings.tsa_roots.read_bytes()) if settings.tsa_roots is not None else roots_of_machine()


def stamp_of(context: Context, size: int) -> bytes:
    """The stamp of the head of this size, as the service gave it."""
    content = None
    if size < MOST_LEAVES:
        with context.database.reading() as session:
            content = witnessed.stamp(session, size)
    if content is None:
        raise NotFound("There is no time stamp of the head of this size.")
    return content
