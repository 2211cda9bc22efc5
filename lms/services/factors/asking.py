"""The second step of signing in. Between the two steps nothing is kept but a sealed state in the browser.

The state is good for ten minutes, for one account, and as long as its password is not changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from lms.services.accounts.signing_in import TRIES, open_session
from lms.services.factors import apps, passkeys, recovery, telling
from lms.services.factors.places import Place
from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.limits import Limit
from lms.services.ground.refusals import Gone, Invalid
from lms.services.ground.tokens import hash_of, new_token
from lms.services.keys import boxes
from lms.store import accounts, links, second_factors, sessions
from lms.store.accounts import Account
from lms.wording.phrases import _

WAITS = timedelta(minutes=10)
CODE = "code"
TOO_LATE = _("More than ten minutes have passed, or your account was changed. Please sign in once more.")
NOT_A_CODE = _(
    "This code does not fit, or was used before. Look at the app again: it shows a new one"
    " every half minute. A recovery code works once."
)
_STATE = "between the two steps of signing in"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An account whose password was right; what it can be asked for, and how many recovery codes are left."""

    account_id: int
    app: bool
    passkeys: bool
    codes: int


def state_for(ctx: Context, account: Account) -> str:
    """What the browser keeps after the first step."""
    until = (ctx.now() + WAITS).timestamp()
    return boxes.seal(ctx.settings, _STATE, json.dumps([account.id, _known_by(ctx, account), until]).encode())


def waiting(ctx: Context, state: str) -> Waiting:
    """Who waits for the second step, and what for; Gone where it was too long ago."""
    with ctx.database.reading() as session:
        account = _account(session, ctx, state)
        app = second_factors.totp_of(session, account.id) is not None
        keys = bool(second_factors.passkeys_of(session, account.id))
        return Waiting(account.id, app, keys, second_factors.codes_left(session, account.id))


def by_code(ctx: Context, state: str, code: str, address: str, device: str) -> str:
    """The token of a new session, for the code of an app or a recovery code."""

    def used(session: Session, account: Account) -> str:
        return use_either(session, ctx, account, code)

    return _finished(ctx, state, address, device, used)


def by_passkey(ctx: Context, state: str, place: Place, question: str, answer: str, address: str, device: str) -> str:
    """The token of a new session, for one of the account's passkeys."""
    count(ctx, waiting(ctx, state).account_id, address)
    passkey = passkeys.check(ctx, place, question, answer)

    def used(_session: Session, account: Account) -> str:
        if passkey.account_id != account.id:
            raise Invalid(passkeys.UNKNOWN)
        return passkeys.PASSKEY

    return _finished(ctx, state, address, device, used, counted=True)


def by_passkey_alone(ctx: Context, place: Place, question: str, answer: str, address: str, device: str) -> str:
    """The token of a new session, for a passkey alone: it is something one has, opened by what one knows or is."""
    limits.count_each(ctx, [Limit("sign-in", limits.of_address(address), *TRIES)])
    passkey = passkeys.check(ctx, place, question, answer)
    limits.give_back(ctx, [Limit("sign-in", limits.of_address(address), *TRIES)])
    token = new_token()
    with ctx.database.writing() as session:
        account = accounts.held(session, passkey.account_id)
        if account is None or account.disabled_at:
            raise Invalid(passkeys.UNKNOWN)
        _open(session, ctx, account, token, device, passkeys.PASSKEY)
    return token


def count(ctx: Context, account_id: int, address: str) -> None:
    """Count a try; TooMany when it is one too many."""
    limits.count_each(ctx, _tries(account_id, address))


def use_either(session: Session, ctx: Context, account: Account, code: str) -> str:
    """Which kind of code this is, used up; Invalid for none. A recovery code is told of by mail."""
    if apps.use(session, ctx, account.id, code):
        return apps.APP
    if not recovery.use(session, ctx, account.id, code):
        raise Invalid(NOT_A_CODE, "code")
    telling.tell(session, ctx, "code_used", account)
    return CODE


def _finished(
    ctx: Context,
    state: str,
    address: str,
    device: str,
    use: Callable[[Session, Account], str],
    *,
    counted: bool = False,
) -> str:
    token = new_token()
    account_id = waiting(ctx, state).account_id
    if not counted:
        count(ctx, account_id, address)
    with ctx.database.writing() as session:
        account = _account(session, ctx, state, hold=True)
        _open(session, ctx, account, token, device, use(session, account))
    limits.give_back(ctx, _tries(account_id, address))
    return token


def _open(session: Session, ctx: Context, account: Account, token: str, device: str, factor: str) -> None:
    open_session(session, account.id, token, now=ctx.now(), device=device, factor=factor, proved=True)
    links.remove(session, account.id, links.RESET)


def _account(session: Session, ctx: Context, state: str, *, hold: bool = False) -> Account:
    content = boxes.opened(ctx.settings, _STATE, state)
    account_id, known_by, until = json.loads(content) if content else (0, "", 0)
    account = accounts.held(session, account_id) if hold else accounts.by_id(session, account_id)
    late = ctx.now().timestamp() > until
    if account is None or account.disabled_at or late or known_by != _known_by(ctx, account):
        raise Gone(TOO_LATE)
    return account


def _known_by(ctx: Context, account: Account) -> str:
    """Another one as soon as the password is."""
    return boxes.keyed(ctx.settings, _STATE, account.password_hash).hex()


def _tries(account_id: int, address: str) -> list[Limit]:
    where = limits.of_address(address)
    return [Limit("second factor", str(account_id), *TRIES), Limit("second factor", where, *TRIES)]


def again_by_code(ctx: Context, account_id: int, code: str, token: str, address: str) -> None:
    """Note in an open session that a second factor was given once more."""
    count(ctx, account_id, address)
    with ctx.database.writing() as session:
        factor = use_either(session, ctx, telling.held(session, account_id), code)
        sessions.note_factor(session, hash_of(token), factor, ctx.now())
    limits.give_back(ctx, _tries(account_id, address))


def again_by_passkey(
    ctx: Context, account_id: int, place: Place, question: str, answer: str, token: str, address: str
) -> None:
    """Note in an open session that its owner used a passkey once more: it proves who they are, and is a factor."""
    count(ctx, account_id, address)
    passkey = passkeys.check(ctx, place, question, answer)
    if passkey.account_id != account_id:
        raise Invalid(passkeys.UNKNOWN)
    with ctx.database.writing() as session:
        sessions.note_proof(session, hash_of(token), ctx.now())
        sessions.note_factor(session, hash_of(token), passkeys.PASSKEY, ctx.now())
    limits.give_back(ctx, _tries(account_id, address))
