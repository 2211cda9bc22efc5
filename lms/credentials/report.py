"""What a stranger is told about a certificate: its status in words, each printed fact, each check with its outcome.

A report is a value. Revoked, expired and unknown are answers like any other, and an answer never says more than was
checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lms.credentials.acts import Act, Derived
from lms.credentials.dates import stamp
from lms.credentials.discretion import initials
from lms.credentials.life import Grounds, Life, Status, status
from lms.credentials.model import Claims, Endorsed
from lms.credentials.resting import Basis, basis_step, why
from lms.credentials.seen import Seen
from lms.credentials.steps import (
    CLOCK,
    FOUND,
    NUMBER_FITS,
    Outcome,
    Recorded,
    Step,
    acts_step,
    record_steps,
    standing_step,
    term_step,
)
from lms.credentials.wording import LEADS, WORDS, headline, kind_in_words, meaning
from lms.credentials.wording import ON_HOLD as HELD
from lms.questions.quiz import Json
from lms.wording.phrases import _

__all__ = [
    "NOT_WHOLE",
    "SEVERAL",
    "TOO_LONG",
    "Fact",
    "Outcome",
    "Recorded",
    "Report",
    "Step",
    "mistyped",
    "not_there",
    "public_reason",
    "report",
    "unknown",
]


MOST_OBJECTIVES_PRINTED = 12
"""As in the design that all credentials share: with more of them, the paper would be read by nobody."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact under its label; several `values` are a list. `printed` says whether it stands on the paper."""

    label: str
    values: tuple[str, ...]
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one number. `claims` is None where there is nothing that may be shown, or nothing we vouch for.

    `meaning` is what it proves and what not, in three sentences; empty where there is no certificate to speak of.
    With `initials` the claims bear only those of the holder, as the holder wishes.
    `seen` is who else saw it in our log, for programs; people find it among the steps.
    `trusted` is False where our own record does not fit what our log tells of it; the status is then never valid.
    `acts` are all that the log tells of the number. `basis` is what an endorsement rests on today.
    """

    status: Status
    headline: str
    meaning: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    steps: tuple[Step, ...] = ()
    claims: Claims | None = None
    life: Life | None = None
    trusted: bool = True
    initials: bool = False
    seen: Seen | None = None
    acts: tuple[Act, ...] = ()
    basis: Basis | None = None

    def __hash__(self) -> int:
        """By what tells most reports apart. All of one is more than there is to do for its page."""
        return hash((self.status, self.headline, self.claims and self.claims.serial))

    @property
    def word(self) -> str:
        """The status in one word."""
        return WORDS[self.status] if self.trusted else HELD

    @property
    def lead(self) -> str:
        """What stands below the word where no fact is shown; empty where the facts speak."""
        return LEADS.get(self.status, "") if self.trusted else ON_HOLD_LEAD

    @property
    def basis_words(self) -> str:
        """How stands what an endorsement rests on; empty for any other certificate."""
        endorsed = None if self.claims is None else self.claims.endorses
        return "" if endorsed is None or self.basis is None else why(endorsed, self.basis)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What nobody should overlook: days that clocks contradict."""
        return tuple(step.words for step in self.steps if step.name == CLOCK)

    def to_json(self) -> dict[str, Json]:
        """The JSON of GET /certificates/<serial>. The keys are always the same; without claims they are empty."""
        claims = _claims_json(self.claims, self.basis) if self.claims else dict.fromkeys(CLAIMED)
        life = _life_json(self.life) if self.life and self.claims else dict.fromkeys(LIVED)
        steps = [{"name": one.name, "outcome": one.outcome.value, "words": one.words} for one in self.steps]
        shown = "initials" if self.initials else "full"
        head: dict[str, Json] = {"status": self.status.value, "headline": self.headline, "name_shown": shown}
        acts: list[Json] = [one.to_json() for one in self.acts]
        seen = self.seen and self.seen.to_json()
        return head | claims | life | {"meaning": list(self.meaning), "seen": seen, "steps": steps, "acts": acts}


