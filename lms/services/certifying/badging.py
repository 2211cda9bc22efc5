"""The credential of a certificate: signed once, inside the transaction that logs it, and given out as it was signed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sqlalchemy.orm import Session

from lms.credentials import baking, picture
from lms.credentials.badge import CONTEXTS, KINDS, TYPES, Badge, hashed_email, sign_claims
from lms.credentials.did import did_document as document_of_keys
from lms.credentials.did import method_of
from lms.credentials.integrity import Signer
from lms.credentials.keys import KeyKind
from lms.credentials.life import Making
from lms.credentials.linkeddata import check_all_signed
from lms.credentials.model import Claims
from lms.credentials.serial import Serial, parse
from lms.credentials.statuslist import CURRENT, SIZE, first_index
from lms.questions.quiz import Json
from lms.services.certifying import verifying
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.services.keys import ring as keys
from lms.services.log import kept_head
from lms.store import accounts, badges, certificates
from lms.wording.phrases import _

SHOWN_IN_FULL = "full"


@dataclass(frozen=True, slots=True)
class Given:
    """A credential as it is given out, and its canonical hash."""

    text: str
    hash: str


@dataclass(frozen=True, slots=True)
class SignedBadge:
    """A credential as it was signed just now, the id of the key, and its place in the status lists: to be kept."""

    badge: Badge
    key_id: str
    status_list: str | None
    status_index: int


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The holder shows the name only in part, and the credential says it in full: it is theirs to hand over."""

    def __bool__(self) -> Literal[False]:
        return False


def signer(context: Context) -> Signer:
    """The key that signs credentials and status lists now."""
    found = keys.signer(context.settings, KeyKind.CREDENTIAL, context.now())
    return Signer(method_of(context.settings.base_url, found.key.id), found.sign)


@cache
def make_ready() -> None:
    """Import, read and draw what the first signature takes half a second for, so that no transaction waits."""
    check_all_signed({"@context": CONTEXTS, "type": TYPES})
    for kind in KINDS:
        picture.png(kind)


def sign_credential(session: Session, context: Context, claims: Claims) -> SignedBadge:
    """Sign the credential of a promised certificate: the step of issuing between the intent and the leaf.

    Called in the transaction that writes the leaf and keeps what comes of this, with the log held, so that nobody else
    draws a place meanwhile. Nothing is written here.
    """
    by = signer(context)
    record = certificates.find(session, claims.serial)
    account = accounts.by_id(session, record.account_id) if record is not None and record.account_id else None
    email = hashed_email(account.email, secrets.token_hex(16)) if account is not None else None
    index = free_status_index(session)
    badge = sign_claims(claims, index, by, context.now(), email)
    return SignedBadge(badge, by.method.rpartition("#")[2], CURRENT.kept, index)


def free_status_index(session: Session) -> int:
    """A place in the status lists that nobody has or had, drawn at random: it says nothing of order or number."""
    first = first_index(certificates.count_of_indexes(session))
    while True:
        index = first + secrets.randbelow(SIZE)
        if not certificates.has_index(session, index):
            return index


def credential(context: Context, serial: str) -> Given | HeldBack:
    """The credential with this number, for anyone who has the number, unless its holder shows the name only in part."""
    kept_head.require(context)
    with context.database.reading() as session:
        kept = badges.find(session, serial)
    if kept is None or not _is_out(kept):
        raise NotFound(_("There is no credential with this number."))
    return Given(kept.text, kept.hash) if kept.name_shown == SHOWN_IN_FULL else HeldBack()


def is_ready(context: Context, serial: str) -> bool:
    """Whether there is a credential to give out."""
    with context.database.reading() as session:
        kept = badges.find(session, serial)
    return kept is not None and _is_out(kept)


def baked(context: Context, person: Person, serial_text: str, form: str) -> bytes:
    """The badge with the credential in it, as `png` or `svg`, for its holder."""
    kept_head.require(context)
    serial = parse(serial_text)
    with context.database.reading() as session:
        kept = badges.find(session, serial.text) if isinstance(serial, Serial) else None
        record = certificates.find(session, serial.text) if isinstance(serial, Serial) else None
    if kept is None or record is None or kept.account_id != person.id or not _is_out(kept):
        raise NotFound(_("There is no such badge here."))
    verifying.refuse_on_hold(context, record.serial)
    claims = Claims.from_json(record.claims)
    if form == "svg":
        return baking.bake_svg(picture.svg(claims.kind, claims.title), kept.text)
    return baking.bake_png(picture.png(claims.kind), kept.text)


def did_document(context: Context) -> dict[str, Json]:
    """The issuer's keys for everybody. Keys made for development stay at home."""
    settings = context.settings
    keys.signer(settings, KeyKind.CREDENTIAL, context.now())
    ring = keys.ring(settings).of(KeyKind.CREDENTIAL)
    return document_of_keys(settings.base_url, [key for key in ring if settings.on_loopback or not key.development])


def _is_out(kept: badges.BadgeRecord) -> bool:
    return bool(kept.text) and kept.making is Making.ISSUED and kept.erased is None
