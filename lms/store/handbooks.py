"""Candidate handbooks as they were published, by credential and the hash of the scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import HandbookRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a handbook: its number, the hash that counts, and when it was first published."""

    hash: str
    version: int
    at: datetime


def keep(session: Session, credential: str, hash: str, version: int, revision: str, at: datetime, body: Any) -> None:
    """Keep a handbook, unless it is kept already."""
    row = {"credential": credential, "hash": hash, "version": version, "revision": revision, "at": at, "body": body}
    session.execute(insert_into(session, HandbookRow).values(**row).on_conflict_do_nothing())


def editions(session: Session, credential: str) -> Sequence[Edition]:
    """All that were published, the newest first."""
    found = session.execute(
        select(HandbookRow.hash, HandbookRow.version, HandbookRow.at)
        .where(HandbookRow.credential == credential)
        .order_by(HandbookRow.at.desc(), HandbookRow.hash)
    )
    return [Edition(hash, version, at) for hash, version, at in found]


def body(session: Session, credential: str, hash: str) -> Any:
    """What was kept of one; None where there is none."""
    row = session.get(HandbookRow, (credential, hash))
    return None if row is None else row.body
