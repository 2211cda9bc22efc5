"""A file that somebody was given: is it, byte for byte or member by member, one that we issued?

Only a certain match is ever called genuine. What else is read out of a file serves to explain a no, never a yes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

import rfc8785

from lms.credentials.life import Status
from lms.credentials.report import ON_HOLD, Report
from lms.questions.quiz import Json
from lms.wording.phrases import _

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_CREDENTIAL = 256 * 1024
"""Ten times what a credential of ours can need."""

_DEEPEST = 32
_IN_BADGES = (b"openbadgecredential", b"openbadges")
_PNG = b"\x89PNG\r\n\x1a\n"


class Kind(StrEnum):
    """What a file gives itself out to be."""

    PDF = "pdf"
    JSON = "json"
    BADGE = "badge"
    OTHER = "other"


class Look(StrEnum):
    """What a look into a file found, where it is not one that was issued."""

    INTACT = "intact"
    EARLY = "sealed at a time that is still to come by this clock"
    LOST = "lost"
    CHANGED = "changed"
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    NOT_ISSUED = "not issued"
    NOT_LOOKED = "not looked into"


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The answer about one file. `report` is about the certificate it was found to be, if it is one of ours.

    `look` says why it is not one of ours; it is None for a genuine file, and for one that we know and cannot vouch for.
    `superseded` is when a newer file of the same certificate took over from it, if one did.
    """

    verdict: Literal["genuine", "on hold", "not one of ours"]
    headline: str
    words: str
    report: Report | None = None
    look: Look | None = None
    superseded: datetime | None = None

    @property
    def word(self) -> str:
        """The verdict for programs, in one of seven words."""
        return self.verdict.replace(" ", "-") if self.look is None else _WORDS[self.look]

    @property
    def genuine(self) -> bool:
        return self.verdict == "genuine"


_WORDS = {
    Look.INTACT: "not-ours",
    Look.EARLY: "not-ours",
    Look.LOST: "foreign",
    Look.CHANGED: "changed",
    Look.FOREIGN: "foreign",
    Look.UNSIGNED: "no-seal",
    Look.UNREADABLE: "unreadable",
    Look.NOT_ISSUED: "not-ours",
    Look.NOT_LOOKED: "not-ours",
}


def kind_of(content: bytes) -> Kind:
    """By its first bytes, whatever it is called."""
    if content.startswith(_PNG):
        return Kind.BADGE
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return Kind.JSON
    if b"%PDF-" in start:
        return Kind.PDF
    return Kind.BADGE if start.startswith(b"<") else Kind.OTHER


def may_be_read(content: bytes) -> bool:
    """Whether a file has what every file of its kind has that could ever be ours. It costs no more than its length."""
    match kind_of(content):
        case Kind.JSON:
            return len(content) <= LARGEST_CREDENTIAL and content.rstrip().endswith(b"}")
        case Kind.PDF:
            return len(content) <= LARGEST_FILE and content.startswith(b"%PDF-") and b"startxref" in content
        case Kind.BADGE:
            return len(content) <= LARGEST_FILE and any(word in content for word in _IN_BADGES)
    return False


def credential_hash(content: bytes) -> str | None:
    """SHA-256 of the canonical form (RFC 8785) of a JSON object; None for what is not plainly one.

    Spaces and the order of members make no difference. A member that is given twice does: two readers would read two
    different things.
    """
    value = credential_of(content)
    if value is None:
        return None
    try:
        return hashlib.sha256(rfc8785.dumps(value)).hexdigest()
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError, ValueError):
        return None


def credential_of(content: bytes) -> dict[str, Json] | None:
    """The JSON object in these bytes, read strictly; None for anything else. Some editors put a mark before it."""
    if len(content) > LARGEST_CREDENTIAL:
        return None
    try:
        value: Json = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _shallow(value, _DEEPEST) else None


