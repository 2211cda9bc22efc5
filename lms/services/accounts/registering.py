"""Making an account and confirming its e-mail. Whether an e-mail is known here is told to its owner alone, by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.services.accounts import hashing, identity, writing
from lms.services.accounts.signing_in import open_session, sign_in
from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.limits import Limit
from lms.services.ground.person import Person
from lms.services.ground.refusals import DeadLink, Invalid, TooMany
from lms.services.ground.tokens import hash_of, new_token
from lms.services.mail import outbox
from lms.store import accounts, links, mail_choices, second_factors
from lms.store.links import Link
from lms.wording.phrases import _

CONFIRM_WITHIN = timedelta(days=3)
PER_ADDRESS = (20, 3600)
PER_EMAIL = (10, 300)
ENOUGH = _(
    "We have sent three mails to your address within an hour, or ten within a day. Please"
    " look among the unwanted ones too. If none is there, ask again in an hour."
)
NOT_THE_PASSWORD = _("This is not the password that was chosen. Please look at it again, or choose a new one.")
USED_LINK = _(
    "It works once, for three days. If your address is not confirmed yet, sign in to have a new link sent to you."
)


@dataclass(frozen=True, slots=True)
class Confirming:
    """A link from a mail: the e-mail that it would confirm; `here`: without the password, in this browser.

    `onward` is where the person was.
    """

    email: str
    here: bool
    onward: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`token` is that of a new session, empty where the person is signed in; `onward` is where they were."""

    token: str
    onward: str


def register(
    ctx: Context,
    email: str,
    name: str,
    password: str,
    address: str,
    *,
    browser: str = "",
    onward: str = "",
    language: str = "",
) -> None:
    """Make an account and send a link to confirm it. A known e-mail is answered alike, and gets a mail that says so.

    `browser` is what the browser at hand holds, so that the link signs in there; `onward` a page to lead back to;
    `language` that of the page, in which mails are from now on.
    """
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
        held = links.reserved_by(session, normal_email, now) is not None
        account_id = None
        if not held:
            account_id = accounts.add(
                session, email=normal_email, name=normal_name, password_hash=password_hash, now=now
            )
        if held:
            mail_id = writing.write(session, ctx, "address_held", normal_email, otherwise=language)
        elif account_id is None:
            mail_id = writing.write(session, ctx, "already_registered", normal_email, otherwise=language)
        else:
            if language:
                mail_choices.choose(session, account_id, language=language)
            mail_id = _write_link(session, ctx, account_id, normal_email, browser, onward)
    outbox.send_soon(ctx, mail_id)


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
    outbox.send_soon(ctx, mail_id)


def look_at_link(ctx: Context, token: str, person: Person | None, browser: str) -> Confirming:
    """What a link from a mail would confirm, and whether it asks for the password; Gone where it is no longer good."""
    with ctx.database.reading() as session:
        link = links.live(session, hash_of(token), links.CONFIRM, ctx.now())
    if link is None:
        raise DeadLink(USED_LINK)
    return Confirming(link.email, _is_theirs(link, person) or _is_here(link, browser), link.onward or "")


def confirm(
    ctx: Context,
    token: str,
    *,
    person: Person | None = None,
    browser: str = "",
    password: str = "",
    address: str = "",
    device: str = "",
) -> Confirmed:
    """Use up a link from a mail: the e-mail it was sent to counts as confirmed.

    It signs in too, in the browser that joined, unless the account asks for a second factor. Elsewhere it asks for the
    password: who opens the link has the mailbox, and need not be the one who joined with it.
    """
    now, fresh = ctx.now(), ""
    with ctx.database.reading() as session:
        link = links.live(session, hash_of(token), links.CONFIRM, now)
    if link is None:
        raise DeadLink(USED_LINK)
    joined_here = not _is_theirs(link, person) and _is_here(link, browser)
    if joined_here:
        fresh = new_token()
    elif not _is_theirs(link, person):
        fresh = _signed_in(ctx, link, password, address, device)
    with ctx.database.writing() as session:
        used = links.use(session, hash_of(token), links.CONFIRM, now)
        account = accounts.held(session, link.account_id)
        if used is None or account is None or account.email != link.email or account.disabled_at:
            raise DeadLink(USED_LINK)
        accounts.confirm(session, account.id, now)
        if joined_here and second_factors.has_any(session, account.id):
            fresh = ""
        elif joined_here:
            open_session(session, account.id, fresh, now=now, device=device)
    return Confirmed(fresh, link.onward or "")


def _signed_in(ctx: Context, link: Link, password: str, address: str, device: str) -> str:
    try:
        return sign_in(ctx, link.email, password, address, device)
    except Invalid:
        raise Invalid(NOT_THE_PASSWORD, "password") from None


def _is_theirs(link: Link, person: Person | None) -> bool:
    return person is not None and person.id == link.account_id


def _is_here(link: Link, browser: str) -> bool:
    return bool(browser) and link.browser == hash_of(browser)


def _write_link(
    session: Session, ctx: Context, account_id: int, email: str, browser: str = "", onward: str = ""
) -> int | None:
    """Write the mail with a fresh link; its number, or None where this mailbox has had several."""
    token = new_token()
    links.add(
        session,
        hash_of(token),
        account_id,
        purpose=links.CONFIRM,
        email=email,
        expires_at=ctx.now() + CONFIRM_WITHIN,
        browser=hash_of(browser) if browser else None,
        onward=onward or None,
    )
    return writing.write(session, ctx, "confirm", email, link=f"{ctx.settings.base_url}/confirm/{token}")
