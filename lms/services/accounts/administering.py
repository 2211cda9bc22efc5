"""What staff do to accounts. Each act is written to the audit log in the transaction that does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from lms.services.accounts import changing_email, hashing, identity, writing
from lms.services.accounts.bearers import LASTS, LEARN, READ, UNNAMED, issue
from lms.services.ground.context import Context
from lms.services.ground.reasons import LONGEST_REASON
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.mail import outbox
from lms.store import accounts, audit, bearers, links, sessions
from lms.store.accounts import Account
from lms.store.bearers import Token
from lms.store.personal import label

ROLES = ("learner", "author", "reviewer", "staff", "admin")
SHORTEST_ID = 8
"""How much of a token's id names it."""
AT_ONCE = 500


def add(ctx: Context, actor: str, email: str, name: str, role: str, password: str | None) -> int:
    """A new account whose e-mail counts as confirmed; its number. Without a password its owner sets one by a link."""
    normal_email, normal_name = identity.email_of(email), identity.name_of(name)
    _check_role(role)
    password_hash = hashing.UNUSABLE if password is None else hashing.hashed(hashing.checked(password))
    now = ctx.now()
    with ctx.database.writing() as session:
        if links.reserved_by(session, normal_email, now) is not None:
            raise Conflict(
                f"{normal_email} was given up a few days ago, and can still be taken back. Try again in a week."
            )
        account_id = accounts.add(
            session,
            email=normal_email,
            name=normal_name,
            password_hash=password_hash,
            now=now,
            role=role,
            confirmed=True,
        )
        if account_id is None:
            raise Conflict(f"There is an account for {normal_email} already.")
        audit.append(session, now, actor, "add account", label(account_id), {"role": role})
    return account_id


def all_accounts(ctx: Context) -> Iterator[Account]:
    """Every account, oldest first, of which only some are held at once."""
    after = 0
    while True:
        with ctx.database.reading() as session:
            found = accounts.some(session, after, AT_ONCE)
        if not found:
            return
        yield from found
        after = found[-1].id


def issue_token(
    ctx: Context,
    actor: str,
    email: str,
    name: str = UNNAMED,
    scopes: Sequence[str] = (READ, LEARN),
    days: int = LASTS.days,
) -> str:
    """A new bearer token for the API. It is given here once, and kept only as its hash."""
    now = ctx.now()
    with ctx.database.writing() as session:
        account = _known(session, email)
        if account.disabled_at:
            raise Conflict("This account is disabled: a token would open nothing. Enable it first.")
        token, granted = issue(session, account.id, name, scopes, days, now)
        audit.append(session, now, actor, "issue token", label(account.id), {"scopes": list(granted), "days": days})
    return token


def tokens_of(ctx: Context, email: str) -> list[Token]:
    """The account's tokens that work, newest first."""
    with ctx.database.reading() as session:
        return bearers.of_account(session, _known(session, email).id, ctx.now())


def take_token_back(ctx: Context, actor: str, email: str, beginning: str) -> None:
    """End the token whose id, as it is listed, begins like this."""
    now = ctx.now()
    with ctx.database.writing() as session:
        account = _known(session, email)
        found = [one for one in bearers.of_account(session, account.id, now) if one.id.startswith(beginning)]
        if len(beginning) < SHORTEST_ID or len(found) != 1:
            raise NotFound(f"{account.email} has no token with this id. Look with: lms user tokens {account.email}")
        bearers.end_one_of(session, account.id, found[0].id)
        audit.append(session, now, actor, "take tokens back", label(account.id), {"tokens": 1})


def take_tokens_back(ctx: Context, actor: str, email: str) -> int:
    """No bearer token of the account works from now on; how many there were."""
    with ctx.database.writing() as session:
        account = _known(session, email)
        removed = bearers.end_all_of(session, account.id)
        audit.append(session, ctx.now(), actor, "take tokens back", label(account.id), {"tokens": removed})
    return removed


def change_email(ctx: Context, actor: str, old: str, new: str, reason: str) -> None:
    """Give an account another e-mail, where the mailbox of the old one is lost. Both are told, and all sessions end.

    It cannot be undone from the old address: that may be in wrong hands.
    """
    wanted, now = identity.email_of(new), ctx.now()
    details = {"reason": checked_reason(reason)}
    with ctx.database.writing() as session:
        account = _known(session, old)
        if changing_email.is_taken(session, wanted, now, account.id) or wanted == account.email:
            raise Conflict(f"{wanted} is in use already, or can still be taken back by its owner.")
        changing_email.move(session, ctx, account, wanted, now)
        links.remove(session, account.id, links.UNDO)
        changing_email.shut_out(session, account.id)
        audit.append(session, now, actor, "change e-mail", label(account.id), details)
        mail_ids = [
            writing.tell(session, ctx, "email_moved", account, otherwise=changing_email.language_of(session, account))
        ]
        mail_ids.append(outbox.write(session, ctx, "email_given", wanted))
    for mail_id in mail_ids:
        outbox.send_soon(ctx, mail_id)


def set_role(ctx: Context, actor: str, email: str, role: str, reason: str) -> None:
    _check_role(role)
    with ctx.database.writing() as session:
        account = _known(session, email)
        accounts.change(session, account.id, role=role)
        details = {"from": account.role, "to": role, "reason": checked_reason(reason)}
        audit.append(session, ctx.now(), actor, "set role", label(account.id), details)


def disable(ctx: Context, actor: str, email: str, reason: str) -> None:
    """Shut the account: every session and token ends now, links open nothing, and nobody can sign in."""
    now = ctx.now()
    with ctx.database.writing() as session:
        account = _known(session, email)
        if account.disabled_at:
            raise Conflict("This account is disabled already.")
        accounts.change(session, account.id, disabled_at=now)
        sessions.end_all_of(session, account.id)
        bearers.end_all_of(session, account.id)
        links.remove(session, account.id, links.RESET)
        audit.append(session, now, actor, "disable account", label(account.id), {"reason": checked_reason(reason)})


def enable(ctx: Context, actor: str, email: str, reason: str) -> None:
    """Open a disabled account again. Its owner signs in anew."""
    with ctx.database.writing() as session:
        account = _known(session, email)
        if not account.disabled_at:
            raise Conflict("This account is not disabled.")
        accounts.change(session, account.id, disabled_at=None)
        details: dict[str, Any] = {"reason": checked_reason(reason)}
        audit.append(session, ctx.now(), actor, "enable account", label(account.id), details)


def _known(session: Session, email: str) -> Account:
    normal_email = identity.known_form(email)
    account_id = accounts.id_of(session, normal_email)
    account = accounts.held(session, account_id) if account_id is not None else None
    if account is None:
        raise NotFound(f"There is no account for {normal_email}.")
    return account


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise Invalid(f"“{role[:50]}” is no role. There are {', '.join(ROLES)}.", "role")


def checked_reason(reason: str) -> str:
    """Why, for the record; Invalid where nothing, or far too much, was written."""
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise Invalid(f"Please give a reason for the record, of at most {LONGEST_REASON} characters.", "reason")
    return text
