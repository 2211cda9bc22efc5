"""The life of a certificate, from the intent to issue it on: its states, and which change may follow which.

A record of the facts is kept, never a status: the status is worked out from the facts and the present moment.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from lms.credentials.dates import in_words
from lms.wording.phrases import _


class Making(StrEnum):
    """All that a crash can leave of a certificate being made.

    INTENDED: number and claims are stored, and nothing else; sign and enter. LOGGED: the credential is signed, and the
    issuance log tells of it; draw and store. STORED: the PDF and its SHA-256 are stored, and nobody has been told;
    issue. ISSUED: done; without a PDF it was signed anew since: draw and store. A drawing that was not stored leaves
    nothing behind, and needs no state: drawing is a pure function of the claims and the design.
    """

    INTENDED = "intended"
    LOGGED = "logged"
    STORED = "stored"
    ISSUED = "issued"


class Status(StrEnum):
    """What a stranger is told. UNKNOWN and MISTYPED are answers about a number, not about a certificate.

    LAPSED: an endorsement whose certificate is not valid; it is valid again once that is.
    """

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    ERASED = "erased"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"


class Grounds(StrEnum):
    """The class of reason for a revocation, which is public; the reason itself is for the record."""

    UNSTATED = ""
    MISTAKE = "it was issued by mistake"
    HONESTY = "the assessment behind it was not taken honestly"
    CONDUCT = "the code of conduct was not kept"
    REQUEST = "the holder asked for it"


@dataclass(frozen=True, slots=True)
class Life:
    """The facts about one certificate. As made by `Life()`, it is intended and nothing more.

    `sha256` is of the PDF as stored. The `…_public` texts are what may be shown; reasons for the record are in the
    audit log.
    """

    making: Making = Making.INTENDED
    sha256: str = ""
    revoked: datetime | None = None
    grounds: Grounds = Grounds.UNSTATED
    revoked_public: str = ""
    suspended: datetime | None = None
    suspended_public: str = ""
    replaced: datetime | None = None
    replaced_by: str = ""
    replaced_public: str = ""
    erased: datetime | None = None

    @property
    def awaits_file(self) -> bool:
        """It is issued, was signed anew, and its new file is still to be drawn: it counts as it did before."""
        return self.making is Making.ISSUED and not self.sha256 and self.erased is None

    @property
    def to_be_drawn(self) -> bool:
        """Its credential is signed and entered, and the file with that credential in it is not stored yet."""
        return self.erased is None and (self.making is Making.LOGGED or self.awaits_file)


@dataclass(frozen=True, slots=True)
class Changed:
    """The change is made; an idempotent step that was made before gives the facts as they were."""

    life: Life


@dataclass(frozen=True, slots=True)
class Declined:
    """The change may not follow the facts as they are, and why."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


def status(life: Life, expires: datetime | None, now: datetime, rests_on: Status = Status.VALID) -> Status:
    """The gravest fact decides: what can't be undone comes before what can, and before the passing of time.

    `rests_on` is the status of what an endorsement rests on: it is valid only while that is.
    """
    if life.making is not Making.ISSUED:
        return Status.UNKNOWN
    if life.erased is not None:
        return Status.ERASED
    if life.revoked is not None:
        return Status.REVOKED
    if life.replaced is not None:
        return Status.REPLACED
    if life.suspended is not None:
        return Status.SUSPENDED
    if expires is not None and now > expires:
        return Status.EXPIRED
    return Status.VALID if rests_on is Status.VALID else Status.LAPSED


def expires_soon(life: Life, expires: datetime | None, now: datetime, within: timedelta = timedelta(days=90)) -> bool:
    """Whether a valid certificate is near its last day, so that its holder can be told in time."""
    return expires is not None and status(life, expires, now) is Status.VALID and expires - now <= within


RENEWAL_WINDOW = timedelta(days=180)
REMINDERS = (180, 90, 30, 7)
"""So many days before its last day the holder of a certificate is written to."""


def renewal_opens(life: Life, expires: datetime | None) -> datetime | None:
    """From when on it may be renewed, also after its end; None if it can't be, or never ends."""
    if expires is None or _ended(life) or life.suspended is not None:
        return None
    return expires - RENEWAL_WINDOW


def reminder_due(life: Life, expires: datetime | None, now: datetime, sent: Collection[int]) -> int | None:
    """Which reminder is due, in days before the last day; the nearest, where several were missed. None if none is."""
    if expires is None or status(life, expires, now) is not Status.VALID:
        return None
    reached = [days for days in REMINDERS if now >= expires - timedelta(days=days)]
    return min(reached) if reached and min(reached) not in sent else None


