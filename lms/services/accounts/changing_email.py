"""Another e-mail for an account: asked for with the password, confirmed at the new one, taken back from the old one.

Whoever has the password may have it from somebody else. So the old address is told, and can undo the change for seven
days, in which nobody else gets it. Whether the new address is known here is told at that address alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.services.accounts import hashing, identity, writing
from lms.services.accounts.former_attempts import keep_attempts
from lms.services.accounts.passwords import RESET_WITHIN, require_password
from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, DeadLink, Invalid, NotFound
from lms.services.ground.tokens import hash_of, new_token
from lms.services.mail import outbox
from lms.store import accounts, audit, bearers, links, mail_choices, mails, sessions
from lms.store.accounts import Account
from lms.store.personal import label
from lms.wording.phrases import _

CONFIRM_WITHIN = timedelta(days=3)
UNDO_WITHIN = timedelta(days=7)
PER_PERSON = (5, 3600)
USED_LINK = _("It works once, for three days, and not after another change was asked for.")
USED_UNDO = _("It works once, for seven days. If your account is lost to you, write to us.")
TAKEN = _("There is another account with this address. Nothing has changed.")


@dataclass(frozen=True, slots=True)
class Pending:
    """An address that is not confirmed yet, and until when it can be."""

    email: str
    until: datetime


def request(ctx: Context, person: Person, email: str, password: str) -> None:
    """Send a link to the new address. One that is known here gets a mail that says so: alike from outside."""
    wanted = identity.email_of(email)
    if wanted == person.email:
        raise Invalid(_("This is your address already."), "email")
    require_password(ctx, person, password, unless_new=True)
    limits.count(ctx, "change e-mail", str(person.id), *PER_PERSON)
    token, now = new_token(), ctx.now()
    with ctx.database.writing() as session:
        account = _open(session, person.id)
        links.remove(session, account.id, links.EMAIL)
        links.add(
            session, hash_of(token), account.id, purpose=links.EMAIL, email=wanted, expires_at=now + CONFIRM_WITHIN
        )
        theirs = language_of(session, account)
        if is_taken(session, wanted, now, account.id):
            mail_id = writing.write(session, ctx, "email_known", wanted, otherwise=theirs)
        else:
            mail_id = writing.write(
                session,
                ctx,
                "email_confirm",
                wanted,
                otherwise=theirs,
                link=f"{ctx.settings.base_url}/email/{token}",
            )
    outbox.send_soon(ctx, mail_id)


def pending(ctx: Context, person: Person) -> Pending | None:
    """The address that the person asked for, and has not confirmed yet."""
    with ctx.database.reading() as session:
        link = links.newest(session, person.id, links.EMAIL, ctx.now())
    return None if link is None else Pending(link.email, link.expires_at)


def give_up(ctx: Context, person: Person) -> None:
    """Stay with the address so far."""
    with ctx.database.writing() as session:
        links.remove(session, person.id, links.EMAIL)


def look_at_link(ctx: Context, token: str, person: Person | None) -> Pending:
    """What a link would set; Gone where it is no longer good, or is somebody else's than who is signed in."""
    with ctx.database.reading() as session:
        link = links.live(session, hash_of(token), links.EMAIL, ctx.now())
    if link is None or (person is not None and person.id != link.account_id):
        raise DeadLink(USED_LINK)
    return Pending(link.email, link.expires_at)


def confirm(ctx: Context, person: Person, token: str) -> None:
    """Use up a link from the new address, which is the person's from now on. The old one is told, and can undo it."""
    look_at_link(ctx, token, person)
    try:
        mail_id = _confirmed(ctx, person, token)
    except IntegrityError:
        # Somebody else was given the address in the same moment.
        raise Conflict(TAKEN) from None
    outbox.send_soon(ctx, mail_id)


def _confirmed(ctx: Context, person: Person, token: str) -> int | None:
    now = ctx.now()
    with ctx.database.writing() as session:
        account = _open(session, person.id)
        link = links.use(session, hash_of(token), links.EMAIL, now)
        if link is None:
            raise DeadLink(USED_LINK)
        if is_taken(session, link.email, now, account.id):
            raise Conflict(TAKEN)
        move(session, ctx, account, link.email, now)
        audit.append(session, now, label(account.id), "change e-mail", label(account.id), {})
        return _tell_the_old_one(session, ctx, account, now) if account.confirmed_at else None


def look_at_undo(ctx: Context, token: str) -> str:
    """The address that a link would bring back; Gone where it is no longer good."""
    with ctx.database.reading() as session:
        link = links.live(session, hash_of(token), links.UNDO, ctx.now())
    if link is None:
        raise DeadLink(USED_UNDO)
    return link.email


def undo(ctx: Context, token: str) -> str:
    """Go back to the address before, and shut everybody out; the token of a link to choose a new password."""
    fresh, now = new_token(), ctx.now()
    with ctx.database.writing() as session:
        link = links.use(session, hash_of(token), links.UNDO, now)
        if link is None:
            raise DeadLink(USED_UNDO)
        account = _open(session, link.account_id)
        move(session, ctx, account, link.email, now)
        links.remove_later(session, account.id, links.UNDO, link.expires_at)
        accounts.change(session, account.id, password_hash=hashing.UNUSABLE)
        shut_out(session, account.id)
        links.add(
            session, hash_of(fresh), account.id, purpose=links.RESET, email=link.email, expires_at=now + RESET_WITHIN
        )
        audit.append(session, now, label(account.id), "undo change of e-mail", label(account.id), {})
        mail_id = writing.write(session, ctx, "email_undone", account.email, otherwise=language_of(session, account))
    outbox.send_soon(ctx, mail_id)
    return fresh


def is_taken(session: Session, email: str, now: datetime, account_id: int | None = None) -> bool:
    """Whether the address is another account's, or can still go back to one."""
    owner = accounts.id_of(session, email) or links.reserved_by(session, email, now)
    return owner is not None and owner != account_id


def move(session: Session, ctx: Context, account: Account, email: str, now: datetime) -> None:
    """Set the address in the transaction at hand. Links that were sent to the one before open nothing any more."""
    if account.confirmed_at:
        keep_attempts(session, ctx, account.id, account.email, now)
    mails.forget_done_to(session, account.email)
    accounts.change_email(session, account.id, email, now)
    links.remove(session, account.id, links.RESET, links.CONFIRM, links.EMAIL)


def language_of(session: Session, account: Account) -> str:
    """In which the account is written to; for mails to an address that is not, or no longer, its own."""
    return mail_choices.of(session, account.id).language or ""


def shut_out(session: Session, account_id: int) -> None:
    """End every session and every token."""
    sessions.end_all_of(session, account_id)
    bearers.end_all_of(session, account_id)


def _tell_the_old_one(session: Session, ctx: Context, account: Account, now: datetime) -> int:
    token = new_token()
    links.add(
        session, hash_of(token), account.id, purpose=links.UNDO, email=account.email, expires_at=now + UNDO_WITHIN
    )
    link = f"{ctx.settings.base_url}/email/undo/{token}"
    theirs = language_of(session, account)
    return outbox.write(session, ctx, "email_changed", account.email, otherwise=theirs, name=account.name, link=link)


def _open(session: Session, account_id: int) -> Account:
    account = accounts.held(session, account_id)
    if account is None or account.disabled_at:
        raise NotFound(_("This account is no longer there."))
    return account
