"""Which texts people signed, by their hashes, with their names as they typed them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import SignatureRow
from lms.store.upserts import insert_into


def keep(session: Session, account_id: int, document: str, hash: str, typed_name: str, at: datetime) -> None:
    """Keep a signature. Who signed this very text before has signed it: the first one stands."""
    row = {"account_id": account_id, "document": document, "hash": hash, "typed_name": typed_name, "at": at}
    session.execute(insert_into(session, SignatureRow).values(**row).on_conflict_do_nothing())


def has_signed(session: Session, account_id: int, document: str, hash: str = "") -> bool:
    """Whether somebody signed a text; any version of it where no hash is given."""
    query = select(SignatureRow.at).where(SignatureRow.account_id == account_id, SignatureRow.document == document)
    return session.scalar((query.where(SignatureRow.hash == hash) if hash else query).limit(1)) is not None
