"""The issuance log as rows: leaves that are only ever added, and the signed head after each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Text, bindparam, cast, func, insert, select
from sqlalchemy.orm import Session

from lms.credentials.leaf import Leaf
from lms.credentials.merkle import completed
from lms.store.locks import hold_audit
from lms.store.prepared import PreparedFor, as_kept
from lms.store.tables import CheckpointRow, LeafRow

AT_ONCE = 500
_HEX = 64
_MOST = 2**31
"""Numbers from here on are no leaf's, and no database need be asked for them."""


@dataclass(frozen=True, slots=True)
class StoredLeaf:
    """A leaf as it is kept. `nodes` are the subtrees above it that it completes, from level 1 upwards."""

    n: int
    body: str
    hash: str
    nodes: str


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A signed head as it is kept."""

    size: int
    root: str
    note: str
    at: datetime


_LEAF = (LeafRow.n, LeafRow.body, LeafRow.hash, LeafRow.nodes)
_CHECKPOINT = (CheckpointRow.size, CheckpointRow.root, CheckpointRow.note, CheckpointRow.at)


def append(session: Session, leaf: Leaf) -> int:
    """Add a leaf; its number. Others who append wait until this transaction ends."""
    hold_audit(session)
    n = size(session)
    hashes = [one.hex() for one in completed(n, leaf.hash, Nodes(session))]
    session.execute(insert(LeafRow).values(n=n, body=leaf.body, hash=hashes[0], nodes="".join(hashes[1:])))
    return n


def size(session: Session) -> int:
    """How many leaves there are."""
    newest = session.scalar(select(func.max(LeafRow.n)))
    return 0 if newest is None else newest + 1


class Nodes:
    """The complete subtrees, read from the leaves that completed them; each row at most once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[int, tuple[str, str]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        n = ((index + 1) << level) - 1
        if n not in self._read:
            row = self._session.execute(select(LeafRow.hash, LeafRow.nodes).where(LeafRow.n == n)).one()
            self._read[n] = (row.hash, row.nodes)
        return _node(*self._read[n], level)


def body(session: Session, n: int) -> str | None:
    """What a leaf says."""
    return session.scalar(select(LeafRow.body).where(LeafRow.n == n))


def bodies(session: Session, first: int, last: int) -> Sequence[str]:
    """What the leaves from the first to the last say, both included, as far as there are any."""
    if last >= _MOST:
        return []
    return list(session.scalars(select(LeafRow.body).where(LeafRow.n.between(first, last)).order_by(LeafRow.n)))


def nodes(session: Session, level: int, first: int, last: int) -> Sequence[bytes]:
    """The complete subtrees of a level from the first to the last, both included, as far as there are any."""
    ends = [((index + 1) << level) - 1 for index in range(first, last + 1)]
    if ends[-1] >= _MOST:
        return []
    rows = session.execute(select(LeafRow.hash, LeafRow.nodes).where(LeafRow.n.in_(ends)).order_by(LeafRow.n))
    return [_node(own, above, level) for own, above in rows]


def _node(own: str, above: str, level: int) -> bytes:
    return bytes.fromhex(own if level == 0 else above[(level - 1) * _HEX : level * _HEX])


def leaves(session: Session, first: int = 0, behind: int = _MOST - 1) -> Iterator[StoredLeaf]:
    """All leaves in order, or those from `first` on, below `behind`, a few hundred at a time."""
    wanted = (LeafRow.n >= first, LeafRow.n < behind)
    query = select(*_LEAF).where(*wanted).order_by(LeafRow.n).execution_options(yield_per=AT_ONCE)
    for row in session.execute(query):
        yield StoredLeaf(*map(as_kept, row))


def add_checkpoint(session: Session, checkpoint: StoredCheckpoint) -> None:
    session.execute(
        insert(CheckpointRow).values(size=checkpoint.size, root=checkpoint.root, note=checkpoint.note, at=checkpoint.at)
    )


def newest_checkpoint(session: Session) -> StoredCheckpoint | None:
    row = session.execute(select(*_CHECKPOINT).order_by(CheckpointRow.size.desc()).limit(1)).one_or_none()
    return None if row is None else StoredCheckpoint(*row)


def checkpoint_of(session: Session, size: int) -> StoredCheckpoint | None:
    """The head of this size."""
    if size >= _MOST:
        return None
    row = session.execute(select(*_CHECKPOINT).where(CheckpointRow.size == size)).one_or_none()
    return None if row is None else StoredCheckpoint(*row)


def heads() -> tuple[ColumnElement[Any], ...]:
    """How many leaves there are, the root of the newest head, and that of the head over `known` leaves, to select."""
    last = select(func.max(CheckpointRow.size)).scalar_subquery()
    newest = select(CheckpointRow.root).where(CheckpointRow.size == last).scalar_subquery()
    known = select(CheckpointRow.root).where(CheckpointRow.size == bindparam("known")).scalar_subquery()
    leaves = select(func.max(LeafRow.n)).scalar_subquery()
    return leaves.label("newest_leaf"), newest.label("newest_root"), known.label("known_root")


_heads = select(*heads())


def standing(session: Session, known: int) -> tuple[int | None, str | None, str | None]:
    """The same, as they are."""
    newest_leaf, newest_root, known_root = session.execute(_heads, {"known": known}).one()
    return newest_leaf, newest_root, known_root


_heads_now = PreparedFor(lambda _: _heads)


def standing_now(engine: Engine, known: int) -> tuple[int | None, str | None, str | None]:
    """The same, outside of a transaction, for what every request asks."""
    newest_leaf, newest_root, known_root = _heads_now.rows(engine, known=known)[0]
    return newest_leaf, newest_root, known_root


def checkpoint_covering(session: Session, n: int) -> StoredCheckpoint | None:
    """The first checkpoint that covers a leaf: the one that was signed with it."""
    query = select(*_CHECKPOINT).where(CheckpointRow.size > n).order_by(CheckpointRow.size).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else StoredCheckpoint(*row)


def checkpoints_as_kept(session: Session) -> Iterator[tuple[int, str, str, str]]:
    """All signed heads by their size: size, root, note, and the time as text, whatever an edit has made of it."""
    columns = (CheckpointRow.size, CheckpointRow.root, CheckpointRow.note, cast(CheckpointRow.at, Text))
    query = select(*columns).order_by(CheckpointRow.size).execution_options(yield_per=AT_ONCE)
    for row in session.execute(query):
        yield row[0], row[1], row[2], row[3]
