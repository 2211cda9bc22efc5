"""Attempts and their items. The columns that hold a solution are read by `solved_items` alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from lms.questions.quiz import Json
from lms.store.prepared import PreparedFor, Reader, as_text, moment_of_text
from lms.store.tables import AttemptRow, ItemRow, ScoreRow

OPEN_STATES = ("running", "paused")


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """An attempt without its items. `policy` and `result` are JSON as the services wrote them.

    `share`, `passed` and `result` are those that hold today: the first ones, or those of the newest correction.
    """

    id: str
    account_id: int
    assessment: str
    number: int
    state: str
    started_at: datetime
    deadline: datetime | None
    ended_at: datetime | None
    put_aside: int
    title: str
    policy: Json = field(hash=False)
    share: str | None
    passed: bool | None
    result: Json = field(hash=False)

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, eq=False)
class ItemRecord:
    """One question as the learner may see it, with what was saved; `text` is the question as it is kept, where read.

    One that was read stands for its row: an equal row is the same record, for as long as it is remembered.
    """

    n: int
    question: Json
    answer: Json
    seq: int
    saved_at: datetime | None
    marked: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class SolvedItem:
    """One question with its solution: for marking, and for a result that may show it."""

    n: int
    source: str
    version: str
    objective: str
    level: str
    points: int
    scored: bool
    question: Json
    solution: Json
    answer: Json


def _in_force(later: Any, first: Any) -> Any:
    """The newest score's value where there is one, or that of the first result."""
    newest = (
        select(later)
        .where(ScoreRow.attempt_id == AttemptRow.id)
        .order_by(ScoreRow.n.desc())
        .limit(1)
        .correlate(AttemptRow)
        .scalar_subquery()
    )
    return func.coalesce(newest, first, type_=first.type)


PASSED = _in_force(ScoreRow.passed, AttemptRow.passed)
"""Whether an attempt is passed as things stand."""

_RECORD = (
    AttemptRow.id,
    AttemptRow.account_id,
    AttemptRow.assessment,
    AttemptRow.number,
    AttemptRow.state,
    AttemptRow.started_at,
    AttemptRow.deadline,
    AttemptRow.ended_at,
    AttemptRow.put_aside,
    AttemptRow.title,
    AttemptRow.policy,
    _in_force(ScoreRow.share, AttemptRow.share),
    PASSED,
    _in_force(ScoreRow.result, AttemptRow.result),
)
_NAMES = tuple(field.name for field in fields(AttemptRecord))
_of_account = PreparedFor(
    lambda _: (
        select(*map(as_text, _RECORD))
        .where(AttemptRow.account_id == bindparam("account"))
        .order_by(AttemptRow.assessment, AttemptRow.number)
    )
)
_ITEM = (ItemRow.n, ItemRow.question, ItemRow.answer, ItemRow.seq, ItemRow.saved_at, ItemRow.marked)
_by_id = PreparedFor(
    lambda _: select(*map(as_text, _RECORD)).where(
        AttemptRow.id == bindparam("attempt"), AttemptRow.account_id == bindparam("account")
    )
)
_items_of = PreparedFor(
    lambda _: select(*map(as_text, _ITEM)).where(ItemRow.attempt_id == bindparam("attempt")).order_by(ItemRow.n)
)

# Asked with every save, so these two are made once.
_OPEN_ITEM = (
    select(AttemptRow.state, AttemptRow.deadline, *_ITEM)
    .outerjoin(ItemRow, (ItemRow.attempt_id == AttemptRow.id) & (ItemRow.n == bindparam("position")))
    .where(AttemptRow.id == bindparam("attempt"), AttemptRow.account_id == bindparam("account"))
    .with_for_update(read=True, of=AttemptRow)
)
_items = ItemRow.metadata.tables[ItemRow.__tablename__]
_KEEPING = (
    update(_items)
    .where(
        _items.c.attempt_id == bindparam("attempt"),
        _items.c.n == bindparam("position"),
        _items.c.seq < bindparam("before"),
    )
    .values(answer=bindparam("given"), seq=bindparam("newest"), saved_at=bindparam("now"))
)


def _one(session: Session, query: Select[Any]) -> AttemptRecord | None:
    row = session.execute(query).one_or_none()
    return AttemptRecord(*row) if row else None


def find(reader: Reader, account_id: int, attempt_id: str, *, hold: bool = False) -> AttemptRecord | None:
    """The attempt, if it is this account's. With `hold` nobody else changes it before the transaction ends."""
    if hold and isinstance(reader, Session):
        query = select(*_RECORD).where(AttemptRow.id == attempt_id, AttemptRow.account_id == account_id)
        return _one(reader, query.with_for_update())
    rows = _by_id.rows(reader, account=account_id, attempt=attempt_id)
    return _record_of_text(rows[0]) if rows else None


def owner(session: Session, attempt_id: str) -> int | None:
    """Whose attempt this is."""
    return session.scalar(select(AttemptRow.account_id).where(AttemptRow.id == attempt_id))


