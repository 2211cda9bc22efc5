"""Passkeys (WebAuthn): keeping one, and checking what a browser says with one. The user is always verified."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms.services.factors import recovery, telling
from lms.services.factors.places import Place
from lms.services.factors.proving import require_proof
from lms.services.ground import limits
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, TooMany
from lms.services.ground.tokens import hash_of
from lms.services.keys import boxes
from lms.services.mail import outbox
from lms.store import second_factors, sessions
from lms.store.second_factors import Passkey
from lms.wording.phrases import _

PASSKEY = "passkey"
ASKED_FOR = timedelta(hours=1)
MOST = 20
LONGEST_NAME = 60
LONGEST_ANSWER = 16 * 1024
LONGEST_CREDENTIAL = 1400
NOT_TAKEN = _("This passkey was not taken. Please try once more on this page, which is a new one.")
UNKNOWN = _("This passkey is not known here. It may have been removed. Use another one, or your password.")
NAME_IT = _(
    "Give the passkey a name of 1 to %(most)s characters, such as the device it is on.",
    most=LONGEST_NAME,
)
ENOUGH = _("There are %(most)s passkeys already. Remove one that you do not use any more.", most=MOST)
IS_KEPT = _("This passkey is kept already.")

_VERIFIED = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a browser is asked for, as JSON; and the sealed state that comes back with the answer, and is used once."""

    options: str
    state: str


def ask_for_new(ctx: Context, person: Person, place: Place, site: str) -> Question:
    """A new passkey is asked for. Who the person is must have been proved just now."""
    require_proof(ctx, person)
    with ctx.database.reading() as session:
        known = second_factors.passkeys_of(session, person.id)
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=site,
        user_id=boxes.keyed(ctx.settings, "user handle", str(person.id)),
        user_name=telling.label_of(person),
        user_display_name=person.name,
        authenticator_selection=_VERIFIED,
        exclude_credentials=[_named(one) for one in known],
    )
    return Question(options_to_json(options), _state(ctx, f"a new passkey of {person.id}", options.challenge))


def keep(ctx: Context, person: Person, place: Place, state: str, answer: str, name: str, token: str) -> tuple[str, ...]:
    """Keep the passkey that a browser made; recovery codes, where the person has none yet."""
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise Invalid(NAME_IT, "name")
    challenge = _used(ctx, f"a new passkey of {person.id}", state)
    passkey = _made(ctx, person, place, challenge, answer, shown)
    with ctx.database.writing() as session:
        account = telling.held(session, person.id)
        if len(second_factors.passkeys_of(session, person.id)) >= MOST:
            raise Invalid(ENOUGH)
        if not second_factors.add_passkey(session, passkey):
            raise Invalid(IS_KEPT)
        codes = () if second_factors.codes_left(session, person.id) else recovery.make(session, ctx, person.id)
        sessions.note_factor(session, hash_of(token), PASSKEY, ctx.now())
        mail_id = telling.tell(session, ctx, "factor_added", account, passkey=True)
    outbox.send_soon(ctx, mail_id)
    return codes


def ask(ctx: Context, place: Place, account_id: int | None = None) -> Question:
    """One of the account's passkeys is asked for; without an account, any that the browser has for this site."""
    known: list[Passkey] = []
    if account_id is not None:
        with ctx.database.reading() as session:
            known = second_factors.passkeys_of(session, account_id)
    options = generate_authentication_options(
        rp_id=place.host,
        allow_credentials=[_named(one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(options_to_json(options), _state(ctx, _ASKED, options.challenge))


def check(ctx: Context, place: Place, state: str, answer: str) -> Passkey:
    """The passkey that a browser used just now. Its use is noted; Invalid for anything that is not in order."""
    challenge = _used(ctx, _ASKED, state)
    with ctx.database.reading() as session:
        passkey = _named_in(session, answer)
    if passkey is None:
        raise Invalid(UNKNOWN)
    try:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as fault:  # Whatever a hostile answer makes its parsers raise.
        raise Invalid(NOT_TAKEN) from fault
    with ctx.database.writing() as session:
        if not second_factors.use_passkey(session, passkey, verified.new_sign_count, ctx.now()):
            raise Invalid(NOT_TAKEN)
    return passkey


_ASKED = "a passkey that was asked for"


def _made(ctx: Context, person: Person, place: Place, challenge: bytes, answer: str, name: str) -> Passkey:
    try:
        verified = verify_registration_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except Exception as fault:  # Whatever a hostile answer makes its parsers raise.
        raise Invalid(NOT_TAKEN) from fault
    credential = bytes_to_base64url(verified.credential_id)
    if len(credential) > LONGEST_CREDENTIAL:
        raise Invalid(NOT_TAKEN)
    return Passkey(
        id=_id_of(credential),
        account_id=person.id,
        name=name,
        credential=credential,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        created_at=ctx.now(),
        used_at=None,
    )


def _named(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential))


def _named_in(session: Session, answer: str) -> Passkey | None:
    """The passkey that an answer says it is of; whether it is, is checked later."""
    try:
        named = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        return None
    credential = named.get("id") if isinstance(named, dict) else None
    return second_factors.passkey(session, _id_of(credential)) if isinstance(credential, str) else None


def _id_of(credential: str) -> str:
    return sha256(credential.encode("utf-8", "surrogatepass")).hexdigest()


def _state(ctx: Context, purpose: str, challenge: bytes) -> str:
    until = int((ctx.now() + ASKED_FOR).timestamp())
    kept = json.dumps([bytes_to_base64url(challenge), until]).encode()
    return boxes.seal(ctx.settings, purpose, kept)


def _used(ctx: Context, purpose: str, state: str) -> bytes:
    """The challenge in a state that is good, once; Invalid after that, and for any other."""
    content = boxes.opened(ctx.settings, purpose, state)
    challenge, until = json.loads(content) if content else ("", 0)
    if ctx.now().timestamp() > until:
        raise Invalid(NOT_TAKEN)
    try:
        limits.count(ctx, "challenge", challenge, 1, int(ASKED_FOR.total_seconds()))
    except TooMany:
        raise Invalid(NOT_TAKEN) from None
    return base64url_to_bytes(challenge)
