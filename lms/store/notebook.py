"""What people kept of tools, each for themselves alone. Every statement names whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from lms.questions.quiz import Json
from lms.store.tables import NotebookRow


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: the tool by its path and title of then, the answers by ask, and the text that came of them."""

    tool: str
    title: str
    language: str
    answers: Mapping[str, Json]
    gave: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a notebook. `n` counts those of one tool; `seq` is another one after each change."""

    id: int
    n: int
    seq: int
    at: datetime
    kept: Kept


def of_account(session: Session, account_id: int, after: int = 0, most: int | None = None) -> Sequence[Entry]:
    """The newest first; `after` asks for those behind the one of this id."""
    query = select(NotebookRow).where(NotebookRow.account_id == account_id).order_by(NotebookRow.id.desc())
    query = query.where(NotebookRow.id < after) if after else query
    return [_entry(row) for row in session.scalars(query.limit(most))]


def one(session: Session, account_id: int, id: int) -> Entry | None:
    row = session.scalar(select(NotebookRow).where(NotebookRow.account_id == account_id, NotebookRow.id == id))
    return None if row is None else _entry(row)


def newest(session: Session, account_id: int, tool: str) -> Entry | None:
    """The last that was kept of a tool."""
    mine = NotebookRow.account_id == account_id, NotebookRow.tool == tool
    row = session.scalar(select(NotebookRow).where(*mine).order_by(NotebookRow.n.desc()).limit(1))
    return None if row is None else _entry(row)


def count(session: Session, account_id: int) -> int:
    mine = NotebookRow.account_id == account_id
    return session.scalar(select(func.count()).select_from(NotebookRow).where(mine)) or 0


def add(session: Session, account_id: int, kept: Kept, now: datetime) -> int:
    """A new entry, and its id. Whoever adds holds the account: two at once would count alike."""
    mine = NotebookRow.account_id == account_id, NotebookRow.tool == kept.tool
    last = session.scalar(select(func.max(NotebookRow.n)).where(*mine)) or 0
    row = NotebookRow(account_id=account_id, n=last + 1, seq=1, at=now, **_columns(kept))
    session.add(row)
    session.flush()
    return row.id


def change(session: Session, account_id: int, id: int, seq: int, kept: Kept, now: datetime) -> bool:
    """Put this in the place of the state `seq`; False where there is a newer one, or none."""
    mine = NotebookRow.account_id == account_id, NotebookRow.id == id, NotebookRow.seq <= seq
    changed = update(NotebookRow).where(*mine).values(seq=seq + 1, at=now, **_columns(kept))
    return session.execute(changed.returning(NotebookRow.id)).first() is not None


def remove(session: Session, account_id: int, id: int) -> bool:
    mine = NotebookRow.account_id == account_id, NotebookRow.id == id
    return session.execute(delete(NotebookRow).where(*mine).returning(NotebookRow.id)).first() is not None


def _columns(kept: Kept) -> dict[str, Json]:
    return {
        "tool": kept.tool,
        "title": kept.title,
        "language": kept.language,
        "answers": dict(kept.answers),
        "gave": kept.gave,
    }


def _entry(row: NotebookRow) -> Entry:
    return Entry(row.id, row.n, row.seq, row.at, Kept(row.tool, row.title, row.language, row.answers, row.gave))
