"""Mails that anybody can cause by typing an address: few to each, and nothing in them that was typed.

Whoever the address belongs to did not ask for them, perhaps. So however many people and machines cause them, one
mailbox gets a few. To be told of more would tell a stranger who is known here: those are left out silently.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.limits import Limit
from lms.services.mail import outbox
from lms.store.accounts import Account
from lms.store.mailboxes import mailbox_of

PER_HOUR = (3, 3600)
PER_DAY = (10, 24 * 3600)


def write(session: Session, ctx: Context, kind: str, email: str, **facts: Any) -> int | None:
    """Write the mail down in the transaction at hand; its number, or None where the mailbox has had enough of them."""
    mailbox = mailbox_of(email)
    tries = [Limit("mail in an hour", mailbox, *PER_HOUR), Limit("mail in a day", mailbox, *PER_DAY)]
    if not limits.within(session, ctx, tries):
        return None
    return outbox.write(session, ctx, kind, email, **facts)


def tell(session: Session, ctx: Context, kind: str, account: Account, **facts: Any) -> int | None:
    """Tell the owner of an account what was done to it, always and by name where the address is known to be theirs."""
    if account.confirmed_at:
        return outbox.write(session, ctx, kind, account.email, name=account.name, **facts)
    return write(session, ctx, kind, account.email, name="", **facts)
