"""Telling the owner of an account by mail what became of its second factors."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.services.accounts import writing
from lms.services.ground.addresses import has_address
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store import accounts
from lms.store.accounts import Account
from lms.wording.phrases import _


def held(session: Session, account_id: int) -> Account:
    """The account, which stays as it is until the transaction ends; NotFound where it is gone or disabled."""
    account = accounts.held(session, account_id)
    if account is None or account.disabled_at:
        raise NotFound(_("This account is no longer there."))
    return account


def tell(session: Session, ctx: Context, kind: str, account: Account, **facts: object) -> int | None:
    """Write the mail in the transaction at hand; None where the account has no address yet, or its mailbox enough."""
    return writing.tell(session, ctx, kind, account, **facts) if has_address(account.email) else None


def label_of(person: Person) -> str:
    """What an app or a passkey calls the account."""
    return person.email if has_address(person.email) else person.name
