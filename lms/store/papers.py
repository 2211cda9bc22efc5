"""What is known of the papers on which somebody passed, without reading one: many people's in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from lms.store.attempts import PASSED
from lms.store.question_lives import HANDS
from lms.store.tables import AttemptRow, ItemRow, QuestionActRow, QuestionVersionRow, ScoreRow


@dataclass(frozen=True, slots=True)
class Passed:
    """An attempt that is passed as things stand. `touched`: somebody wrote or reviewed a question of it."""

    account: int
    assessment: str
    corrected: bool
    touched: bool


def passed(session: Session, accounts: Collection[int], assessments: Collection[str], hands: int) -> list[Passed]:
    """Those of these accounts at these examinations: was it corrected since, and had `hands` one in it?"""
    attempt = AttemptRow
    query = select(
        attempt.account_id,
        attempt.assessment,
        exists().where(ScoreRow.attempt_id == attempt.id),
        _touched_by(hands),
    ).where(attempt.account_id.in_(list(accounts)), attempt.assessment.in_(list(assessments)), PASSED.is_(True))
    return [
        Passed(account, name, bool(corrected), bool(own)) for account, name, corrected, own in session.execute(query)
    ]


def has_hand_in(session: Session, hands: int, account: int, assessments: Collection[str]) -> bool:
    """Whether `hands` wrote or reviewed a question of any paper of this account at these examinations."""
    of_theirs = AttemptRow.account_id == account, AttemptRow.assessment.in_(list(assessments))
    return session.scalar(select(AttemptRow.id).where(*of_theirs, _touched_by(hands)).limit(1)) is not None


def _touched_by(hands: int) -> ColumnElement[bool]:
    item, version, act = ItemRow, QuestionVersionRow, QuestionActRow
    mine = item.attempt_id == AttemptRow.id
    wrote = exists().where(
        mine, version.source == item.source, version.version == item.version, version.writer == hands
    )
    read = exists().where(
        mine, act.source == item.source, act.version == item.version, act.actor == hands, act.act.in_(HANDS)
    )
    return or_(wrote, read)
