"""Making an account and confirming its e-mail. Whether an e-mail is known here is told to its owner alone, by mail."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.services import limits, mailing
from lms.services.accounts import hashing, identity, writing
from lms.services.context import Context
from lms.services.limits import Limit
from lms.services.person import Person
from lms.services.refusals import Invalid, TooMany
from lms.services.tokens import hash_of, new_token
from lms.store import accounts, links

CONFIRM_WITHIN = timedelta(days=3)
PER_ADDRESS = (20, 3600)
PER_EMAIL = (10, 300)
ENOUGH = (
    "We have sent three mails to your address within an hour, or ten within a day. Please look among the unwanted ones"
    " too. If none is there, ask again in an hour."
)
USED_LINK = "This link is no longer good: it works once, and for a while only. Sign in to have a new one sent to you."


def register(ctx: Context, email: str, name: str, password: str, address: str) -> None:
    """Make an account and send a link to confirm it. A known e-mail is answered alike, and gets a mail that says so."""
    normal_email, normal_name = identity.email_of(email), identity.name_of(name)
    normal_password = hashing.checked(password)
    limits.count_each(
        ctx,
        [
            Limit("register", limits.of_address(address), *PER_ADDRESS),
            Limit("register", normal_email, *PER_EMAIL),
        ],
    )
    password_hash = hashing.hashed(normal_password)
    now = ctx.now()
    with ctx.database.writing() as session:
        account_id = accounts.add(session, email=normal_email, name=normal_name, password_hash=password_hash, now=now)
        if account_id is None:
            mail_id = writing.write(session, ctx, "already_registered", normal_email)
        else:
            mail_id = _write_link(session, ctx, account_id, normal_email)
    mailing.send_soon(ctx, mail_id)


def send_confirmation(ctx: Context, person: Person) -> None:
    """Send another link to confirm the person's e-mail; nothing where it is confirmed."""
    limits.count(ctx, "confirm", str(person.id), *PER_EMAIL)
    with ctx.database.writing() as session:
        account = accounts.held(session, person.id)
        if account is None or account.confirmed_at:
            return
        mail_id = _write_link(session, ctx, account.id, account.email)
    if mail_id is None:
        raise TooMany(ENOUGH, retry_after=writing.PER_HOUR[1])
    mailing.send_soon(ctx, mail_id)


def confirm(ctx: Context, token: str) -> None:
    """Use up a link from a mail: the e-mail it was sent to counts as confirmed."""
    now = ctx.now()
    with ctx.database.writing() as session:
        link = links.use(session, hash_of(token), links.CONFIRM, now)
        account = accounts.held(session, link.account_id) if link else None
        if link is None or account is None or account.email != link.email:
            raise Invalid(USED_LINK)
        accounts.confirm(session, account.id, now)


def _write_link(session: Session, ctx: Context, account_id: int, email: str) -> int | None:
    """Write the mail with a fresh link; its number, or None where this mailbox has had several."""
    token = new_token()
    expires_at = ctx.now() + CONFIRM_WITHIN
    links.add(session, hash_of(token), account_id, purpose=links.CONFIRM, email=email, expires_at=expires_at)
    return writing.write(session, ctx, "confirm", email, link=f"{ctx.settings.base_url}/confirm/{token}")
