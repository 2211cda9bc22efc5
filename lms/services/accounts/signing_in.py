"""Signing in and out, and where somebody is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lms.services.accounts import hashing, identity
from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.limits import Limit
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, Refusal
from lms.services.ground.tokens import hash_of, new_token
from lms.store import accounts, links, second_factors, sessions
from lms.store.accounts import Account
from lms.wording.phrases import _

SESSION_LASTS = timedelta(days=30)
MOST_SESSIONS = 50
LONGEST_DEVICE = 100
TRIES = (10, 300)
NO_MATCH = _(
    "This e-mail and this password do not belong together. Please look at both again, or"
    " have a link sent to you to choose a new password."
)


class SecondFactorAsked(Refusal):
    """The password is right, and this account asks for more than that."""

    kind = "second-factor"
    title = _("One step more")

    def __init__(self, account: Account) -> None:
        super().__init__(_("Your account asks for a second step when you sign in."))
        self.account = account


def sign_in(ctx: Context, email: str, password: str, address: str, device: str) -> str:
    """The token of a new session, for the cookie. Links to set a new password are dead from now on.

    SecondFactorAsked where the account has a second factor: then there is no session yet.
    """
    normal_email = identity.known_form(email)
    tries = [Limit("sign-in", limits.of_address(address), *TRIES), Limit("sign-in", normal_email, *TRIES)]
    limits.count_each(ctx, tries)
    with ctx.database.reading() as session:
        account = accounts.by_email(session, normal_email)
    fits = hashing.fits(account.password_hash if account else hashing.UNUSABLE, password)
    if account is None or not fits or account.disabled_at:
        raise Invalid(NO_MATCH)
    try:
        return _begin(ctx, account, password, device)
    finally:
        limits.give_back(ctx, tries)


def _begin(ctx: Context, account: Account, password: str, device: str) -> str:
    """Open the session, unless the password was changed or the account disabled while the password was tried."""
    renewed = hashing.is_outdated(account.password_hash)
    password_hash = hashing.hashed(hashing.checked(password)) if renewed else account.password_hash
    token, now = new_token(), ctx.now()
    with ctx.database.writing() as session:
        current = accounts.held(session, account.id)
        if current is None or current.password_hash != account.password_hash or current.disabled_at:
            raise Invalid(NO_MATCH)
        if renewed:
            accounts.change(session, account.id, password_hash=password_hash)
        asked = second_factors.has_any(session, account.id)
        if not asked:
            open_session(session, account.id, token, now=now, device=device, proved=True)
            links.remove(session, account.id, links.RESET)
    if asked:  # Only now, so that a renewed hash is committed: the second step knows the account by it.
        raise SecondFactorAsked(replace(current, password_hash=password_hash))
    return token


def open_session(
    session: Any, account_id: int, token: str, *, now: Any, device: str, factor: str = "", proved: bool = False
) -> None:
    """Write the session down, in the transaction at hand; of very many, the oldest end.

    `factor` is the second factor that was given for it; `proved`: whoever opens it has just proved who they are.
    """
    shown = "".join(character for character in device if character.isprintable())[:LONGEST_DEVICE]
    sessions.end_oldest_of(session, account_id, MOST_SESSIONS - 1)
    lasts: dict[str, Any] = {"now": now, "expires_at": now + SESSION_LASTS}
    sessions.add(session, hash_of(token), account_id, device=shown, factor=factor, proved=proved, **lasts)


def sign_out(ctx: Context, token: str) -> None:
    """End the session; every copy of its cookie is worth nothing from now on."""
    with ctx.database.writing() as session:
        sessions.end(session, hash_of(token))


def list_sessions(ctx: Context, person: Person) -> Sequence[sessions.SignedIn]:
    """Where the person is signed in, newest first."""
    with ctx.database.reading() as session:
        return sessions.of_account(session, person.id, ctx.now())


def session_id(token: str) -> str:
    """What `list_sessions` and `end_session` know the session of this token by."""
    return hash_of(token)


def end_session(ctx: Context, person: Person, session_id: str) -> None:
    """End one of the person's sessions; what is somebody else's, or none, stays as it is."""
    with ctx.database.writing() as session:
        sessions.end_one_of(session, person.id, session_id)


def end_others(ctx: Context, person: Person, token: str) -> None:
    """End every session of the person but the one of this token."""
    with ctx.database.writing() as session:
        sessions.end_all_of(session, person.id, but=hash_of(token))


def end_all(ctx: Context, person: Person) -> None:
    """End every session of the person, the one that asks included."""
    with ctx.database.writing() as session:
        sessions.end_all_of(session, person.id)
