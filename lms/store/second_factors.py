"""Second factors: an app's codes, passkeys, and the recovery codes for when both are lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, union_all, update
from sqlalchemy.orm import Session

from lms.store.tables import PasskeyRow, RecoveryCodeRow, TotpRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Totp:
    """An app that shows codes. `secret` is sealed; no code up to `last_step` counts again."""

    secret: str
    created_at: datetime
    last_step: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey, and whose it is. `credential` is its own name, in base64url."""

    id: str
    account_id: int
    name: str
    credential: str
    public_key: bytes
    sign_count: int
    created_at: datetime
    used_at: datetime | None


def has_any(session: Session, account_id: int) -> bool:
    """Whether the account has a second factor: an app or a passkey. Recovery codes alone are none."""
    app = select(TotpRow.account_id).where(TotpRow.account_id == account_id)
    keys = select(PasskeyRow.account_id).where(PasskeyRow.account_id == account_id)
    return session.execute(union_all(app, keys).limit(1)).first() is not None


def totp_of(session: Session, account_id: int) -> Totp | None:
    row = session.get(TotpRow, account_id)
    return None if row is None else Totp(row.secret, row.created_at, row.last_step)


def keep_totp(session: Session, account_id: int, secret: str, step: int, now: datetime) -> None:
    """Keep an app in the place of the one before."""
    values = {"secret": secret, "created_at": now, "last_step": step}
    row = insert_into(session, TotpRow).values(account_id=account_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_=values))


def use_step(session: Session, account_id: int, secret: str, step: int) -> bool:
    """Note that the code of this step was used; False where it, or a later one, was used before."""
    fresh = TotpRow.account_id == account_id, TotpRow.secret == secret, TotpRow.last_step < step
    used = update(TotpRow).where(*fresh).values(last_step=step).returning(TotpRow.account_id)
    return session.execute(used).first() is not None


def remove_totp(session: Session, account_id: int) -> bool:
    removed = delete(TotpRow).where(TotpRow.account_id == account_id).returning(TotpRow.account_id)
    return session.execute(removed).first() is not None


def passkeys_of(session: Session, account_id: int) -> list[Passkey]:
    """The account's passkeys, oldest first."""
    mine = select(PasskeyRow).where(PasskeyRow.account_id == account_id)
    return [_passkey(row) for row in session.scalars(mine.order_by(PasskeyRow.created_at, PasskeyRow.id))]


def passkey(session: Session, passkey_id: str) -> Passkey | None:
    row = session.get(PasskeyRow, passkey_id)
    return None if row is None else _passkey(row)


def add_passkey(session: Session, passkey: Passkey) -> bool:
    """Keep a passkey; False where it is there already, whoever's it is."""
    values = {name: getattr(passkey, name) for name in Passkey.__slots__}
    row = insert_into(session, PasskeyRow).values(**values).on_conflict_do_nothing(index_elements=["id"])
    return session.execute(row.returning(PasskeyRow.id)).first() is not None


def use_passkey(session: Session, before: Passkey, sign_count: int, now: datetime) -> bool:
    """Note a use; False where the passkey was removed, or used by somebody else, in the same moment."""
    same = PasskeyRow.id == before.id, PasskeyRow.sign_count == before.sign_count
    used = update(PasskeyRow).where(*same).values(sign_count=sign_count, used_at=now).returning(PasskeyRow.id)
    return session.execute(used).first() is not None


def remove_passkey(session: Session, account_id: int, passkey_id: str) -> str | None:
    """Remove a passkey of this account, and of no other; its name, None where there is none."""
    mine = PasskeyRow.id == passkey_id, PasskeyRow.account_id == account_id
    return session.scalar(delete(PasskeyRow).where(*mine).returning(PasskeyRow.name))


def keep_codes(session: Session, account_id: int, hashes: Iterable[str], now: datetime) -> None:
    """Keep recovery codes in the place of those before."""
    forget_codes(session, account_id)
    rows = [{"id": one, "account_id": account_id, "created_at": now} for one in hashes]
    session.execute(insert(RecoveryCodeRow), rows)


def forget_codes(session: Session, account_id: int) -> None:
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))


def use_code(session: Session, account_id: int, code_hash: str) -> bool:
    """Use a recovery code up; False where there is none such."""
    mine = RecoveryCodeRow.id == code_hash, RecoveryCodeRow.account_id == account_id
    return session.execute(delete(RecoveryCodeRow).where(*mine).returning(RecoveryCodeRow.id)).first() is not None


def codes_left(session: Session, account_id: int) -> int:
    mine = select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id)
    return session.scalar(mine) or 0


def remove_all(session: Session, account_id: int) -> bool:
    """Remove every second factor and recovery code of an account; whether there was a factor."""
    had = has_any(session, account_id)
    for table in (TotpRow, PasskeyRow, RecoveryCodeRow):
        session.execute(delete(table).where(table.account_id == account_id))
    return had


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(**{name: getattr(row, name) for name in Passkey.__slots__})
