"""What second factors somebody has, and how they go: removed by their owner, or reset by staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.services.accounts import identity
from lms.services.accounts.administering import checked_reason
from lms.services.factors import recovery, telling
from lms.services.factors.proving import require_proof_again
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.mail import outbox
from lms.store import accounts, audit, bearers, second_factors, sessions
from lms.store.personal import label
from lms.store.second_factors import Passkey
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Kept:
    """`app_since` is None without an app; `codes` is how many recovery codes are left."""

    app_since: datetime | None
    passkeys: Sequence[Passkey]
    codes: int

    @property
    def any(self) -> bool:
        return self.app_since is not None or bool(self.passkeys)


def kept(ctx: Context, person: Person) -> Kept:
    """What the person has."""
    with ctx.database.reading() as session:
        totp = second_factors.totp_of(session, person.id)
        keys = second_factors.passkeys_of(session, person.id)
        return Kept(totp.created_at if totp else None, tuple(keys), second_factors.codes_left(session, person.id))


def has_any(ctx: Context, person: Person) -> bool:
    with ctx.database.reading() as session:
        return second_factors.has_any(session, person.id)


def new_codes(ctx: Context, person: Person) -> tuple[str, ...]:
    """Ten recovery codes in the place of those before, which open nothing any more. They are told by mail."""
    require_proof_again(ctx, person)
    with ctx.database.writing() as session:
        account = telling.held(session, person.id)
        if not second_factors.has_any(session, person.id):
            raise Conflict(_("Set up an app or a passkey first. Recovery codes stand in for those."))
        codes = recovery.make(session, ctx, person.id)
        mail_id = telling.tell(session, ctx, "codes_made", account)
    outbox.send_soon(ctx, mail_id)
    return codes


def remove_app(ctx: Context, person: Person) -> None:
    """No code of the person's app is taken any more. They are told by mail."""
    _remove(ctx, person, "")


def remove_passkey(ctx: Context, person: Person, passkey_id: str) -> None:
    """One of the person's passkeys opens nothing any more; nothing happens to what is somebody else's."""
    _remove(ctx, person, passkey_id)


def _remove(ctx: Context, person: Person, passkey_id: str) -> None:
    require_proof_again(ctx, person)
    with ctx.database.writing() as session:
        account = telling.held(session, person.id)
        if passkey_id:
            gone = second_factors.remove_passkey(session, person.id, passkey_id) is not None
        else:
            gone = second_factors.remove_totp(session, person.id)
        if not gone:
            return
        another = second_factors.has_any(session, person.id)
        if not another:
            second_factors.forget_codes(session, person.id)
            sessions.forget_factors(session, person.id)
        facts = {"passkey": bool(passkey_id), "another": another}
        mail_id = telling.tell(session, ctx, "factor_removed", account, **facts)
    outbox.send_soon(ctx, mail_id)


def reset(ctx: Context, actor: str, email: str, reason: str) -> None:
    """By staff, where everything is lost: no second factor is left, and every session and token ends. They are told."""
    why, normal_email = checked_reason(reason), identity.known_form(email)
    with ctx.database.writing() as session:
        account_id = accounts.id_of(session, normal_email)
        account = accounts.held(session, account_id) if account_id is not None else None
        if account is None:
            raise NotFound(f"There is no account for {normal_email}.")
        if not second_factors.remove_all(session, account.id):
            raise Conflict("This account has no second factor. Its owner signs in with the password alone.")
        sessions.end_all_of(session, account.id)
        bearers.end_all_of(session, account.id)
        audit.append(session, ctx.now(), actor, "reset second factor", label(account.id), {"reason": why})
        mail_id = telling.tell(session, ctx, "factor_reset", account)
    outbox.send_soon(ctx, mail_id)