def report(recorded: Recorded, now: datetime, basis: Basis | None = None) -> Report:
    """The report on a certificate that the store knows; one that is still being made is unknown to strangers.

    `basis` is what an endorsement rests on today.
    """
    claims, life, acts = recorded.claims, recorded.life, recorded.derived.acts
    rests_on = Status.VALID if claims is None or claims.endorses is None else Status.UNKNOWN
    state = status(life, claims.expires if claims else None, now, rests_on if basis is None else basis.status)
    if recorded.differs or (recorded.fault and state is not Status.UNKNOWN):
        return _on_hold(recorded, Status.SUSPENDED)
    if state is Status.UNKNOWN:
        return unknown()
    if state is Status.ERASED or claims is None:
        return _erased(recorded)
    record = record_steps(recorded, claims)
    if any(step.outcome is Outcome.FAILED and step.name != "file" for step in record):
        return _on_hold(recorded, Status.SUSPENDED if state in (Status.VALID, Status.EXPIRED) else state)
    shown = replace(claims, holder=initials(claims.holder)) if recorded.initials else claims
    return Report(
        state,
        headline(state, shown, life),
        meaning(state, shown),
        _facts(shown, life, basis),
        (NUMBER_FITS, FOUND, *record, term_step(claims, now), standing_step(life), *_basis_steps(claims, basis)),
        shown,
        life,
        initials=recorded.initials,
        acts=acts,
        basis=basis,
    )


def _basis_steps(claims: Claims, basis: Basis | None) -> tuple[Step, ...]:
    return () if claims.endorses is None or basis is None else (basis_step(claims.endorses, basis),)


def unknown() -> Report:
    """The one answer for every number that we did not issue, whatever it looks like."""
    missing = Step("record", Outcome.FAILED, _("We have issued no certificate with this number."))
    return Report(Status.UNKNOWN, headline(Status.UNKNOWN), steps=(missing,))


ONE_IS_WRONG = _("The last character does not fit the others: one of them is wrong.")
NOT_WHOLE = _("A number of ours has 27 letters and figures, and no more. Here some are missing, or there are too many.")
TOO_LONG = _(
    "This is too long for us to look through. Please paste the number alone, or the sentence that it stands in."
)
SEVERAL = _("There are several numbers here. Ask about one at a time, or about all of them on the page for several.")


def mistyped(words: str = ONE_IS_WRONG) -> Report:
    slip = Step("number", Outcome.FAILED, words)
    return Report(Status.MISTYPED, headline(Status.MISTYPED), steps=(slip,))


GROUNDS = {
    Grounds.MISTAKE: _("It was issued by mistake."),
    Grounds.HONESTY: _("The assessment behind it was not taken honestly."),
    Grounds.CONDUCT: _("The code of conduct was not kept."),
    Grounds.REQUEST: _("The holder asked for it."),
}


def public_reason(life: Life) -> str:
    """What may be said of why it was revoked, replaced or suspended; empty if nothing was made public."""
    if life.revoked is not None:
        ground = GROUNDS.get(life.grounds, "")
        if ground and life.revoked_public:
            return _("%(ground)s %(reason)s", ground=ground, reason=life.revoked_public)
        return ground or life.revoked_public
    if life.replaced is not None:
        return life.replaced_public
    return life.suspended_public if life.suspended is not None else ""


def _erased(recorded: Recorded) -> Report:
    gone = Step(
        "facts", Outcome.NOT_CHECKED, _("Its facts were deleted at the holder's wish, so none can be compared.")
    )
    steps = (NUMBER_FITS, FOUND, gone, acts_step(recorded))
    return Report(Status.ERASED, headline(Status.ERASED), steps=steps, life=recorded.life, acts=recorded.derived.acts)


ON_HOLD = _("On hold: our record of this certificate does not match our log. Please write to us before you rely on it.")
ON_HOLD_LEAD = _("Our record of this certificate does not match our log. Please write to us before you rely on it.")


def _on_hold(recorded: Recorded, state: Status) -> Report:
    """Our own record has been altered: no fact of it is shown, nor is it called valid, until somebody has looked."""
    record = record_steps(recorded, recorded.claims) if recorded.claims else (acts_step(recorded),)
    steps = (NUMBER_FITS, FOUND, *record)
    return Report(state, ON_HOLD, steps=steps, trusted=False, acts=recorded.derived.acts)


GONE, UNREADABLE = _("our record of this number is gone"), _("our record of this number cannot be read")


def not_there(derived: Derived, words: str) -> Report:
    """The log tells of a number, and there is no record of it, or none that makes sense."""
    return _on_hold(Recorded(None, Life(), "", derived=derived, differs=words), Status.SUSPENDED)


