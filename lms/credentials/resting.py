"""What an endorsement rests on: the certificate of the same holder that it names, or what took that one's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.credentials.dates import in_words
from lms.credentials.life import Life, Status
from lms.credentials.model import Claims, Endorsed
from lms.credentials.steps import Outcome, Step
from lms.wording.phrases import Phrase, _


@dataclass(frozen=True, slots=True)
class Basis:
    """A certificate as it stands, so far as our log bears its record out: without claims, nothing is said of it."""

    serial: str
    status: Status
    claims: Claims | None = None
    life: Life = field(default_factory=Life)


def basis_of(endorsed: Endorsed, held: Iterable[Basis]) -> Basis:
    """Which of the holder's certificates an endorsement rests on today: a valid one, else the newest.

    From the one that it names, a correction or a renewal leads on to the next: each says in its own claims, which the
    log vouches for, which number it took over from. What is not among these counts for nothing.
    """
    known = {one.serial: one for one in held}
    here = known.get(endorsed.serial, Basis(endorsed.serial, Status.UNKNOWN))
    after = {former: one for one in known.values() for former in _took_over_from(one)}
    seen = {here.serial}
    while here.status is not Status.VALID and here.serial in after and after[here.serial].serial not in seen:
        here = after[here.serial]
        seen.add(here.serial)
    return here


def _took_over_from(one: Basis) -> tuple[str, ...]:
    return tuple(filter(None, (one.claims.replaces, one.claims.renews))) if one.claims is not None else ()


def basis_step(endorsed: Endorsed, basis: Basis) -> Step:
    """Whether what it rests on is valid."""
    return Step("endorsed", Outcome.OK if basis.status is Status.VALID else Outcome.FAILED, why(endorsed, basis))


def why(endorsed: Endorsed, basis: Basis) -> Phrase:
    """How the certificate that an endorsement rests on stands, in a sentence."""
    about = {"title": endorsed.title, "number": basis.serial}
    match basis.status:
        case Status.VALID:
            return _("The certificate that it rests on, “%(title)s” (%(number)s), is valid.", **about)
        case Status.REVOKED if basis.life.revoked is not None:
            day = in_words(basis.life.revoked)
            return _(
                "The certificate that it rests on, “%(title)s” (%(number)s), was revoked on %(day)s.", **about, day=day
            )
        case Status.SUSPENDED if basis.life.suspended is not None:
            day = in_words(basis.life.suspended)
            return _(
                "The certificate that it rests on, “%(title)s” (%(number)s), has been suspended since %(day)s.",
                **about,
                day=day,
            )
        case Status.EXPIRED if basis.claims is not None and basis.claims.expires is not None:
            day = basis.claims.day(basis.claims.expires)
            return _("The certificate that it rests on, “%(title)s” (%(number)s), ended on %(day)s.", **about, day=day)
        case Status.ERASED:
            return _(
                "The certificate that it rests on, “%(title)s” (%(number)s), was erased at the holder's wish.", **about
            )
        case _:
            return _("The certificate that it rests on, “%(title)s” (%(number)s), cannot be relied on.", **about)
