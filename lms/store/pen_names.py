"""The names under which people write questions; each stands for one account."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.store.tables import PenNameRow
from lms.store.upserts import insert_into


def of_account(session: Session, account_id: int) -> str:
    """Somebody's pen name, or nothing."""
    return session.scalar(select(PenNameRow.name).where(PenNameRow.account_id == account_id)) or ""


def accounts_of(session: Session, names: Iterable[str]) -> dict[str, int]:
    """Whose these pen names are. One that is nobody's is left out."""
    query = select(PenNameRow.name, PenNameRow.account_id).where(PenNameRow.name.in_(list(names)))
    return {row.name: row.account_id for row in session.execute(query)}


def keep(session: Session, account_id: int, name: str) -> None:
    """Give an account this pen name in the place of the one before; IntegrityError where it is somebody else's."""
    row = insert_into(session, PenNameRow).values(account_id=account_id, name=name)
    session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_={"name": name}))


def remove(session: Session, account_id: int) -> None:
    session.execute(delete(PenNameRow).where(PenNameRow.account_id == account_id))
