"""How much waits for a decider and for a registrar, and the first day of it: all of it in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from lms.practice.accommodations import WAITING
from lms.practice.applications import State
from lms.store.tables import AccommodationRow, ApplicationRow

DECISIONS, STATEMENTS, ACCOMMODATIONS = "decisions", "statements", "accommodations"


@dataclass(frozen=True, slots=True)
class Waits:
    """How many, and a day: by when a decision is due, or since when an answer is asked for."""

    number: int = 0
    day: datetime | None = None


def of(session: Session, deciding: Collection[str], taking: Collection[str], answers: bool) -> dict[str, Waits]:
    """What waits in these schemes to be decided, in those for a statement to be taken, and for an answer to anybody."""
    row, asked = ApplicationRow, AccommodationRow
    has_statement = row.claims["statement"].as_string().is_not(None)
    is_open = row.state == State.OPEN.value
    parts = [
        select(literal(DECISIONS), func.count(), func.min(row.decide_by)).where(
            row.state == State.COMPLETE.value, row.credential.in_(deciding)
        )
    ]
    if taking:
        parts.append(
            select(literal(STATEMENTS), func.count(), func.min(row.opened_at)).where(
                is_open, row.granted_at.is_(None), has_statement, row.credential.in_(taking)
            )
        )
    if answers:
        parts.append(
            select(literal(ACCOMMODATIONS), func.count(), func.min(asked.asked_at)).where(
                asked.state.in_([state.value for state in WAITING])
            )
        )
    return {kind: Waits(number, day) for kind, number, day in session.execute(union_all(*parts))}
