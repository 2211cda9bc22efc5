"""What an operator says of a time in the log that was wrong, so that it holds up nothing that comes after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaf_of
from lms.credentials.times import CLOCK, CLOCK_OF_ENTRY, dated, first_ahead, moment_in_words
from lms.services.ground.context import Context
from lms.services.ground.reasons import check_texts
from lms.services.ground.refusals import Conflict
from lms.services.log import logbook
from lms.store import audit, leaves
from lms.store.locks import hold_audit

SUBJECT = "log"


@dataclass(frozen=True, slots=True)
class Corrected:
    """The entry of the audit log whose time was wrong, what it says, and its leaf, where it has one."""

    entry: int
    said: datetime
    leaf: int | None


def correct(context: Context, actor: str, reason: str) -> Corrected:
    """Say that the first entry that is later than now was written under a wrong clock; from here time counts anew.

    Conflict where no entry is later than now. The reason stands in the audit log alone.
    """
    check_texts(reason, "")
    with context.database.writing() as session:
        hold_audit(session)
        return correct_in(session, context, actor, reason)


def correct_in(session: Session, context: Context, actor: str, reason: str) -> Corrected:
    """The same in the transaction at hand, with the log held."""
    now = context.now()
    entry, leaf = first_ahead(_entries(session), now), first_ahead(_leaves(session), now)
    if entry is None:
        raise Conflict(f"No entry in the log is later than this clock, which says {moment_in_words(now)}.")
    n, said = entry
    details = {"reason": reason, "entry": n, "said": said.isoformat()}
    if leaf is None:
        audit.append(session, now, actor, CLOCK_OF_ENTRY, SUBJECT, details)
        return Corrected(n, said, None)
    body = leaf_of.clock(now, leaf=leaf[0], said=leaf[1])
    logbook.enter(session, context, body, at=now, actor=actor, act=CLOCK, subject=SUBJECT, details=details)
    return Corrected(n, said, leaf[0])


def _entries(session: Session) -> Iterator[tuple[int, datetime, str]]:
    return ((one.n, one.at, one.act) for one in audit.entries(session))


def _leaves(session: Session) -> Iterator[tuple[int, datetime, str]]:
    kept = dated((one.n, one.body) for one in leaves.leaves(session))
    return ((one.n, one.at, one.kind) for one in kept)
