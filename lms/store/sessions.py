"""Signed-in browsers, and who a browser or a program belongs to. Tokens are kept nowhere, and found by their hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, bindparam, case, delete, distinct, func, insert, or_, select, update
from sqlalchemy.orm import Session

from lms.practice.duties import Duty
from lms.store.prepared import as_text
from lms.store.tables import AccountRow, AppointmentRow, SessionRow, TokenRow

_PERSON = (
    AccountRow.id,
    AccountRow.email,
    AccountRow.name,
    AccountRow.role,
    AccountRow.confirmed_at.is_not(None),
)
_BITS = {duty.value: 1 << n for n, duty in enumerate(Duty)}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signed-in browser. `seen_at` is exact to a day; None where it was not looked at yet."""

    id: str
    created_at: datetime
    expires_at: datetime
    device: str
    seen_at: datetime | None = None


def person_of_session() -> Select[int, str, str, str, bool, str, str, bool, bool, int]:
    """The columns of a person by `token_hash`, where the session lasts beyond `now` and the account isn't disabled.

    Then come when a second factor was given and when they proved who they are, as texts; whether that was once more
    since they signed in; whether the session was not seen since `stale`; and the duties that they have in
    any scheme, as `duties_of` reads them.
    """
    again = SessionRow.proved_at > SessionRow.created_at
    unseen = or_(SessionRow.seen_at.is_(None), SessionRow.seen_at <= bindparam("stale"))
    return (
        select(*_PERSON, as_text(SessionRow.factor_at), as_text(SessionRow.proved_at), again, unseen, _serves())
        .join(SessionRow, SessionRow.account_id == AccountRow.id)
        .where(
            SessionRow.id == bindparam("token_hash"),
            SessionRow.expires_at > bindparam("now"),
            AccountRow.disabled_at.is_(None),
        )
    )


def _serves() -> ScalarSelect[int]:
    """The duties of an account in one number, a bit for each, since a prepared statement gives no lists."""
    lasts = or_(AppointmentRow.until.is_(None), AppointmentRow.until > bindparam("now"))
    mine = AppointmentRow.account_id == AccountRow.id, AppointmentRow.since <= bindparam("now")
    bit = case(_BITS, value=AppointmentRow.duty, else_=0)
    return select(func.sum(distinct(bit))).where(*mine, lasts).correlate(AccountRow).scalar_subquery()


def duties_of(bits: int | None) -> frozenset[str]:
    """The duties in such a number."""
    return frozenset(word for word, bit in _BITS.items() if int(bits or 0) & bit)


def person_of_bearer() -> Select[int, str, str, str, bool, str, bool]:
    """The columns of a person by `token_hash` of a bearer token that lasts beyond `now`, where the account is open.

    Then come its scopes, and whether it was not used since `stale`.
    """
    unused = or_(TokenRow.used_at.is_(None), TokenRow.used_at <= bindparam("stale"))
    return (
        select(*_PERSON, TokenRow.scopes, unused)
        .join(TokenRow, TokenRow.account_id == AccountRow.id)
        .where(
            TokenRow.id == bindparam("token_hash"),
            or_(TokenRow.ends_at.is_(None), TokenRow.ends_at > bindparam("now")),
            AccountRow.disabled_at.is_(None),
        )
    )


def add(
    session: Session,
    token_hash: str,
    account_id: int,
    *,
    now: datetime,
    expires_at: datetime,
    device: str,
    factor: str = "",
    proved: bool = False,
) -> None:
    """Keep a session; `factor` is the second factor that was given for it; `proved`: by who has shown who they are."""
    values = {"id": token_hash, "account_id": account_id, "created_at": now, "expires_at": expires_at, "device": device}
    given = {"factor": factor, "factor_at": now} if factor else {}
    proof = {"proved_at": now} if proved else {}
    session.execute(insert(SessionRow).values({**values, "seen_at": now, **given, **proof}))


def seen(session: Session, token_hash: str, now: datetime) -> None:
    session.execute(update(SessionRow).where(SessionRow.id == token_hash).values(seen_at=now))


def note_factor(session: Session, token_hash: str, factor: str, now: datetime) -> None:
    """A second factor was given in this session just now."""
    session.execute(update(SessionRow).where(SessionRow.id == token_hash).values(factor=factor, factor_at=now))


def forget_factors(session: Session, account_id: int) -> None:
    """No session of the account counts as one in which a second factor was given."""
    session.execute(update(SessionRow).where(SessionRow.account_id == account_id).values(factor=None, factor_at=None))


def note_proof(session: Session, token_hash: str, now: datetime) -> None:
    """Whoever is signed in here has proved once more who they are."""
    session.execute(update(SessionRow).where(SessionRow.id == token_hash).values(proved_at=now))


def of_account(session: Session, account_id: int, now: datetime) -> list[SignedIn]:
    """The account's sessions that have not expired, newest first."""
    rows = session.scalars(
        select(SessionRow)
        .where(SessionRow.account_id == account_id, SessionRow.expires_at > now)
        .order_by(SessionRow.created_at.desc(), SessionRow.id)
    )
    return [SignedIn(row.id, row.created_at, row.expires_at, row.device, row.seen_at) for row in rows]


def end(session: Session, token_hash: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.id == token_hash))


def end_one_of(session: Session, account_id: int, session_id: str) -> bool:
    """End one session of this account, and of no other; False where there is none."""
    mine = SessionRow.id == session_id, SessionRow.account_id == account_id
    return session.execute(delete(SessionRow).where(*mine).returning(SessionRow.id)).first() is not None


def end_all_of(session: Session, account_id: int, *, but: str = "") -> None:
    """End every session of an account, but for the one with this id, if one is named."""
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id, SessionRow.id != but))


def end_oldest_of(session: Session, account_id: int, keep: int) -> None:
    """Keep the newest sessions of an account, and end the others."""
    newest = (
        select(SessionRow.id)
        .where(SessionRow.account_id == account_id)
        .order_by(SessionRow.created_at.desc(), SessionRow.id)
        .limit(keep)
    )
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id, SessionRow.id.not_in(newest)))


def forget_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
