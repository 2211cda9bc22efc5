"""Later results of attempts beside their first ones, and the corrections they follow from. Added, never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from lms.progress.rescoring import Met as Met
from lms.progress.rescoring import Score as Score
from lms.questions.quiz import Json
from lms.store.attempts import OPEN_STATES
from lms.store.effects import in_force
from lms.store.tables import AttemptRow, CorrectionRow, ItemRow, ScoreRow

_MET = (
    AttemptRow.id,
    AttemptRow.account_id,
    AttemptRow.assessment,
    AttemptRow.state,
    AttemptRow.ended_at,
    AttemptRow.seed,
    AttemptRow.revision,
    AttemptRow.title,
    AttemptRow.policy,
    AttemptRow.share,
    AttemptRow.passed,
    AttemptRow.result,
)


def of_attempt(session: Session, attempt_id: str) -> tuple[Score, ...]:
    """The later results of an attempt, oldest first."""
    query = (
        select(ScoreRow, CorrectionRow.source)
        .join(CorrectionRow, CorrectionRow.id == ScoreRow.correction_id)
        .where(ScoreRow.attempt_id == attempt_id)
        .order_by(ScoreRow.n)
    )
    return tuple(
        Score(
            row.attempt_id,
            row.n,
            row.correction_id,
            row.at,
            row.share,
            row.passed,
            row.kept_pass,
            row.result,
            source,
        )
        for row, source in session.execute(query)
    )


def first_result(session: Session, attempt_id: str) -> tuple[str | None, bool | None, Json]:
    """Share, whether passed, and result as they were when the attempt ended, whatever was corrected since."""
    row = session.execute(
        select(AttemptRow.share, AttemptRow.passed, AttemptRow.result).where(AttemptRow.id == attempt_id)
    ).one()
    return row.share, row.passed, row.result


def add(session: Session, score: dict[str, Any]) -> None:
    """A new result beside the old ones. The database refuses a number that is taken."""
    session.execute(insert(ScoreRow).values(**score))


def met(session: Session, sources: Collection[str], after: str = "", most: int = 100) -> Sequence[Met]:
    """Finished attempts that asked one of these questions, in the order of their ids, after the given one."""
    asked = select(ItemRow.attempt_id).where(ItemRow.source.in_(sources))
    query = (
        select(*_MET)
        .where(AttemptRow.id.in_(asked), AttemptRow.state.not_in(OPEN_STATES), AttemptRow.id > after)
        .order_by(AttemptRow.id)
        .limit(most)
    )
    return [Met(*row) for row in session.execute(query)]


def met_again(session: Session, attempt_id: str) -> Met | None:
    """One finished attempt as it is now; None where it is gone or open."""
    query = select(*_MET).where(AttemptRow.id == attempt_id, AttemptRow.state.not_in(OPEN_STATES))
    row = session.execute(query).one_or_none()
    return None if row is None else Met(*row)


def under_way(session: Session, sources: Collection[str]) -> int:
    """How many attempts that ask one of these questions have not ended."""
    asked = select(ItemRow.attempt_id).where(ItemRow.source.in_(sources))
    query = select(func.count()).where(AttemptRow.id.in_(asked), AttemptRow.state.in_(OPEN_STATES))
    return session.scalar(query) or 0


def begin(session: Session, values: dict[str, Any]) -> int:
    """Write down that a correction begins; its number."""
    row = CorrectionRow(**values)
    session.add(row)
    session.flush()
    return row.id


def unfinished(session: Session, source: str, version: str, take_away: bool) -> int | None:
    """The number of a correction of this question that began and did not come to its end."""
    query = select(CorrectionRow.id).where(
        CorrectionRow.source == source,
        CorrectionRow.version == version,
        CorrectionRow.take_away == take_away,
        CorrectionRow.finished_at.is_(None),
    )
    return session.scalar(query.order_by(CorrectionRow.id.desc()).limit(1))


def count(session: Session, correction_id: int, *, attempts: int, gained: int, lost: int) -> None:
    """Add to what a correction has done so far."""
    session.execute(
        update(CorrectionRow)
        .where(CorrectionRow.id == correction_id)
        .values(
            attempts=CorrectionRow.attempts + attempts,
            gained=CorrectionRow.gained + gained,
            lost=CorrectionRow.lost + lost,
        )
    )


def finish(session: Session, correction_id: int, now: datetime) -> tuple[int, int, int] | None:
    """Write down that a correction has come to its end; what it did, or None where somebody else has written it."""
    row = session.execute(
        update(CorrectionRow)
        .where(CorrectionRow.id == correction_id, CorrectionRow.finished_at.is_(None))
        .values(finished_at=now)
        .returning(CorrectionRow.attempts, CorrectionRow.gained, CorrectionRow.lost)
    ).one_or_none()
    return None if row is None else (row.attempts, row.gained, row.lost)


def passed_otherwise(session: Session, account_id: int, assessment: str, but: str) -> bool:
    """Whether another attempt of this account at the assessment is passed as things stand."""
    query = select(AttemptRow.id).where(
        AttemptRow.account_id == account_id,
        AttemptRow.assessment == assessment,
        AttemptRow.id != but,
        in_force().is_(True),
    )
    return session.scalar(query.limit(1)) is not None


def last_of(scores: Iterable[Score]) -> Score | None:
    """The result that holds, if any is later than the first."""
    return max(scores, key=lambda one: one.n, default=None)