def logged(life: Life) -> Changed | Declined:
    """Its credential is signed, and its leaf written. Doing so once more changes nothing."""
    if life.erased is not None:
        return Declined(_gone(life.erased))
    return Changed(replace(life, making=Making.LOGGED) if life.making is Making.INTENDED else life)


def stored(life: Life, sha256: str) -> Changed | Declined:
    """The PDF with this hash is in the store. Storing the same once more changes nothing."""
    if life.erased is not None:
        return Declined(_gone(life.erased))
    if life.making is Making.INTENDED:
        return Declined("Its credential is not signed yet, so there is nothing to draw.")
    if life.making is Making.LOGGED:
        return Changed(replace(life, making=Making.STORED, sha256=sha256))
    if life.awaits_file:
        return Changed(replace(life, sha256=sha256))
    if life.sha256 == sha256:
        return Changed(life)
    return Declined("Another PDF is already stored for this certificate, and a stored one is never exchanged.")


def issued(life: Life) -> Changed | Declined:
    """From now on the certificate may be seen. Issuing it once more changes nothing."""
    if life.erased is not None:
        return Declined(_gone(life.erased))
    if life.making in (Making.INTENDED, Making.LOGGED):
        return Declined("Its PDF is not stored yet, so there is nothing to issue.")
    return Changed(replace(life, making=Making.ISSUED))


def revoked(
    life: Life,
    kind: str,
    at: datetime,
    public: str = "",
    grounds: Grounds = Grounds.UNSTATED,
    *,
    signed_code: bool = False,
) -> Changed | Declined:
    """Ends it for good, also when it is suspended or has expired: what was found out late is still worth telling.

    For conduct only where the holder signed the code that was not kept.
    """
    ended = _ended(life)
    if ended:
        return Declined(ended)
    if kind == "course-certificate" and grounds is Grounds.CONDUCT:
        return Declined("A course certificate says what was learned; it is not revoked for conduct.")
    if grounds is Grounds.CONDUCT and not signed_code:
        return Declined("Its holder signed no code of conduct, so it is not revoked for conduct. Choose other grounds.")
    return Changed(replace(life, revoked=at, revoked_public=public, grounds=grounds))


def suspended(life: Life, expires: datetime | None, at: datetime, public: str = "") -> Changed | Declined:
    """Sets it aside until it is reinstated or revoked."""
    ended = _ended(life)
    if ended:
        return Declined(ended)
    if life.suspended is not None:
        return Declined(f"It has been suspended since {in_words(life.suspended)}.")
    if expires is not None and at > expires:
        return Declined(f"It expired on {in_words(expires)}, so there is nothing to suspend.")
    return Changed(replace(life, suspended=at, suspended_public=public))


def reinstated(life: Life, *, anew: bool = False) -> Changed | Declined:
    """Ends a suspension, and nothing else. Signed `anew`, it awaits a file with the new credential in it."""
    ended = _ended(life)
    if ended:
        return Declined(ended)
    if life.suspended is None:
        return Declined("It is not suspended. Only a suspension can be ended.")
    back = replace(life, suspended=None, suspended_public="")
    return Changed(replace(back, sha256="") if anew else back)


def replaced(life: Life, at: datetime, by: str, expires: datetime | None, public: str = "") -> Changed | Declined:
    """Another certificate, whose number is `by`, stands for the same award under a corrected name."""
    ended = _ended(life)
    if ended:
        return Declined(ended)
    if life.suspended is not None:
        return Declined("It is suspended. Reinstate it first: a new certificate must not slip out of a suspension.")
    if expires is not None and at > expires:
        return Declined(f"It expired on {in_words(expires)}. It can be renewed, and no longer corrected.")
    return Changed(replace(life, replaced=at, replaced_by=by, replaced_public=public))


def erased(life: Life, at: datetime) -> Changed | Declined:
    """The holder wishes to be forgotten. Of all else only the dates stay, without any text; the claims go with it."""
    if life.erased is not None:
        return Declined(_gone(life.erased))
    return Changed(replace(life, erased=at, revoked_public="", suspended_public="", replaced_public=""))


def _ended(life: Life) -> str:
    """Why nothing more can happen to it, or nothing if something can."""
    if life.erased is not None:
        return _gone(life.erased)
    if life.making is not Making.ISSUED:
        return "It is still being made. Wait until it is issued."
    if life.revoked is not None:
        return f"It was revoked on {in_words(life.revoked)}, and that is final."
    if life.replaced is not None:
        return f"It was replaced on {in_words(life.replaced)} by {life.replaced_by}. Act on that one."
    return ""


def _gone(erased: datetime) -> str:
    return _("It was erased on %(day)s at the holder's request.", day=in_words(erased))
