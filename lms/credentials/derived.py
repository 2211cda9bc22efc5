"""A certificate's row held against its leaves: the first thing in which it says otherwise than the log.

What leaves do not speak of is not looked at here: what the holder chooses to show, and the words of staff, which
`lms log verify` holds against the audit log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from lms.credentials.acts import Derived
from lms.credentials.canonical import digest
from lms.credentials.dates import from_stamp, stamp
from lms.credentials.leaf import name_of
from lms.credentials.life import Life, Making
from lms.credentials.statuslist import SIZE, Purpose
from lms.questions.quiz import Json
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Kept:
    """The row of a certificate as it is kept now.

    `badge` is the text of its credential. `held` is the hash of the PDF that is stored: empty where there is none, None
    where it was not looked at. `issued` is what the audit entry of its issue says; None where there is none.
    """

    serial: str
    credential: str
    claims: Json
    claims_hash: str
    expires: datetime | None
    life: Life
    leaf: int | None
    file_leaf: int | None
    badge: str | None
    badge_hash: str | None
    signed_with: str | None
    status_list: str | None
    status_index: int | None
    issued: Json = None
    held: str | None = None


def compare(kept: Kept, derived: Derived) -> str:
    """What the row says otherwise, in words that tell nothing of the person; empty where all fits."""
    return next(_differences(kept, derived), "")


def _differences(kept: Kept, derived: Derived) -> Iterator[str]:
    made = kept.life.making
    if derived.issue is None:
        if made is not Making.INTENDED:
            yield _("our log does not tell of its issue")
        return
    if made is Making.INTENDED or _is_filed(kept, derived, made):
        yield _("how far it was made")
    yield from _days(kept, derived)
    if kept.leaf != derived.issue.leaf:
        yield _("which entry of the log is its own")
    if derived.erased is None:
        yield from _facts(kept, derived)
        yield from _credential(kept, derived)
    elif kept.claims is not None or kept.badge is not None:
        yield _("that it was erased")
    if made is not Making.LOGGED:
        yield from _file(kept, derived)


def _is_filed(kept: Kept, derived: Derived, made: Making) -> bool:
    """Whether it says that its file is still to be stored, or to be issued, and that was done long ago."""
    if made is Making.LOGGED:
        return derived.file is not None
    anew = bool(derived.former_credentials)
    return made is Making.STORED and kept.issued is not None and not anew


def _days(kept: Kept, derived: Derived) -> Iterator[str]:
    life = kept.life
    days = (
        (_("that it was erased, or when"), life.erased, derived.erased),
        (_("that it was revoked, or when"), life.revoked, derived.revoked),
        (_("that it was replaced, or when"), life.replaced, derived.replaced),
        (_("that it is suspended, or since when"), life.suspended, derived.suspended),
    )
    for words, said, true in days:
        if _second(said) != _second(true):
            yield words
    if (name_of(life.replaced_by) if life.replaced_by else "") != derived.replaced_by:
        yield _("which certificate replaced it")


def _moment(text: Json) -> datetime | None:
    """A moment of the claims, which stand in the issuer's zone."""
    try:
        return None if text is None else from_stamp(text)
    except (ValueError, TypeError):
        return None


def _second(moment: datetime | None) -> str:
    return "" if moment is None else stamp(moment)


def _facts(kept: Kept, derived: Derived) -> Iterator[str]:
    claims = kept.claims if isinstance(kept.claims, dict) else {}
    if kept.claims_hash != derived.claims or _digest(claims) != derived.claims:
        yield _("its facts")
    if (claims.get("serial"), claims.get("credential")) != (kept.serial, kept.credential):
        yield _("its number or what it is for")
    if _moment(claims.get("expires")) != kept.expires:
        yield _("its last day")


def _credential(kept: Kept, derived: Derived) -> Iterator[str]:
    expected = derived.issue.credential if derived.issue is not None else ""
    document = _read(kept.badge)
    if kept.badge_hash != expected or _digest(document) != expected:
        yield _("its credential")
    if _signer(document) != kept.signed_with:
        yield _("which key signed its credential")
    if _place(document) != (kept.status_list or Purpose.SUSPENSION.value, kept.status_index):
        yield _("its place in the status lists")


def _file(kept: Kept, derived: Derived) -> Iterator[str]:
    if kept.file_leaf != (None if derived.file is None else derived.file.leaf):
        yield _("which entry of the log names its file")
    if derived.file is not None and kept.life.sha256 != derived.file.pdf:
        yield _("its file")
    # One from before files were named in the log is held against the audit entry of its issue until it is named.
    told = kept.issued.get("pdf") if isinstance(kept.issued, dict) else None
    if derived.file is None and not derived.former_credentials and told is not None and kept.life.sha256 != told:
        yield _("its file")
    if derived.erased is None and kept.held is not None and kept.held != (kept.life.sha256 or ""):
        yield _("its file")
    if derived.file is None and derived.former_credentials and kept.life.sha256:
        yield _("that its new file was drawn")


def _read(text: str | None) -> Json:
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}


def _digest(value: Json) -> str:
    try:
        return digest(value)
    except (TypeError, RecursionError):
        return ""


def _signer(document: Json) -> str | None:
    try:
        return str(document["proof"]["verificationMethod"]).rpartition("#")[2]
    except (TypeError, KeyError):
        return None


@lru_cache(maxsize=512)
def hash_of_badge(text: str) -> str:
    """The hash by which the log names a credential; empty for what is none."""
    return _digest(_read(text))


def place_of_badge(text: str) -> tuple[str, int | None]:
    """Where in the status lists a credential has its place: the name of the lists, and the index; None without one."""
    return _place(_read(text))


def _place(document: Json) -> tuple[str, int | None]:
    """The name of the lists that the credential has its place in, and its index, counted through all of them."""
    try:
        entry = document["credentialStatus"]
        name, _, number = str(entry["statusListCredential"]).rpartition("/")[2].partition("-")
        return name, (int(number) - 1) * SIZE + int(entry["statusListIndex"])
    except (TypeError, KeyError, ValueError):
        return "", None
