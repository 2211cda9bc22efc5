"""Who holds which duty in which scheme. Rows are added and ended, never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from lms.practice.duties import Appointment, Duty, Interest
from lms.store.interests import interest_of
from lms.store.tables import AccountRow, AppointmentRow, InterestRow


def add(
    session: Session,
    *,
    account: int,
    scheme: str,
    duty: Duty,
    since: datetime,
    until: datetime | None,
    by: int,
    reason: str,
) -> Appointment:
    """A new one. IntegrityError where somebody appoints themselves, or the same begins twice in one moment."""
    row = AppointmentRow(
        account_id=account, scheme=scheme, duty=duty.value, since=since, until=until, by_id=by, reason=reason
    )
    session.add(row)
    session.flush()
    return _appointment(row)


def end(session: Session, appointment_id: int, at: datetime) -> bool:
    """Let it end then; False where it has ended by then already."""
    still = AppointmentRow.id == appointment_id, or_(AppointmentRow.until.is_(None), AppointmentRow.until > at)
    ended = update(AppointmentRow).where(*still).values(until=at).returning(AppointmentRow.id)
    return session.execute(ended).first() is not None


def find(session: Session, appointment_id: int) -> Appointment | None:
    row = session.get(AppointmentRow, appointment_id, populate_existing=True)
    return None if row is None else _appointment(row)


def of_account(session: Session, account_id: int) -> tuple[Appointment, ...]:
    """All that somebody ever held, the oldest first."""
    query = select(AppointmentRow).where(AppointmentRow.account_id == account_id)
    return tuple(map(_appointment, session.scalars(query.order_by(AppointmentRow.since, AppointmentRow.id))))


def with_declaration(session: Session, account_id: int, year: int) -> tuple[tuple[Appointment, ...], Interest | None]:
    """The same, with what holds of their interests for a year, in one statement; without any duty, nothing."""
    mine = InterestRow.account_id == account_id, InterestRow.year == year
    newest = select(func.max(InterestRow.n)).where(*mine).scalar_subquery()
    query = (
        select(AppointmentRow, InterestRow)
        .outerjoin(InterestRow, and_(*mine, InterestRow.n == newest))
        .where(AppointmentRow.account_id == account_id)
        .order_by(AppointmentRow.since, AppointmentRow.id)
    )
    rows = session.execute(query).all()
    newest_row = rows[0][1] if rows else None
    declared = None if newest_row is None else interest_of(newest_row)
    return tuple(_appointment(row) for row, _declared in rows), declared


def in_force(session: Session, now: datetime, schemes: Iterable[str] | None = None) -> list[Appointment]:
    """Those in force now, of these schemes or of all, by scheme and duty."""
    query = select(AppointmentRow).where(_now(now))
    if schemes is not None:
        query = query.where(AppointmentRow.scheme.in_(list(schemes)))
    order = AppointmentRow.scheme, AppointmentRow.duty, AppointmentRow.since, AppointmentRow.id
    return [_appointment(row) for row in session.scalars(query.order_by(*order))]


def in_force_and_declared(session: Session, now: datetime, year: int) -> list[tuple[Appointment, bool]]:
    """Those in force now, each with whether its holder declared their interests for a year; in one statement."""
    mine = InterestRow.account_id == AppointmentRow.account_id, InterestRow.year == year
    query = select(AppointmentRow, exists().where(*mine)).where(_now(now))
    order = AppointmentRow.scheme, AppointmentRow.duty, AppointmentRow.since, AppointmentRow.id
    return [(_appointment(row), bool(declared)) for row, declared in session.execute(query.order_by(*order))]


def some(session: Session, before: int, most: int) -> list[tuple[Appointment, str, str]]:
    """Appointments of all times with name and e-mail of who holds them, the newest first, from below this number."""
    query = select(AppointmentRow, AccountRow.name, AccountRow.email).join(
        AccountRow, AccountRow.id == AppointmentRow.account_id
    )
    if before:
        query = query.where(AppointmentRow.id < before)
    rows = session.execute(query.order_by(AppointmentRow.id.desc()).limit(most))
    return [(_appointment(row), name, email) for row, name, email in rows]


def holders(session: Session, scheme: str, duties: Sequence[Duty], now: datetime) -> list[int]:
    """The accounts that hold one of these duties in a scheme now."""
    words = [duty.value for duty in duties]
    query = select(AppointmentRow.account_id).where(
        AppointmentRow.scheme == scheme, AppointmentRow.duty.in_(words), _now(now)
    )
    return sorted(set(session.scalars(query)))


def _now(now: datetime) -> ColumnElement[bool]:
    return and_(AppointmentRow.since <= now, or_(AppointmentRow.until.is_(None), AppointmentRow.until > now))


def _appointment(row: AppointmentRow) -> Appointment:
    return Appointment(row.id, row.account_id, row.scheme, Duty(row.duty), row.since, row.until, row.by_id, row.reason)
