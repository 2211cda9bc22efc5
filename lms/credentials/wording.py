"""The sentences of a report, for a recruiter with one minute: the status in one line, and what it means in three."""

from __future__ import annotations

import unicodedata

from lms.credentials.dates import in_words
from lms.credentials.life import Life, Status
from lms.credentials.model import Claims
from lms.wording.phrases import Phrase, _

ON_HOLD = _("On hold")
WORDS = {
    Status.VALID: _("Valid"),
    Status.EXPIRED: _("Expired"),
    Status.REVOKED: _("Revoked"),
    Status.SUSPENDED: _("Suspended"),
    Status.REPLACED: _("Replaced"),
    Status.ERASED: _("Erased"),
    Status.LAPSED: _("Not valid"),
    Status.UNKNOWN: _("Unknown"),
    Status.MISTYPED: _("Mistyped"),
}
"""Each status in one word."""

_OF_A_NUMBER = {
    Status.ERASED: _("Erased: we issued this certificate, and deleted it at the holder's wish."),
    Status.UNKNOWN: _("Unknown: we have issued no certificate with this number."),
    Status.MISTYPED: _("Mistyped: there is a slip in this number. Please compare it with the paper and type it again."),
}
LEADS = {
    Status.ERASED: _("We issued this certificate, and deleted it at the holder's wish."),
    Status.UNKNOWN: _("We have issued no certificate with this number."),
    Status.MISTYPED: _("There is a slip in this number. Please compare it with the paper and type it again."),
}
"""What stands below the word where there is no certificate to speak of."""


def kind_in_words(kind: str) -> str:
    """What a certificate calls itself, at the head of a line."""
    named = {
        "certification": _("Certification"),
        "course-certificate": _("Course certificate"),
        "endorsement": _("Endorsement"),
    }
    return named.get(kind, _("Certificate"))


def _award(claims: Claims) -> Phrase:
    title = isolated(claims.title)
    if claims.kind == "certification":
        return _("the certification “%(title)s”", title=title)
    if claims.kind == "course-certificate":
        return _("the course certificate “%(title)s”", title=title)
    if claims.kind == "endorsement":
        return _("the endorsement “%(title)s”", title=title)
    return _("the certificate “%(title)s”", title=title)


def headline(status: Status, claims: Claims | None = None, life: Life | None = None) -> Phrase:
    """The status in one line."""
    if claims is None or life is None:
        return _OF_A_NUMBER[status]
    holder, award = isolated(claims.holder), _award(claims)
    match status:
        case Status.VALID:
            return _("Valid: %(holder)s holds %(award)s.", holder=holder, award=award)
        case Status.EXPIRED:
            day = claims.day(claims.expires or claims.issued)
            return _("Expired: %(holder)s held %(award)s until %(day)s.", holder=holder, award=award, day=day)
        case Status.REVOKED:
            day = in_words(life.revoked or claims.issued)
            return _(
                "Revoked: %(holder)s no longer holds %(award)s, since %(day)s.", holder=holder, award=award, day=day
            )
        case Status.SUSPENDED:
            return _(
                "Suspended: %(award)s, held by %(holder)s, is on hold and can't be relied on for now.",
                award=award,
                holder=holder,
            )
        case Status.LAPSED if claims.endorses is not None:
            return _(
                "Not valid: %(award)s, held by %(holder)s, counts only while “%(basis)s” is valid. "
                "Today that is not so.",
                award=award,
                holder=holder,
                basis=isolated(claims.endorses.title),
            )
        case Status.REPLACED:
            return _(
                "Replaced: this certificate was corrected. The one that counts is %(number)s.", number=life.replaced_by
            )
        case _:
            return _OF_A_NUMBER[status]


def meaning(status: Status, claims: Claims) -> tuple[str, str, str]:
    """What it proves, what it does not, and what the credential never says."""
    person = _(
        "It does not prove that the person before you is the one it names: ask for proof of identity if it matters."
    )
    limits = claims.says_not or _("It says nothing about anything that is not listed here.")
    return _proves(status, claims), person, limits


def _proves(status: Status, claims: Claims) -> Phrase:
    names = {"issuer": isolated(claims.issuer.name), "day": claims.day(claims.issued)}
    to = {**names, "holder": isolated(claims.holder)}
    match status, bool(claims.ground):
        case Status.VALID, False:
            return _("It proves that %(issuer)s awarded this to %(holder)s on %(day)s, and stands by it today.", **to)
        case Status.VALID, True:
            return _(
                "It proves that %(issuer)s awarded this to %(holder)s on %(day)s, by decision, and stands by it today.",
                **to,
            )
        case Status.EXPIRED, False:
            return _("It proves that %(issuer)s awarded this to %(holder)s on %(day)s; its term has since ended.", **to)
        case Status.EXPIRED, True:
            return _(
                "It proves that %(issuer)s awarded this to %(holder)s on %(day)s, by decision; its term has since "
                "ended.",
                **to,
            )
        case Status.REVOKED, _:
            return _(
                "It was awarded on %(day)s, and %(issuer)s has taken it back: it proves nothing any more.", **names
            )
        case Status.LAPSED, _:
            return _(
                "It was awarded on %(day)s, and %(issuer)s stands by it only while the certificate that it rests on is "
                "valid.",
                **names,
            )
        case Status.SUSPENDED, _:
            return _(
                "It was awarded on %(day)s, and %(issuer)s does not stand by it until the matter is settled.", **names
            )
        case _:
            return _(
                "The award of %(day)s stands, under the new number; this one should no longer be used.",
                day=names["day"],
            )


def isolated(text: str) -> str:
    """The text, between isolating marks if it runs from right to left: the sentence around it keeps its order."""
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return f"\u2068{text}\u2069"
    return text
