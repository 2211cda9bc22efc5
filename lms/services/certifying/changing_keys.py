"""What happens to keys: made, changed for new ones, taken away, lost to somebody. Each change is a leaf of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from sqlalchemy.orm import Session

from lms.credentials import leaf as leaves
from lms.credentials.keys import KeyKind, KeyRing, SigningKey
from lms.credentials.leaf import KeyAct
from lms.credentials.life import Making, Status, status
from lms.services.certifying import issuing, stewarding
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.keys import boxes, lostseals, ring, rootkey, sealing
from lms.services.keys.keyfiles import changing, forget_private, keep_ring, ring_of
from lms.services.keys.keymaking import make, make_missing
from lms.services.log import logbook
from lms.settings import Settings
from lms.store import audit, certificates
from lms.store.locks import hold_audit

SYSTEM = "system"
SAID = "It was signed again, since a key that had signed it is no longer trusted."


@dataclass(frozen=True, slots=True)
class Compromised:
    """`made` took over from the lost key; `again` are the certificates that were signed anew, old number and new.

    `left` are those that could not be, with the reason of each. `unlisted` says what is not on the public list of lost
    PDF keys yet.
    """

    key: SigningKey
    made: tuple[SigningKey, ...]
    again: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]
    unlisted: str = ""


def initialise(context: Context, issuer: str) -> tuple[SigningKey, ...]:
    """Make every key that is needed and missing, and enter it into the log."""
    _require_open(context)
    settings = context.settings
    made = make_missing(settings, ring.needed(settings), context.now(), issuer)
    boxes.make_missing_key(settings)
    rootkey.sign_list_if_lacking(settings, context.now())
    announce(context, SYSTEM)
    return made


def rotate(context: Context, actor: str, kind: KeyKind, root_key: RSAPrivateKey | None = None) -> SigningKey:
    """A new key signs from now on. The private part of the old one is deleted, and what it signed stays good."""
    if kind is KeyKind.ROOT:
        raise Invalid("The root is made once. If it is lost to somebody: lms keys compromise, with its name.")
    _require_open(context)
    made = _take_over(context.settings, kind, context.now(), root_key)[-1]
    announce(context, actor)
    return made


def _require_open(context: Context) -> None:
    """Files of keys are changed before their leaf is written: not where that could not be."""
    with context.database.reading() as session:
        logbook.require_open(session, context, context.now())


def _take_over(
    settings: Settings, kind: KeyKind, now: datetime, root_key: RSAPrivateKey | None = None
) -> tuple[SigningKey, ...]:
    with changing(settings):
        made = make(settings, kind, now, root_key=root_key)
        _forget_all_but_active(settings)
    return made


def _forget_all_but_active(settings: Settings) -> None:
    for key in ring_of(settings).keys:
        if not key.active:
            forget_private(settings, key)


def compromise(
    context: Context, actor: str, key_id: str, reason: str, root_key: RSAPrivateKey | None = None
) -> Compromised:
    """A key was lost to somebody: nothing that it signed counts any more, and what it signed for us is signed again.

    Stopped half-way, it can be given again: what is done stays done.
    """
    settings, now = context.settings, context.now()
    key = ring_of(settings).find(key_id)
    if key is None:
        raise NotFound(f"There is no key {key_id}. lms keys list tells the names of all.")
    if key.kind is KeyKind.PDF and key.id == _given_id(settings):
        raise Conflict("That key is the one that is set now. Set another first: LMS_PDF_KEY or LMS_PDF_PKCS11.")
    _require_open(context)
    lost = _lost_with(settings, key)
    with changing(settings):
        for id in lost:
            keep_ring(settings, ring_of(settings).with_compromised(id, now))
        _forget_all_but_active(settings)
    made = _in_its_place(settings, key, now, root_key)
    unlisted = rootkey.sign_list_if_lacking(settings, now, root_key)
    announce(context, actor)
    again, left = _sign_again(context, actor, lost, reason)
    return Compromised(key, tuple(made), again, left, unlisted)


def _given_id(settings: Settings) -> str:
    """The name of the PDF key that is given by a setting; empty where none is."""
    leaf = sealing.given_leaf(settings)
    return "" if leaf is None else ring.id_of_certificate(leaf)


def _in_its_place(
    settings: Settings, lost: SigningKey, now: datetime, root_key: RSAPrivateKey | None
) -> tuple[SigningKey, ...]:
    """New keys for what can sign no more; none where they were made before."""
    made: tuple[SigningKey, ...] = ()
    given = KeyKind.PDF not in ring.needed(settings)
    if ring_of(settings).active(lost.kind) is None and not (given and lost.kind in (KeyKind.PDF, KeyKind.ROOT)):
        made = _take_over(settings, lost.kind, now, root_key)
    if given or lost.kind is not KeyKind.ROOT:
        return made
    root, leaf = ring_of(settings).active(KeyKind.ROOT), ring_of(settings).active(KeyKind.PDF)
    if root is not None and (leaf is None or not leaf.certificate.endswith(root.certificate)):
        made += _take_over(settings, KeyKind.PDF, now)
    return made


def _lost_with(settings: Settings, key: SigningKey) -> tuple[str, ...]:
    """The names of the keys whose signatures are worth nothing now: under a lost root, those of its leaves."""
    if key.kind is not KeyKind.ROOT:
        return (key.id,)
    under = [one.id for one in ring_of(settings).of(KeyKind.PDF) if one.certificate.endswith(key.certificate)]
    return (key.id, *under)


def _sign_again(
    context: Context, actor: str, key_ids: Iterable[str], reason: str
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    with context.database.reading() as session:
        touched = dict.fromkeys(one for id in key_ids for one in certificates.touched_by_key(session, id))
    again: list[tuple[str, str]] = []
    left: list[tuple[str, str]] = []
    for serial in touched:
        with context.database.reading() as session:
            record = certificates.find(session, serial)
        if record is None or record.life.replaced or record.life.revoked or record.life.erased:
            continue
        if record.life.making is not Making.ISSUED:
            # It was on its way when the key was lost, and would come out with what that key signed.
            issuing.carry_on(context, serial)
        try:
            fresh = stewarding.sign_again(context, actor, serial, reason, SAID)
        except Conflict as refused:
            left.append((serial, refused.message))
            continue
        issuing.carry_on(context, fresh)
        again.append((serial, fresh))
    return tuple(again), tuple(left)


def signed_by_lost(context: Context) -> tuple[str, ...]:
    """The numbers of certificates in force that hang on a lost key; a holder who is gone gets none."""
    known = ring_of(context.settings)
    lost = {*(one.id for one in known.keys if one.compromised), *(one.id for one in lostseals.lost(known))}
    with context.database.reading() as session:
        touched = dict.fromkeys(one for id in sorted(lost) for one in certificates.touched_by_key(session, id))
        records = [record for serial in touched if (record := certificates.find(session, serial)) is not None]
    now = context.now()
    in_force = (Status.VALID, Status.SUSPENDED)
    held = (one for one in records if one.account_id is not None)
    return tuple(one.serial for one in held if status(one.life, one.expires_at, now) in in_force)


def announce(context: Context, actor: str) -> int:
    """Enter into the log what befell keys and is not in it yet; how many leaves that made."""
    known = ring_of(context.settings)
    with context.database.reading() as session:
        if not _untold(session, known):
            return 0
    with context.database.writing() as session:
        hold_audit(session)
        untold = _untold(session, known)
        now = context.now()
        for key, act in untold:
            leaf = leaves.key(act, now, use=key.kind.value, id=key.id, public=key.public_text)
            details = {"act": act.value, "use": key.kind.value, "public": key.public_text}
            subject = _subject(key)
            logbook.enter(session, context, leaf, at=now, actor=actor, act="key", subject=subject, details=details)
    return len(untold)


def _untold(session: Session, known: KeyRing) -> list[tuple[SigningKey, KeyAct]]:
    told = {
        (entry.subject, entry.details.get("act"))
        for entry in audit.of_act(session, "key")
        if isinstance(entry.details, dict)
    }
    return [(key, act) for key in known.keys for act in _acts(key) if (_subject(key), act.value) not in told]


def _subject(key: SigningKey) -> str:
    return f"key:{key.id}"


def _acts(key: SigningKey) -> tuple[KeyAct, ...]:
    retired = (KeyAct.RETIRED,) if key.retired is not None else ()
    compromised = (KeyAct.COMPROMISED,) if key.compromised is not None else ()
    return (KeyAct.MADE, *retired, *compromised)