def _once_each(members: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(members)
    if len(value) != len(members):
        raise ValueError("a member is given twice")
    return value


def _refused(word: str) -> Json:
    raise ValueError(f"{word} is no number")


def _shallow(value: Json, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_shallow(one, levels - 1) for one in inner)


def examine_file(
    found: Report | None, kind: Kind = Kind.PDF, look: Look = Look.NOT_ISSUED, superseded: datetime | None = None
) -> FileCheck:
    """`found` is the report on the issued certificate that the file was found to be; `look` is why there is none.

    `superseded` is when a newer file of that certificate took over from this one.
    """
    if found is not None and not found.trusted:
        words = _("Do not rely on this file, nor on its number, until we have answered.")
        return FileCheck("on hold", ON_HOLD, words, found)
    if found is None or found.status in (Status.UNKNOWN, Status.MISTYPED):
        why, words = _WHY_NOT.get(look, _WHY_NOT[Look.NOT_ISSUED])
        return FileCheck("not one of ours", _("Not one of ours: %(why)s", why=why), words, look=look)
    match, words = _MATCHES[kind]
    if superseded is None or found.claims is None:
        headline = _("%(genuine)s: %(match)s", genuine=_GENUINE[found.status], match=match)
        return FileCheck("genuine", headline, words, found)
    if found.status is Status.VALID:
        headline = _("Genuine, and reinstated since: take the newer file.")
    else:
        headline = _("%(genuine)s, and an older file.", genuine=_GENUINE[found.status])
    words = _(
        "%(former)s It was reinstated on %(day)s, and a newer file took over then. %(newer)s",
        former=_FORMER[kind],
        day=found.claims.day(superseded),
        newer=_NEWER,
    )
    return FileCheck("genuine", headline, words, found, superseded=superseded)


_GENUINE = {
    Status.VALID: _("Genuine"),
    Status.EXPIRED: _("Genuine, but expired"),
    Status.REVOKED: _("Genuine, but revoked"),
    Status.SUSPENDED: _("Genuine, but suspended"),
    Status.REPLACED: _("Genuine, but replaced"),
    Status.ERASED: _("Genuine, but erased"),
    Status.LAPSED: _("Genuine, but not valid"),
}
_NEWER = _(
    "Other programs call this older one revoked: ask its holder for the newer one. The facts below are of today."
)
_FORMER = {
    Kind.PDF: _("This is, byte for byte, a file that we issued for this certificate."),
    Kind.JSON: _("This is, member by member, a credential that we signed for this certificate."),
    Kind.BADGE: _("The credential inside this picture is one that we signed for this certificate."),
}

_MATCHES = {
    Kind.PDF: (
        _("this is, byte for byte, the file that we issued."),
        _("Its content has not been changed since. What it is worth today is said below."),
    ),
    Kind.JSON: (
        _("this is the credential that we issued."),
        _("Every member of it is as we signed it. What it is worth today is said below."),
    ),
    Kind.BADGE: (
        _("the credential inside this picture is the one that we issued."),
        _("We compared the credential inside it, not the picture: rely on the facts below, not on what it shows."),
    ),
}
_BY_NUMBER = _("Type the number that stands on it, and compare each fact with what we show.")
_NEW_FILE = _(
    "A file that was edited, printed to PDF again or saved by another program is a new "
    "file, even if it looks the same. %(by_number)s",
    by_number=_BY_NUMBER,
)
_WHY_NOT = {
    Look.INTACT: (
        _("this file bears our seal, and yet we have no record of it."),
        _("That should never be. Do not rely on it. Please write to us, and say where you got it."),
    ),
    Look.EARLY: (
        _("it bears our seal, with a time that is still to come by our clock."),
        _("Do not rely on anything in it. %(by_number)s", by_number=_BY_NUMBER),
    ),
    Look.CHANGED: (
        _("it bears our seal, but it was changed after it was sealed."),
        _("Do not rely on anything in it. %(by_number)s", by_number=_BY_NUMBER),
    ),
    Look.LOST: (
        _("the key of its seal was lost to somebody, and counts for nothing."),
        _("Whoever had that key could put any words under it, with any date. %(by_number)s", by_number=_BY_NUMBER),
    ),
    Look.FOREIGN: (
        _("this file is signed, but not by us."),
        _("Anybody can sign a file under any name; the key behind this signature is not ours. Do not rely on it."),
    ),
    Look.UNSIGNED: (
        _("we have issued no file with exactly this content, and it bears no seal."),
        _NEW_FILE,
    ),
    Look.UNREADABLE: (
        _("we could not read this file as a certificate."),
        _("It may have been damaged on its way, or it is something else. %(by_number)s", by_number=_BY_NUMBER),
    ),
    Look.NOT_ISSUED: (
        _("we have issued no file with exactly this content."),
        _NEW_FILE,
    ),
    Look.NOT_LOOKED: (
        _("we have issued no file with exactly this content."),
        _("We could not look into it in the time that we allow for it. %(by_number)s", by_number=_BY_NUMBER),
    ),
}
