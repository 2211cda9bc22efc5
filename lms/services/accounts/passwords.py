"""Choosing a new password: signed in, with the old one; or by a link from a mail."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.services.accounts import hashing, identity, writing
from lms.services.accounts.signing_in import TRIES, open_session
from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.limits import Limit
from lms.services.ground.person import Person
from lms.services.ground.refusals import DeadLink, Invalid, NotFound
from lms.services.ground.tokens import hash_of, new_token
from lms.services.mail import outbox
from lms.store import accounts, bearers, links, sessions
from lms.store.accounts import Account
from lms.wording.phrases import _

RESET_WITHIN = timedelta(minutes=30)
USED_LINK = _("It works once, within 30 minutes, and not after you have signed in. You can have a new one sent to you.")


def request_reset(ctx: Context, email: str, address: str, onward: str = "", language: str = "") -> None:
    """Send a link to choose a new password. An unknown e-mail gets a mail that says so: alike from outside.

    `onward` is the page of ours to lead back to.
    """
    normal_email = identity.email_of(email)
    limits.count_each(ctx, [Limit("reset", limits.of_address(address), *TRIES), Limit("reset", normal_email, *TRIES)])
    token, now = new_token(), ctx.now()
    with ctx.database.writing() as session:
        account = accounts.by_email(session, normal_email)
        if account is None or account.disabled_at:
            mail_id = writing.write(session, ctx, "reset_unknown", normal_email, otherwise=language)
        else:
            expires_at = now + RESET_WITHIN
            links.add(
                session,
                hash_of(token),
                account.id,
                purpose=links.RESET,
                email=normal_email,
                expires_at=expires_at,
                onward=onward or None,
            )
            link = f"{ctx.settings.base_url}/reset/{token}"
            name = account.name if account.confirmed_at else ""
            mail_id = writing.write(session, ctx, "reset", normal_email, name=name, link=link)
    outbox.send_soon(ctx, mail_id)


def look_at_reset(ctx: Context, token: str) -> str:
    """The e-mail that a link to choose a password was sent to; Gone where it is no longer good. It stays unused."""
    with ctx.database.reading() as session:
        link = links.live(session, hash_of(token), links.RESET, ctx.now())
    if link is None:
        raise DeadLink(USED_LINK)
    return link.email


def reset(ctx: Context, token: str, password: str) -> str | None:
    """Use up a link and set a new password; the page to lead back to, None for none.

    Every session ends, and every other such link is dead.

    Who can read the mail has the e-mail: it counts as confirmed.
    """
    normal_password = hashing.checked(password)
    look_at_reset(ctx, token)
    password_hash = hashing.hashed(normal_password)
    now = ctx.now()
    with ctx.database.writing() as session:
        link = links.use(session, hash_of(token), links.RESET, now)
        account = accounts.held(session, link.account_id) if link else None
        if link is None or account is None or account.email != link.email or account.disabled_at:
            raise DeadLink(USED_LINK)
        accounts.confirm(session, account.id, now)
        links.remove(session, account.id, links.CONFIRM)
        mail_id = _set(session, ctx, account, password_hash)
    outbox.send_soon(ctx, mail_id)
    return link.onward


def change_password(ctx: Context, person: Person, old: str, new: str, token: str) -> str:
    """Set a new password, and end every session. Where `token` was one of them, the token of the one in its place."""
    normal_password = hashing.checked(new, "new")
    limits.count(ctx, "password", str(person.id), *TRIES)
    with ctx.database.reading() as session:
        account = accounts.by_id(session, person.id)
    if account is None or not hashing.fits(account.password_hash, old):
        raise Invalid(_("This is not your password so far. Please look at it again."), "old")
    password_hash = hashing.hashed(normal_password)
    fresh, now = new_token(), ctx.now()
    with ctx.database.writing() as session:
        current = accounts.held(session, account.id)
        if current is None or current.disabled_at or current.password_hash != account.password_hash:
            raise Invalid(_("Your password was changed meanwhile. Please sign in with it."), "old")
        open_now = {one.id: one for one in sessions.of_account(session, account.id, now)}
        mail_id = _set(session, ctx, account, password_hash)
        this = open_now.get(hash_of(token))
        if this is not None:
            open_session(session, account.id, fresh, now=now, device=this.device)
    outbox.send_soon(ctx, mail_id)
    return fresh if this is not None else ""


def require_password(ctx: Context, person: Person, password: str, *, unless_new: bool = False) -> None:
    """Go on only with the person's password; guesses are counted.

    `unless_new`: an account with neither password nor address yet, as an organisation's sign-in makes it, needs none.
    """
    limits.count(ctx, "password", str(person.id), *TRIES)
    with ctx.database.reading() as session:
        account = accounts.by_id(session, person.id)
    if account is None:
        raise NotFound(_("This account is no longer there."))
    if unless_new and account.password_hash == hashing.UNUSABLE and account.confirmed_at is None:
        return
    if not hashing.fits(account.password_hash, password):
        raise Invalid(_("This is not your password. Please look at it again."), "password")


def _set(session: Session, ctx: Context, account: Account, password_hash: str) -> int | None:
    """Set the password, end sessions, tokens and links, and write the mail that tells of it; the mail's number."""
    accounts.change(session, account.id, password_hash=password_hash)
    sessions.end_all_of(session, account.id)
    bearers.end_all_of(session, account.id)
    links.remove(session, account.id, links.RESET, links.EMAIL)
    return writing.tell(session, ctx, "password_changed", account)