def _facts(claims: Claims, life: Life, basis: Basis | None) -> tuple[Fact, ...]:
    """What is printed, in the order of the paper, and then what else the record says; what is empty is left out."""
    few = len(claims.objectives) <= MOST_OBJECTIVES_PRINTED
    shown = (_("What was shown"), claims.objectives)
    printed: list[tuple[str, Sequence[str]]] = [
        (_("Issued by"), (claims.issuer.name,)),
        (_("Kind"), (kind_in_words(claims.kind),)),
        (_("Holder"), (claims.holder,)),
        (_("Credential"), (claims.title,)),
        (_("Endorses"), (claims.endorses.title,) if claims.endorses else ()),
        (_("Awarded by decision"), (claims.ground,)),
        *([shown] if few else []),
        (_("Awarded"), (claims.day(claims.issued),)),
        (_("Valid until"), (claims.day(claims.expires),) if claims.expires else ()),
        (_("Signed by"), [f"{one.name}, {one.role}" for one in claims.signed_by]),
        (_("Number"), (claims.serial,)),
        (_("Address"), (claims.verify_url,)),
        (_("What it does not say"), (claims.says_not,)),
    ]
    recorded: list[tuple[str, Sequence[str]]] = [
        *([] if few else [shown]),
        (_("By"), [_("%(title)s, %(day)s", title=one.title, day=claims.day(one.met)) for one in claims.evidence]),
        (_("Rests on"), (why(claims.endorses, basis),) if claims.endorses and basis else ()),
        (_("Agreed to"), (claims.agreement_title,)),
        (_("Corrected"), (claims.day(claims.reissued),) if claims.reissued else ()),
        (_("Replaced by"), (life.replaced_by,)),
        (_("Replaces"), (claims.replaces,)),
        (_("Version of the content"), (claims.revision,)),
    ]
    return (*_filled(printed, printed=True), *_filled(recorded, printed=False))


def _filled(rows: Sequence[tuple[str, Sequence[str]]], *, printed: bool) -> Iterator[Fact]:
    for label, values in rows:
        if any(values):
            yield Fact(label, tuple(values), printed)


CLAIMED = (
    *("serial", "holder", "credential", "title", "kind", "issued", "expires", "reissued", "issuer", "signed_by"),
    *(
        "objectives",
        "evidence",
        "criteria",
        "ground",
        "says_not",
        "language",
        "revision",
        "agreement",
        "verify_url",
        "replaces",
        "endorses",
    ),
)
LIVED = ("revoked", "suspended", "reason", "replaced_by")


def _claims_json(claims: Claims, basis: Basis | None) -> dict[str, Json]:
    """The claims as strangers see them, under the keys of CLAIMED: all but the salt."""
    issuer = claims.issuer
    return {
        "serial": claims.serial,
        "holder": claims.holder,
        "credential": claims.credential,
        "title": claims.title,
        "kind": claims.kind,
        "issued": stamp(claims.issued),
        "expires": claims.expires and stamp(claims.expires),
        "reissued": claims.reissued and stamp(claims.reissued),
        "issuer": {"name": issuer.name, "url": issuer.url, "email": issuer.email},
        "signed_by": [{"name": one.name, "role": one.role} for one in claims.signed_by],
        "objectives": list(claims.objectives),
        "evidence": [{"path": one.path, "title": one.title, "met": stamp(one.met)} for one in claims.evidence],
        "criteria": claims.criteria_html,
        "ground": claims.ground or None,
        "says_not": claims.says_not,
        "language": claims.language,
        "revision": claims.revision,
        "agreement": claims.agreement,
        "verify_url": claims.verify_url,
        "replaces": claims.replaces or None,
        "endorses": None if claims.endorses is None else _endorsed_json(claims.endorses, basis),
    }


def _endorsed_json(endorsed: Endorsed, basis: Basis | None) -> dict[str, Json]:
    """What an endorsement rests on: as it was when it was issued, and the certificate that counts today."""
    return {
        "credential": endorsed.credential,
        "title": endorsed.title,
        "serial": endorsed.serial if basis is None else basis.serial,
        "status": Status.UNKNOWN.value if basis is None else basis.status.value,
    }


def _life_json(life: Life) -> dict[str, Json]:
    return {
        "revoked": life.revoked and stamp(life.revoked),
        "suspended": life.suspended and stamp(life.suspended),
        "reason": public_reason(life) or None,
        "replaced_by": life.replaced_by or None,
    }
