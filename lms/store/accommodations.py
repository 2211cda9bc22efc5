"""What people asked for in examinations, and what they have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from lms.practice.accommodations import WAITING, Accommodation, Needs, State
from lms.store.prepared import PreparedFor, Reader, as_text
from lms.store.tables import AccommodationRow, AccountRow

_in_force = PreparedFor(
    lambda _: select(as_text(AccommodationRow.settings)).where(
        AccommodationRow.account_id == bindparam("account"),
        AccommodationRow.state == State.GRANTED.value,
        AccommodationRow.since <= bindparam("now"),
        or_(AccommodationRow.until.is_(None), AccommodationRow.until > bindparam("now")),
    )
)
_WAITING = [state.value for state in WAITING]


@dataclass(frozen=True, slots=True)
class Asked:
    """One with whose it is."""

    accommodation: Accommodation
    name: str
    email: str


def in_force(reader: Reader, account_id: int, now: datetime) -> Sequence[Needs]:
    """What somebody has at this moment."""
    rows = _in_force.rows(reader, account=account_id, now=now)
    return [Needs.from_json(json.loads(settings)) for (settings,) in rows]


def add(session: Session, one: Accommodation) -> Accommodation:
    """A new one, with its number; IntegrityError where another of the same person waits."""
    number = session.scalar(
        insert(AccommodationRow).values(account_id=one.account, **_row(one)).returning(AccommodationRow.id)
    )
    made = find(session, number or 0)
    assert made is not None  # noqa: S101
    return made


def keep(session: Session, one: Accommodation) -> None:
    """What became of it."""
    session.execute(update(AccommodationRow).where(AccommodationRow.id == one.id).values(**_row(one)))


def find(session: Session, number: int, *, hold: bool = False) -> Accommodation | None:
    """One by its number; held, nobody else changes it until the transaction ends."""
    query = select(AccommodationRow).where(AccommodationRow.id == number).execution_options(populate_existing=True)
    row = session.scalar(query.with_for_update() if hold else query)
    return None if row is None else _accommodation(row)


def of_account(session: Session, account_id: int) -> Sequence[Accommodation]:
    """Somebody's, the newest first."""
    mine = select(AccommodationRow).where(AccommodationRow.account_id == account_id)
    return [_accommodation(row) for row in session.scalars(mine.order_by(AccommodationRow.id.desc()))]


def waiting(session: Session, most: int) -> Sequence[Asked]:
    """Those that wait for an answer, the oldest first."""
    return _asked(session, AccommodationRow.state.in_(_WAITING), AccommodationRow.asked_at, most)


def holding(session: Session, now: datetime, before: int, most: int) -> Sequence[Asked]:
    """Those in force with numbers below this one, the newest first; 0: from the newest on."""
    lasts = or_(AccommodationRow.until.is_(None), AccommodationRow.until > now)
    wanted = (AccommodationRow.state == State.GRANTED.value) & lasts
    wanted = wanted & (AccommodationRow.id < before) if before else wanted
    return _asked(session, wanted, AccommodationRow.id.desc(), most)


def lapsed(session: Session, now: datetime) -> Sequence[int]:
    """The accounts whose time is still written as longer, and who have had an end of what they had."""
    over = (AccommodationRow.state == State.GRANTED.value) & (AccommodationRow.until <= now)
    longer = select(AccountRow.id).join(AccommodationRow, AccommodationRow.account_id == AccountRow.id)
    return list(session.scalars(longer.where(over, AccountRow.extra_time != "1").distinct()))


def _asked(session: Session, wanted: Any, order: Any, most: int) -> Sequence[Asked]:
    query = (
        select(AccommodationRow, AccountRow.name, AccountRow.email)
        .join(AccountRow, AccountRow.id == AccommodationRow.account_id)
        .where(wanted)
        .order_by(order, AccommodationRow.id)
        .limit(most)
    )
    return [Asked(_accommodation(row), name, email) for row, name, email in session.execute(query)]


def _row(one: Accommodation) -> dict[str, Any]:
    return {
        "settings": one.needs.to_json(),
        "had_before": one.had_before,
        "state": one.state.value,
        "asked_at": one.asked_at,
        "since": one.since,
        "until": one.until,
        "answered_at": one.answered_at,
        "answered_by_id": one.answered_by,
        "second_id": one.second,
        "ground": one.ground,
    }


def _accommodation(row: AccommodationRow) -> Accommodation:
    return Accommodation(
        id=row.id,
        account=row.account_id,
        needs=Needs.from_json(row.settings),
        had_before=row.had_before,
        state=State(row.state),
        asked_at=row.asked_at,
        since=row.since,
        until=row.until,
        answered_at=row.answered_at,
        answered_by=row.answered_by_id,
        second=row.second_id,
        ground=row.ground,
    )
