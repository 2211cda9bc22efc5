"""When somebody saw a key of a bank last, which bars them from its examinations for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.store.prepared import PreparedFor, Reader, as_text, instant_of_text
from lms.store.tables import SeenKeyRow
from lms.store.upserts import insert_into

_of_account = PreparedFor(
    lambda _: select(SeenKeyRow.bank, as_text(SeenKeyRow.at)).where(SeenKeyRow.account_id == bindparam("account"))
)


def keep(session: Session, account_id: int, bank: str, at: datetime) -> None:
    """Somebody looks at a key of this bank."""
    row = insert_into(session, SeenKeyRow).values(account_id=account_id, bank=bank, at=at)
    session.execute(row.on_conflict_do_update(index_elements=["account_id", "bank"], set_={"at": at}))


def of_account(reader: Reader, account_id: int) -> dict[str, datetime]:
    """When somebody saw a key last, by bank."""
    return {bank: instant_of_text(at) for bank, at in _of_account.rows(reader, account=account_id)}
