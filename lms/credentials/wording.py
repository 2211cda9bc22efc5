"""The sentences of a report, for a recruiter with one minute: the status in one line, and what it means in three."""

from __future__ import annotations

import unicodedata

from lms.credentials.dates import in_words
from lms.credentials.life import Life, Status
from lms.credentials.model import Claims

_OF_A_NUMBER = {
    Status.ERASED: "Erased: we issued this certificate, and deleted it at the holder's wish.",
    Status.UNKNOWN: "Unknown: we have issued no certificate with this number.",
    Status.MISTYPED: "Mistyped: there is a slip in this number. Please compare it with the paper and type it again.",
}
_KINDS = {"certification": "certification", "course-certificate": "course certificate"}


def kind_in_words(kind: str) -> str:
    return _KINDS.get(kind, "certificate")


def headline(status: Status, claims: Claims | None = None, life: Life | None = None) -> str:
    """The status in one line."""
    if claims is None or life is None:
        return _OF_A_NUMBER[status]
    holder, award = isolated(claims.holder), f"the {kind_in_words(claims.kind)} “{isolated(claims.title)}”"
    match status:
        case Status.VALID:
            return f"Valid: {holder} holds {award}."
        case Status.EXPIRED:
            return f"Expired: {holder} held {award} until {claims.day(claims.expires or claims.issued)}."
        case Status.REVOKED:
            return f"Revoked: {holder} no longer holds {award}, since {in_words(life.revoked or claims.issued)}."
        case Status.SUSPENDED:
            return f"Suspended: {award}, held by {holder}, is on hold and can't be relied on for now."
        case Status.REPLACED:
            return f"Replaced: this certificate was corrected. The one that counts is {life.replaced_by}."
        case _:
            return _OF_A_NUMBER[status]


def meaning(status: Status, claims: Claims) -> tuple[str, str, str]:
    """What it proves, what it does not, and what the credential never says."""
    holder, issuer, day = isolated(claims.holder), isolated(claims.issuer.name), claims.day(claims.issued)
    awarded = f"awarded this to {holder} on {day}{', by decision' if claims.ground else ''}"
    proves = {
        Status.VALID: f"It proves that {issuer} {awarded}, and stands by it today.",
        Status.EXPIRED: f"It proves that {issuer} {awarded}; its term has since ended.",
        Status.REVOKED: f"It was awarded on {day}, and {issuer} has taken it back: it proves nothing any more.",
        Status.SUSPENDED: f"It was awarded on {day}, and {issuer} does not stand by it until the matter is settled.",
        Status.REPLACED: f"The award of {day} stands, under the new number; this one should no longer be used.",
    }[status]
    person = (
        "It does not prove that the person before you is the one it names: ask for proof of identity if it matters."
    )
    limits = claims.says_not or "It says nothing about anything that is not listed here."
    return proves, person, limits


def isolated(text: str) -> str:
    """The text, between isolating marks if it runs from right to left: the sentence around it keeps its order."""
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return f"\u2068{text}\u2069"
    return text
