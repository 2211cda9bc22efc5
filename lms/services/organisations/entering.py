"""Whose account an organisation's sign-in opens: the one that it is joined to, or a new one.

An e-mail that an organisation tells proves nothing: a new account has none until our own mail to it was answered, and
an account that is there already is joined from inside alone, by somebody who proved once more who they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.services.accounts import changing_email, hashing, identity
from lms.services.accounts.signing_in import SecondFactorAsked, open_session
from lms.services.factors import telling
from lms.services.factors.proving import require_proof_again
from lms.services.ground import limits
from lms.services.ground.addresses import NO_ADDRESS_YET
from lms.services.ground.context import Context
from lms.services.ground.limits import Limit
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Forbidden, Invalid, TooMany
from lms.services.ground.tokens import new_token
from lms.services.mail import outbox
from lms.services.organisations.believing import Known
from lms.store import accounts, audit, identities, links, mail_choices, second_factors
from lms.store.accounts import Account
from lms.store.personal import label
from lms.wording.phrases import _

PER_ADDRESS = (20, 3600)
UNNAMED = "New here"
IS_ANOTHERS = _("Somebody else's account here is joined to this sign-in already. Nothing was changed.")
ONLY_WAY_IN = _("This is the only way into your account. Give it an e-mail address and a password first, or a passkey.")


@dataclass(frozen=True, slots=True)
class Joined:
    """A sign-in of an organisation that opens the account."""

    id: str
    issuer: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entered:
    """The token of a new session; `new`: the account was made just now, and a mail was sent to `written_to`, if any."""

    token: str
    new: bool = False
    written_to: str = ""


def enter(ctx: Context, known: Known, address: str, device: str, language: str = "") -> Entered:
    """Open the account that is joined to this sign-in; for somebody who is here for the first time, make one.

    SecondFactorAsked where the account asks for more. `language` is that of the page, in which mails are from now on.
    """
    token, now = new_token(), ctx.now()
    with ctx.database.writing() as session:
        there = identities.find(session, known.issuer, known.subject)
        if there is not None:
            account = _open(session, there.account_id)
            if second_factors.has_any(session, account.id):
                raise SecondFactorAsked(account)
            open_session(session, account.id, token, now=now, device=device, proved=True)
            links.remove(session, account.id, links.RESET)
            identities.used(session, there.id, now)
            return Entered(token)
    limits.count_each(ctx, [Limit("register", limits.of_address(address), *PER_ADDRESS)])
    person = _new_account(ctx, known, token, device, language)
    return Entered(token, new=True, written_to=_write_to(ctx, person, known.email))


def join(ctx: Context, person: Person, known: Known) -> None:
    """Join a sign-in to the account of somebody who is signed in, and proved just now who they are."""
    require_proof_again(ctx, person)
    with ctx.database.writing() as session:
        account = telling.held(session, person.id)
        there = identities.find(session, known.issuer, known.subject)
        if there is not None and there.account_id == person.id:
            return
        if there is not None or not identities.add(session, person.id, known.issuer, known.subject, ctx.now()):
            raise Conflict(IS_ANOTHERS)
        mail_id = telling.tell(session, ctx, "organisation_joined", account, organisation=_named(ctx, known.issuer))
    outbox.send_soon(ctx, mail_id)


def part(ctx: Context, person: Person, identity_id: str) -> None:
    """A sign-in opens the person's account no more, of which they are told; Conflict where it is the only way in."""
    require_proof_again(ctx, person)
    with ctx.database.writing() as session:
        account = telling.held(session, person.id)
        mine = {one.id: one for one in identities.of_account(session, person.id)}
        if identity_id not in mine:
            return
        others = mine.keys() - {identity_id}
        by_mail = account.password_hash != hashing.UNUSABLE or account.confirmed_at is not None
        if not (others or by_mail or second_factors.passkeys_of(session, person.id)):
            raise Conflict(ONLY_WAY_IN)
        identities.remove(session, person.id, identity_id)
        name = _named(ctx, mine[identity_id].issuer)
        mail_id = telling.tell(session, ctx, "organisation_parted", account, organisation=name)
    outbox.send_soon(ctx, mail_id)


def joined(ctx: Context, person: Person) -> Sequence[Joined]:
    """The sign-ins that open the person's account."""
    with ctx.database.reading() as session:
        mine = identities.of_account(session, person.id)
    return [Joined(one.id, one.issuer, one.created_at, one.used_at) for one in mine]


def _named(ctx: Context, issuer: str) -> str:
    """What the site calls an organisation; of one that it has forgotten, its address is left."""
    return next((one.name for one in ctx.settings.providers if one.issuer == issuer), issuer)


def _open(session: Session, account_id: int) -> Account:
    account = accounts.held(session, account_id)
    if account is None or account.disabled_at:
        raise Forbidden(_("This account is closed. If you think that this is a mistake, write to us."))
    return account


def _new_account(ctx: Context, known: Known, token: str, device: str, language: str) -> Person:
    now, email = ctx.now(), f"{secrets.token_hex(12)}{NO_ADDRESS_YET}"
    name = _name_of(known)
    with ctx.database.writing() as session:
        account_id = accounts.add(session, email=email, name=name, password_hash=hashing.UNUSABLE, now=now)
        if account_id is None or not identities.add(session, account_id, known.issuer, known.subject, now):
            # Somebody came in by the same sign-in in the same moment.
            raise Conflict(_("You have just been given an account in another window. Please sign in once more."))
        if language:
            mail_choices.choose(session, account_id, language=language)
        open_session(session, account_id, token, now=now, device=device, proved=True)
        audit.append(session, now, label(account_id), "add account", label(account_id), {"by": known.issuer})
    return Person(account_id, email, name, confirmed=False)


def _name_of(known: Known) -> str:
    try:
        return identity.name_of(known.name)
    except Invalid:
        return UNNAMED


def _write_to(ctx: Context, person: Person, email: str) -> str:
    """Ask for the address that the organisation told, as if the person had typed it; empty where it cannot be one."""
    try:
        changing_email.request(ctx, person, email, "")
    except (Invalid, TooMany):
        return ""
    return email
