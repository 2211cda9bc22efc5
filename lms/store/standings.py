"""Standings as they are kept beside the events: one row for each course begun and each assessment passed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, String, Text, and_, bindparam, cast, delete, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from lms.content.reading.targets import ASSESSMENTS, COURSES, target_of
from lms.progress.standing import CourseStanding, Standing, from_json, to_json
from lms.questions.quiz import Json
from lms.store.prepared import PreparedFor, Reader
from lms.store.tables import EventRow, StandingRow
from lms.store.upserts import Keeping

_ALL = select(StandingRow.subject, cast(StandingRow.body, Text)).where(StandingRow.account_id == bindparam("account"))

_newest = (
    select(func.max(EventRow.id))
    .where(
        EventRow.account_id == bindparam("account"),
        EventRow.subject == bindparam("subject"),
        EventRow.part == bindparam("part"),
        EventRow.kind == "answered",
    )
    .group_by(EventRow.quiz)
)
_WITH_ANSWERS = union_all(
    select(literal("", String).label("quiz"), StandingRow.subject, cast(StandingRow.body, Text)).where(
        StandingRow.account_id == bindparam("account")
    ),
    select(EventRow.quiz, cast(null(), String), cast(EventRow.answer, Text)).where(EventRow.id.in_(_newest)),
)
_KEEPING = Keeping(StandingRow, key=("account_id", "subject"), changed=("body",))

_all, _with_answers = PreparedFor(lambda _: _ALL), PreparedFor(lambda _: _WITH_ANSWERS)


class _Folding:
    """Standings by course, and when assessments were passed, gathered from rows."""

    def __init__(self) -> None:
        self.courses: dict[str, CourseStanding] = {}
        self.passed: dict[str, datetime] = {}
        self.others: dict[str, datetime] = {}
        self.told: dict[str, bool] = {}

    def take(self, subject: str, body: str) -> None:
        target = target_of(subject)
        if target.family == COURSES:
            self.courses[target.id] = _course(body)
        elif target.family == ASSESSMENTS:
            self.passed[target.id] = _passed(body)
            told = json.loads(body).get("told")
            if told is not None:
                self.told[target.id] = told
        else:
            self.others[subject] = _passed(body)

    @property
    def standing(self) -> Standing:
        return Standing(self.courses, self.passed, self.others, self.told)


def of_account(reader: Reader, account_id: int) -> Standing:
    """Everything one learner has done, in one statement."""
    folding = _Folding()
    for subject, body in _all.rows(reader, account=account_id):
        folding.take(subject, body)
    return folding.standing


def with_last_answers(engine: Engine, account_id: int, subject: str, part: str) -> tuple[Standing, dict[str, Json]]:
    """Everything one learner has done, and their newest answer to each quiz of one lesson, in one statement."""
    folding, answers = _Folding(), dict[str, Json]()
    for quiz, of_row, body in _with_answers.of(engine).all(account=account_id, subject=subject, part=part):
        if quiz:
            answers[quiz] = json.loads(body)
        else:
            folding.take(of_row, body)
    return folding.standing, answers


def last_answers(engine: Engine, account_id: int, parts: Sequence[tuple[str, str]]) -> dict[str, Json]:
    """The newest answer to each quiz of lessons, each named by its course's path and its id."""
    lessons = or_(*(and_(EventRow.subject == subject, EventRow.part == part) for subject, part in parts))
    query = select(EventRow.quiz, EventRow.answer).where(EventRow.account_id == account_id, lessons)
    with engine.connect() as connection:
        rows = connection.execute(query.where(EventRow.kind == "answered").order_by(EventRow.id))
        return {row.quiz: row.answer for row in rows}


@lru_cache(maxsize=1024)
def _course(body: str) -> CourseStanding:
    """A standing whose text was read before is not read again: it is another text once its learner did something."""
    return from_json(json.loads(body))


def _passed(body: str) -> datetime:
    return datetime.fromisoformat(json.loads(body)["passed"])


def keep_course(session: Session, account_id: int, subject: str, standing: CourseStanding) -> None:
    """Write a course's standing as it is after the newest event."""
    _keep(session, account_id, subject, to_json(standing))


def keep_pass(session: Session, account_id: int, subject: str, passed: datetime, *, told: bool | None = None) -> None:
    """Remember when an assessment, or whatever else is no course, was first met, as the caller sees to.

    `told` is whether the learner is told of it; None where only the rules of that day can say.
    """
    known = {} if told is None else {"told": told}
    _keep(session, account_id, subject, {"passed": passed.isoformat(), **known})


def forget_pass(session: Session, account_id: int, subject: str) -> None:
    """An assessment that was passed counts as not passed yet. Only a correction that staff asked for does this."""
    session.execute(delete(StandingRow).where(StandingRow.account_id == account_id, StandingRow.subject == subject))


def _keep(session: Session, account_id: int, subject: str, body: dict[str, Any]) -> None:
    _KEEPING(session, account_id=account_id, subject=subject, body=body)
