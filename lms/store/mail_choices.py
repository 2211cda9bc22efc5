"""How a person wants to be written to. Who chose nothing has no row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.store.tables import MailChoicesRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class MailChoices:
    """`hour` is that of `zone`, from 0 to 23; None where no reminder is wanted."""

    language: str | None = None
    zone: str | None = None
    hour: int | None = None
    paused_until: datetime | None = None


def of(session: Session, account_id: int) -> MailChoices:
    row = session.get(MailChoicesRow, account_id)
    if row is None:
        return MailChoices()
    return MailChoices(row.language, row.zone, row.hour, row.paused_until)


def choose(session: Session, account_id: int, **chosen: Any) -> None:
    """Keep these of the choices; the others stay as they are."""
    row = insert_into(session, MailChoicesRow).values(account_id=account_id, **chosen)
    session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_=chosen))
