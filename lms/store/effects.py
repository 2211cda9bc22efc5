"""Counts of those whom an edit touches; and the answers to a question, to be counted by the author's letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from lms.credentials.life import Making
from lms.questions.quiz import Json
from lms.store.attempts import OPEN_STATES
from lms.store.tables import AttemptRow, CertificateRow, EventRow, ItemRow, ScoreRow


def course(session: Session, paths: Collection[str]) -> dict[str, int]:
    """How many have begun a course, which has or had these paths, and not finished it, and how many have."""
    kinds = dict(
        session.execute(
            select(EventRow.kind, func.count(EventRow.account_id.distinct()))
            .where(EventRow.subject.in_(paths), EventRow.kind.in_(("joined", "course_done")))
            .group_by(EventRow.kind)
        ).all()
    )
    done = kinds.get("course_done", 0)
    return {"learners_under_way": max(kinds.get("joined", 0) - done, 0), "finished": done}


def finished_lesson(session: Session, paths: Collection[str]) -> int:
    """How many have finished a lesson, which has or had these paths."""
    places = (path.rpartition("/") for path in paths)
    here = or_(*(and_(EventRow.subject == subject, EventRow.part == part) for subject, _, part in places))
    query = select(func.count(EventRow.account_id.distinct())).where(here, EventRow.kind == "lesson_done")
    return session.scalar(query) or 0


def assessment(session: Session, ids: Collection[str]) -> dict[str, int]:
    """How many attempts are under way, have ended, and are passed as things stand; `ids` are all that it has had."""
    found = {"under_way": 0, "ended": 0, "passed": 0}
    every = select(AttemptRow.state, in_force().label("through")).where(AttemptRow.assessment.in_(ids)).subquery()
    query = select(every.c.state, every.c.through, func.count()).group_by(every.c.state, every.c.through)
    for state, through, count in session.execute(query):
        if state in OPEN_STATES:
            found["under_way"] += count
        else:
            found["ended"] += count
            found["passed"] += count if through else 0
    return found


def in_force() -> ColumnElement[bool]:
    """Whether an attempt is passed as things stand."""
    newest = (
        select(ScoreRow.passed)
        .where(ScoreRow.attempt_id == AttemptRow.id)
        .order_by(ScoreRow.n.desc())
        .limit(1)
        .correlate(AttemptRow)
        .scalar_subquery()
    )
    return func.coalesce(newest, AttemptRow.passed)


def question(session: Session, sources: Collection[str]) -> dict[str, int]:
    """How many attempts that ask a question are under way, and how many have ended."""
    asked = select(ItemRow.attempt_id).where(ItemRow.source.in_(sources))
    query = select(AttemptRow.state, func.count()).where(AttemptRow.id.in_(asked)).group_by(AttemptRow.state)
    found = {"under_way": 0, "met": 0}
    for state, count in session.execute(query):
        found["under_way" if state in OPEN_STATES else "met"] += count
    return found


def assessments_asking(session: Session, sources: Collection[str]) -> list[str]:
    """The assessments in which a question was met."""
    asked = select(ItemRow.attempt_id).where(ItemRow.source.in_(sources))
    return list(session.scalars(select(AttemptRow.assessment).where(AttemptRow.id.in_(asked)).distinct()))


def answers(session: Session, sources: Collection[str]) -> Iterator[tuple[str, str, str, Json]]:
    """What finished attempts answered to a question: its source, seed and revision of the attempt, the answer."""
    query = (
        select(ItemRow.source, AttemptRow.seed, AttemptRow.revision, ItemRow.answer)
        .join(AttemptRow, AttemptRow.id == ItemRow.attempt_id)
        .where(ItemRow.source.in_(sources), AttemptRow.state.not_in(OPEN_STATES), ItemRow.answer.is_not(None))
        .execution_options(yield_per=500)
    )
    for row in session.execute(query):
        yield row.source, row.seed, row.revision, row.answer


def held(session: Session, credential: str, now: datetime) -> int:
    """How many certificates of a credential are in force."""
    query = select(func.count()).where(CertificateRow.credential == credential, _stands(now))
    return session.scalar(query) or 0


def resting(
    session: Session, asking: Mapping[str, Collection[str]], now: datetime, sources: Collection[str] | None = None
) -> int:
    """How many certificates in force rest on a pass of what their credential asks for, in which a question was met.

    `asking` has, by credential, those of its assessments that are meant.
    """
    found = 0
    for credential, assessments in asking.items():
        if not assessments:
            continue
        through: list[Any] = [AttemptRow.assessment.in_(assessments), in_force().is_(True)]
        if sources is not None:
            asked = select(ItemRow.attempt_id).where(ItemRow.source.in_(sources))
            through.append(AttemptRow.id.in_(asked))
        holders = select(AttemptRow.account_id).where(and_(*through))
        query = select(func.count()).where(
            CertificateRow.credential == credential, CertificateRow.account_id.in_(holders), _stands(now)
        )
        found += session.scalar(query) or 0
    return found


def _stands(now: datetime) -> ColumnElement[bool]:
    return and_(
        CertificateRow.state == Making.ISSUED.value,
        CertificateRow.revoked_at.is_(None),
        CertificateRow.replaced_at.is_(None),
        CertificateRow.erased_at.is_(None),
        or_(CertificateRow.expires_at.is_(None), CertificateRow.expires_at > now),
    )
