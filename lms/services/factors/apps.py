"""An app that shows a code of six digits, a new one every half minute (TOTP, RFC 6238)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from lms.services.factors import recovery, telling
from lms.services.factors.proving import require_proof
from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.limits import Limit
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.services.ground.tokens import hash_of
from lms.services.keys import boxes
from lms.services.mail import outbox
from lms.store import second_factors, sessions
from lms.wording.phrases import _

APP = "app"
DIGITS = 6
SECONDS = 30
AROUND = 1
"""How many steps a clock may be wrong by, either way."""

OFFERED_FOR = timedelta(hours=1)
GROUP = 4
TRIES = (10, 300)
NOT_THE_CODE = _(
    "This is not the code that the app shows now. Look at the app again: it shows a new one every half minute."
)
OFFER_ENDED = _("This page was open for too long. Please begin again with the new picture.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret that is not kept anywhere yet: for the app as an address and in letters, and `sealed` for the form."""

    sealed: str
    address: str
    letters: str


def offer(ctx: Context, person: Person, site: str) -> Offer:
    """A new secret. It is the person's once the app has shown a right code of it.

    Who they are must have been proved just now; to find and install an app they have an hour.
    """
    require_proof(ctx, person)
    secret = pyotp.random_base32()
    kept = json.dumps([secret, (ctx.now() + OFFERED_FOR).timestamp()]).encode()
    return _offer(secret, boxes.seal(ctx.settings, _offered_to(person), kept), person, site)


def offered(ctx: Context, person: Person, sealed: str, site: str) -> Offer:
    """The offer once more, for a form that was refused; Invalid where it has ended."""
    return _offer(_open_offer(ctx, person, sealed), sealed, person, site)


def enrol(ctx: Context, person: Person, sealed: str, code: str, token: str) -> tuple[str, ...]:
    """Keep the app, once it shows a right code; recovery codes, where the person has none yet.

    It takes the place of the app before. In the session of this token the second factor counts as given.
    """
    limits.count_each(ctx, [Limit("enrol", str(person.id), *TRIES)])
    secret, now = _open_offer(ctx, person, sealed), ctx.now()
    step = _step_of(secret, code, now)
    if step is None:
        raise Invalid(NOT_THE_CODE, "code")
    kept = boxes.seal(ctx.settings, _kept_for(person.id), secret.encode())
    with ctx.database.writing() as session:
        account = telling.held(session, person.id)
        second_factors.keep_totp(session, person.id, kept, step, now)
        codes = () if second_factors.codes_left(session, person.id) else recovery.make(session, ctx, person.id)
        sessions.note_factor(session, hash_of(token), APP, now)
        mail_id = telling.tell(session, ctx, "factor_added", account, passkey=False)
    outbox.send_soon(ctx, mail_id)
    return codes


def use(session: Session, ctx: Context, account_id: int, code: str) -> bool:
    """Whether the account's app shows this code now. The same code is never taken twice, nor an older one."""
    totp = second_factors.totp_of(session, account_id)
    secret = boxes.opened(ctx.settings, _kept_for(account_id), totp.secret) if totp else None
    if totp is None or secret is None:
        return False
    step = _step_of(secret.decode(), code, ctx.now())
    return step is not None and second_factors.use_step(session, account_id, totp.secret, step)


def _offer(secret: str, sealed: str, person: Person, site: str) -> Offer:
    address = pyotp.TOTP(secret).provisioning_uri(name=telling.label_of(person), issuer_name=site)
    letters = " ".join(secret[first : first + GROUP] for first in range(0, len(secret), GROUP))
    return Offer(sealed, address, letters)


def _open_offer(ctx: Context, person: Person, sealed: str) -> str:
    content = boxes.opened(ctx.settings, _offered_to(person), sealed)
    secret, until = json.loads(content) if content else ("", 0)
    if ctx.now().timestamp() > until:
        raise Invalid(OFFER_ENDED, "code")
    return str(secret)


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step whose code this is, among those that a clock may stand at; the later of two."""
    code = "".join(typed[:20].split())
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    totp, at = pyotp.TOTP(secret), int(now.timestamp()) // SECONDS
    steps = range(at + AROUND, at - AROUND - 1, -1)
    return next((step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), code)), None)


def _offered_to(person: Person) -> str:
    return f"an app offered to {person.id}"


def _kept_for(account_id: int) -> str:
    return f"the app of {account_id}"
