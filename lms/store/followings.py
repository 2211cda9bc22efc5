"""Which paths people follow. Rows are ended, and never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from lms.store.prepared import PreparedFor, Reader, as_text, instant_of_text
from lms.store.tables import FollowingRow
from lms.store.upserts import insert_into

_of_account = PreparedFor(
    lambda _: (
        select(FollowingRow.path, as_text(FollowingRow.since))
        .where(FollowingRow.account_id == bindparam("account"), FollowingRow.until.is_(None))
        .order_by(FollowingRow.id)
    )
)


@dataclass(frozen=True, slots=True)
class Following:
    """A path that somebody follows now, by the name that it had when they began."""

    path: str
    since: datetime


def of_account(reader: Reader, account_id: int) -> list[Following]:
    """What somebody follows now, in the order in which they began."""
    return [Following(path, instant_of_text(since)) for path, since in _of_account.rows(reader, account=account_id)]


def begin(session: Session, account_id: int, path: str, now: datetime) -> None:
    """Follow it; whoever does so already goes on."""
    row = insert_into(session, FollowingRow).values(account_id=account_id, path=path, since=now)
    session.execute(row.on_conflict_do_nothing())


def end(session: Session, account_id: int, paths: tuple[str, ...], now: datetime) -> None:
    """Follow it no more, under whatever name it was begun."""
    mine = FollowingRow.account_id == account_id, FollowingRow.path.in_(paths), FollowingRow.until.is_(None)
    session.execute(update(FollowingRow).where(*mine).values(until=now))