def find_started(session: Session, account_id: int, assessment: str, start_key: str) -> AttemptRecord | None:
    """The attempt that this idempotency key began, whatever became of it."""
    return _one(
        session,
        select(*_RECORD).where(
            AttemptRow.account_id == account_id, AttemptRow.assessment == assessment, AttemptRow.start_key == start_key
        ),
    )


def of_account(reader: Reader, account_id: int, assessment: str | None = None) -> tuple[AttemptRecord, ...]:
    """All attempts of an account, at one assessment or at any, oldest first."""
    records = map(_record_of_text, _of_account.rows(reader, account=account_id))
    return tuple(one for one in records if assessment in (None, one.assessment))


@lru_cache(maxsize=1024)
def _record_of_text(row: tuple[Any, ...]) -> AttemptRecord:
    """A row that was read before is not read again: it is another row once anything of the attempt changed."""
    values = dict(zip(_NAMES, row, strict=True))
    for name in ("started_at", "deadline", "ended_at"):
        values[name] = moment_of_text(values[name])
    for name in ("policy", "result"):
        values[name] = None if values[name] is None else json.loads(values[name])
    values["passed"] = None if values["passed"] is None else bool(values["passed"])
    return AttemptRecord(**values)


def drawn_before(session: Session, account_id: int, assessment: str) -> frozenset[str]:
    """The sources of every question this account has met in this assessment."""
    query = (
        select(ItemRow.source)
        .join(AttemptRow, AttemptRow.id == ItemRow.attempt_id)
        .where(AttemptRow.account_id == account_id, AttemptRow.assessment == assessment)
        .distinct()
    )
    return frozenset(session.scalars(query))


def add(session: Session, attempt: dict[str, Any], items: Iterable[dict[str, Any]]) -> None:
    """Store a new attempt and its paper. The database refuses a second open one, or a number used twice."""
    session.execute(insert(AttemptRow).values(**attempt))
    session.execute(insert(ItemRow), [{"attempt_id": attempt["id"], **item} for item in items])


def items(reader: Reader, attempt_id: str) -> tuple[ItemRecord, ...]:
    return tuple(map(_item_of_text, _items_of.rows(reader, attempt=attempt_id)))


@lru_cache(maxsize=8192)
def _item_of_text(row: tuple[Any, ...]) -> ItemRecord:
    """Of the thirty rows of a paper all but one are what they were a page before."""
    n, question, answer, seq, saved_at, marked = row
    given = None if answer is None else json.loads(answer)
    return ItemRecord(n, _question_of_text(question), given, seq, moment_of_text(saved_at), bool(marked), question)


@lru_cache(maxsize=4096)
def _question_of_text(text: str) -> Json:
    """A question is in many papers, and in each of them it is read with every page."""
    return json.loads(text)


def solved_items(session: Session, attempt_id: str) -> tuple[SolvedItem, ...]:
    query = (
        select(
            ItemRow.n,
            ItemRow.source,
            ItemRow.version,
            ItemRow.objective,
            ItemRow.level,
            ItemRow.points,
            ItemRow.scored,
            ItemRow.question,
            ItemRow.solution,
            ItemRow.answer,
        )
        .where(ItemRow.attempt_id == attempt_id)
        .order_by(ItemRow.n)
    )
    return tuple(SolvedItem(*row) for row in session.execute(query))


def open_item(
    session: Session, account_id: int, attempt_id: str, n: int
) -> tuple[str, datetime | None, ItemRecord | None] | None:
    """State and deadline of the account's attempt with its item `n`, held against a hand-in until the end."""
    row = session.execute(_OPEN_ITEM, {"account": account_id, "attempt": attempt_id, "position": n}).one_or_none()
    if row is None:
        return None
    state, deadline, *item = row
    return state, deadline, ItemRecord(*item) if item[0] is not None else None


def keep_answer(
    session: Session, attempt_id: str, n: int, answer: Json, seq: int, at: datetime | None, before: int
) -> bool:
    """Whether the answer was kept: it takes the place of one whose `seq` lies before the given one, and of no other."""
    values = {"attempt": attempt_id, "position": n, "given": answer, "newest": seq, "now": at, "before": before}
    done = session.execute(_KEEPING, values)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def set_mark(session: Session, attempt_id: str, n: int, marked: bool) -> None:
    session.execute(update(ItemRow).where(ItemRow.attempt_id == attempt_id, ItemRow.n == n).values(marked=marked))


def change(session: Session, attempt_id: str, **values: Any) -> None:
    session.execute(update(AttemptRow).where(AttemptRow.id == attempt_id).values(**values))


def overdue(session: Session, before: datetime, most: int = 200) -> Sequence[tuple[str, int]]:
    """Running attempts whose deadline lies before the given time: id and account."""
    query = (
        select(AttemptRow.id, AttemptRow.account_id)
        .where(AttemptRow.state.in_(OPEN_STATES), AttemptRow.deadline < before)
        .order_by(AttemptRow.deadline)
        .limit(most)
    )
    return [(row.id, row.account_id) for row in session.execute(query)]


def next_number(session: Session, account_id: int, assessment: str) -> int:
    highest = session.scalar(
        select(func.max(AttemptRow.number)).where(
            AttemptRow.account_id == account_id, AttemptRow.assessment == assessment
        )
    )
    return (highest or 0) + 1
