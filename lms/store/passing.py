"""How time has passed in the audit log, so that nothing is entered that looks older than what stands there already.

Each process reads the whole log for that once, and then what was added. What was read from a transaction that was
taken back shows by the hash of its last entry, and the log is read again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.credentials.audit import Entry
from lms.credentials.times import ANEW, Course, RunsBack
from lms.store.engine import DATABASE, SCRATCH, Database
from lms.store.tables import AuditRow

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Read:
    """The course of time up to an entry."""

    n: int = 0
    hash: str = ""
    course: Course = field(default_factory=Course)


@dataclass(slots=True)
class _Kept:
    read: _Read = field(default_factory=_Read)


def require(session: Session, before: Entry | None, at: datetime, act: str) -> None:
    """RunsBack where an act may not follow the newest entry. A scratch database is exempt, and whatever says that an
    earlier time was wrong."""
    if session.info.get(SCRATCH) or act in ANEW or before is None:
        return
    course = course_to(session, before)
    if course.latest is not None and course.runs_back(at):
        raise RunsBack(at, course.latest)


def course_to(session: Session, newest: Entry) -> Course:
    """How far time has come by the newest entry, with the audit log held."""
    database: Database | None = session.info.get(DATABASE)
    kept = _Kept() if database is None else database.kept(_Kept)
    known = kept.read
    if (known.n, known.hash) == (newest.n, newest.hash):
        return known.course
    if not _still_there(session, known):
        known = _Read()
    course = known.course
    query = select(AuditRow.at, AuditRow.act).where(AuditRow.n > known.n).order_by(AuditRow.n)
    for time, act in session.execute(query.execution_options(yield_per=AT_ONCE)):
        course = course.after(moment(time), act)
    kept.read = _Read(newest.n, newest.hash, course)
    return course


def _still_there(session: Session, known: _Read) -> bool:
    return known.n > 0 and session.scalar(select(AuditRow.hash).where(AuditRow.n == known.n)) == known.hash


def moment(text: str) -> datetime:
    """The time as it was written; an altered one that is no time at all shows by its hash, too."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
