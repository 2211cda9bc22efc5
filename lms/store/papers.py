"""What is known of the papers on which somebody passed, without reading one: many people's in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
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
    attempt, item, version, act = AttemptRow, ItemRow, QuestionVersionRow, QuestionActRow
    mine = item.attempt_id == attempt.id
    wrote = exists().where(
        mine, version.source == item.source, version.version == item.version, version.writer == hands
    )
    read = exists().where(
        mine, act.source == item.source, act.version == item.version, act.actor == hands, act.act.in_(HANDS)
    )
    query = select(
        attempt.account_id,
        attempt.assessment,
        exists().where(ScoreRow.attempt_id == attempt.id),
        or_(wrote, read),
    ).where(attempt.account_id.in_(list(accounts)), attempt.assessment.in_(list(assessments)), PASSED.is_(True))
    return [
        Passed(account, name, bool(corrected), bool(own)) for account, name, corrected, own in session.execute(query)
    ]
