"""Who else saw which head of the issuance log: signatures of witnesses, and stamps of a time-stamp service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary, Text, cast, func, select
from sqlalchemy.orm import Session

from lms.store.prepared import moment_of_text
from lms.store.tables import CheckpointRow, CheckpointStampRow, CosignatureRow, LeafRow
from lms.store.upserts import insert_into

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredCosignature:
    """A signature as it is kept, the head that it is over, and the time as text, whatever an edit has made of it."""

    size: int
    witness: str
    line: str
    at: str
    note: str | None


@dataclass(frozen=True, slots=True)
class StoredStamp:
    """A stamp as it is kept, and the head that it is of."""

    size: int
    token: bytes
    at: str
    note: str | None


def add_cosignature(session: Session, size: int, witness: str, line: str, at: datetime) -> None:
    """Keep that a witness saw this head; what was kept before stays."""
    row = insert_into(session, CosignatureRow).values(size=size, witness=witness, line=line, at=at)
    session.execute(row.on_conflict_do_nothing())


def add_stamp(session: Session, size: int, token: bytes, at: datetime) -> None:
    """Keep a stamp of this head; one that was kept before stays."""
    row = insert_into(session, CheckpointStampRow).values(size=size, token=token, at=at)
    session.execute(row.on_conflict_do_nothing())


def lines(session: Session, size: int) -> Sequence[str]:
    """The signatures of witnesses over this head, by their names."""
    query = select(CosignatureRow.line).where(CosignatureRow.size == size).order_by(CosignatureRow.witness)
    return list(session.scalars(query))


def newest_seen(session: Session, witness: str) -> tuple[int, datetime, str] | None:
    """The newest head that a witness saw: its size, when, and its note."""
    query = (
        select(CosignatureRow.size, CosignatureRow.at, CheckpointRow.note)
        .join(CheckpointRow, CheckpointRow.size == CosignatureRow.size)
        .where(CosignatureRow.witness == witness)
        .order_by(CosignatureRow.size.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def newest_stamp(session: Session) -> tuple[int, datetime] | None:
    """The newest head that was stamped, and when."""
    query = select(CheckpointStampRow.size, CheckpointStampRow.at).order_by(CheckpointStampRow.size.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def stamp(session: Session, size: int) -> bytes | None:
    """The stamp of this head."""
    return session.scalar(select(CheckpointStampRow.token).where(CheckpointStampRow.size == size))


def has_issue_since(session: Session, size: int) -> bool:
    """Whether a certificate was issued after the first `size` leaves."""
    query = select(func.count()).where(LeafRow.n >= size, LeafRow.body.contains('"kind":"issue"', autoescape=True))
    return bool(session.scalar(query.select_from(LeafRow)))


def heads(session: Session, first: int, last: int) -> Sequence[tuple[int, datetime]]:
    """The heads of these sizes, both included, and when each was signed, where that can be read."""
    query = select(CheckpointRow.size, cast(CheckpointRow.at, Text)).where(CheckpointRow.size.between(first, last))
    rows = ((row[0], _moment(row[1])) for row in session.execute(query.order_by(CheckpointRow.size)))
    return [(size, at) for size, at in rows if at is not None]


def _moment(text: str) -> datetime | None:
    try:
        return moment_of_text(text)
    except (ValueError, TypeError):
        return None


def newest_correction(session: Session) -> int:
    """The number of the newest leaf that says that the clock was wrong; -1 where there is none."""
    wrong = LeafRow.body.contains('"kind":"clock"', autoescape=True)
    newest = session.scalar(select(func.max(LeafRow.n)).where(wrong))
    return -1 if newest is None else newest


def cosignatures(session: Session, since: int = 0, most: int | None = None) -> Iterator[StoredCosignature]:
    """All of them from this size on, by size and name; `most` of them at most."""
    query = (
        select(
            CosignatureRow.size,
            CosignatureRow.witness,
            CosignatureRow.line,
            cast(CosignatureRow.at, Text),
            CheckpointRow.note,
        )
        .outerjoin(CheckpointRow, CheckpointRow.size == CosignatureRow.size)
        .where(CosignatureRow.size >= since)
        .order_by(CosignatureRow.size, CosignatureRow.witness)
        .limit(most)
    )
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield StoredCosignature(*row)


def stamps(session: Session, since: int = 0) -> Iterator[StoredStamp]:
    """All of them from this size on, by size; each as bytes, whatever an edit has made of it."""
    query = (
        select(
            CheckpointStampRow.size,
            cast(CheckpointStampRow.token, LargeBinary),
            cast(CheckpointStampRow.at, Text),
            CheckpointRow.note,
        )
        .outerjoin(CheckpointRow, CheckpointRow.size == CheckpointStampRow.size)
        .where(CheckpointStampRow.size >= since)
        .order_by(CheckpointStampRow.size)
    )
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield StoredStamp(*row)


def seen_since(session: Session, size: int, most: int) -> tuple[Sequence[tuple[int, str]], int | None, int | None]:
    """The first heads from this size on that witnesses signed, with their names; and the stamped heads around it."""
    signed = (
        select(CosignatureRow.size, CosignatureRow.witness)
        .where(CosignatureRow.size >= size)
        .order_by(CosignatureRow.size, CosignatureRow.witness)
        .limit(most)
    )
    stamped = CheckpointStampRow.size
    before = session.scalar(select(func.max(stamped)).where(stamped < size))
    after = session.scalar(select(func.min(stamped)).where(stamped >= size))
    return [(row[0], row[1]) for row in session.execute(signed)], before, after
