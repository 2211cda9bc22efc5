"""A certificate checked on a machine without network: by the issuer's public keys, and by what else was given.

What was not checked is said as well. Whether it was revoked since, nothing tells but a status list or the log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from lms.credentials import badge, baking
from lms.credentials.attached import CREDENTIAL, RECEIPT
from lms.credentials.dates import day_of_stamp, from_stamp, in_words
from lms.credentials.decision import ground_in
from lms.credentials.did import keys_of
from lms.credentials.integrity import UNKNOWN_KEY, NotProven
from lms.credentials.offlineproofs import Beside, log_step, lost_signer, lost_step, standing_steps
from lms.credentials.receipt import Receipt
from lms.credentials.steps import Outcome, Step
from lms.credentials.upload import Kind, Look, credential_of, kind_of
from lms.questions.quiz import Json

NOTHING = Beside()
_SEAL = {
    Look.INTACT: (Outcome.OK, "The seal on the file is whole, and hangs under the root that you gave."),
    Look.EARLY: (
        Outcome.FAILED,
        "The seal says a time that is still to come by the clock of this machine. Set that right, and check again.",
    ),
    Look.CHANGED: (Outcome.FAILED, "The file was changed after it was sealed."),
    Look.FOREIGN: (Outcome.FAILED, "The file is signed by somebody else."),
    Look.UNSIGNED: (Outcome.FAILED, "The file bears no seal."),
}
_IN_VAIN = Step("seal", Outcome.FAILED, "The file is as somebody sealed it, and the seal cannot be relied on.")
_NO_SEAL = (Outcome.FAILED, "The file could not be read.")


@dataclass(frozen=True, slots=True)
class OfflineCheck:
    """What could be found out. `holds` only where a proof was checked, and no step failed."""

    holds: bool
    headline: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]

    def to_json(self) -> dict[str, Json]:
        steps = [{"name": one.name, "outcome": one.outcome.value, "words": one.words} for one in self.steps]
        head: dict[str, Json] = {"holds": self.holds, "headline": self.headline, "facts": dict(self.facts)}
        return head | {"checked": list(self.checked), "not_checked": list(self.not_checked), "steps": steps}

    @property
    def checked(self) -> tuple[str, ...]:
        """The names of the steps that came to an answer, good or bad."""
        return tuple(one.name for one in self.steps if one.outcome is not Outcome.NOT_CHECKED)

    @property
    def not_checked(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.steps if one.outcome is Outcome.NOT_CHECKED)


@dataclass(frozen=True, slots=True)
class Readers:
    """How a PDF is looked into, a file that travels in it taken out, and its sealer read: all of it takes pyHanko."""

    look: Callable[[bytes], Look]
    take_out: Callable[[bytes, str], bytes | None]
    sealer: Callable[[bytes], x509.Certificate]


def check(
    content: bytes, did_document: Mapping[str, Json] | None, readers: Readers, now: datetime, beside: Beside = NOTHING
) -> OfflineCheck:
    """A PDF by its seal and what travels in it, a credential or badge by its proof; each also by what was given."""
    kind, steps = kind_of(content), []
    inside: bytes | None = content if kind is Kind.JSON else None
    receipt: Receipt | None = None
    if kind is Kind.PDF:
        look = readers.look(content)
        steps.append(Step("seal", *_SEAL.get(look, _NO_SEAL)))
        # Nothing is taken out of a file that is not whole: what it says could not be relied on.
        if look is Look.INTACT:
            lost = lost_step(readers.sealer(content), beside, now)
            steps = [_IN_VAIN, lost] if lost.outcome is Outcome.FAILED else [*steps, lost]
            inside = readers.take_out(content, CREDENTIAL)
            receipt = Receipt.from_bytes(readers.take_out(content, RECEIPT) or b"")
    elif kind is Kind.BADGE:
        inside = _out_of_badge(content)
    document = None if inside is None else credential_of(inside)
    if document is None:
        return _judged([*steps, Step("credential", Outcome.FAILED, "No credential could be read in it.")], None)
    proof = _proof_step(document, did_document, beside)
    steps += [proof, _term_step(document, now), *_basis_steps(document)]
    if proof.outcome is Outcome.OK:
        steps.append(log_step(document, receipt, beside))
        steps += standing_steps(document, keys_of(did_document or {}), beside, now)
    else:
        steps.append(Step("standing", Outcome.NOT_CHECKED, "What is not proven was looked up nowhere."))
    return _judged(steps, document)


_WITHDRAWN = (
    "Somebody else may have signed it under the issuer's name. Or the key was lost to somebody, and the issuer took it "
    "out of did.json: then a newer file was signed for the holder, and this one counts no more."
)


def _judged(steps: Sequence[Step], document: Mapping[str, Json] | None) -> OfflineCheck:
    outcomes = {one.name: one.outcome for one in steps}
    proven = outcomes.get("proof") is Outcome.OK
    failed = {name for name, outcome in outcomes.items() if outcome is Outcome.FAILED}
    holds = proven and not failed
    if holds:
        headline = "It holds: this is what the issuer signed, and nothing in it was changed."
        if Outcome.OK not in (outcomes.get("standing"), outcomes.get("acts")):
            headline += " Whether it still counts was not checked."
    elif proven and failed == {"term"}:
        headline = "It is what the issuer signed, but it is not within its term."
    elif proven and failed <= {"standing", "acts", "term"}:
        headline = "It is what the issuer signed, but it cannot be relied on today."
    else:
        headline = "It does not hold: do not rely on it."
    # Facts of a credential that is not proven are anybody's words, and not repeated.
    relied_on = proven and "seal" not in failed
    return OfflineCheck(holds, headline, _facts(document) if relied_on and document else (), tuple(steps))


def _out_of_badge(content: bytes) -> bytes | None:
    try:
        return baking.unbake(content).encode()
    except (ValueError, RecursionError):
        return None


def _proof_step(document: Mapping[str, Json], did_document: Mapping[str, Json] | None, beside: Beside) -> Step:
    if did_document is None:
        return Step("proof", Outcome.FAILED, "The issuer's keys (did.json) were not given.")
    try:
        found = badge.verify(dict(document), keys_of(did_document))
    except ValueError:
        return Step("proof", Outcome.FAILED, "The file of keys is no did.json of an issuer.")
    if isinstance(found, NotProven):
        named = found.reason == UNKNOWN_KEY and document["issuer"]["id"] == did_document.get("id")
        return Step("proof", Outcome.FAILED, f"{found.reason} {_WITHDRAWN}" if named else found.reason)
    if lost_signer(found.method, beside):
        return Step("proof", Outcome.FAILED, "It was signed with a key that was lost to somebody, by the log.")
    return Step("proof", Outcome.OK, f"The credential is as it was signed, with the issuer's key {found.method}.")


def _term_step(document: Mapping[str, Json], now: datetime) -> Step:
    """The dates are inside the proof; a form without them is refused by the proof's own step."""
    try:
        start, last = from_stamp(document["validFrom"]), document.get("validUntil")
        end = None if last is None else from_stamp(last)
    except (KeyError, TypeError, ValueError):
        return Step("term", Outcome.FAILED, "It bears no readable dates.")
    if now < start:
        return Step("term", Outcome.FAILED, f"Its first day, {in_words(start)}, is still to come by this clock.")
    if end is None or last is None:
        return Step("term", Outcome.OK, "It has no last day: it records what was learned at the time.")
    if now > end:
        return Step("term", Outcome.FAILED, f"Its last day was {day_of_stamp(last)}.")
    return Step("term", Outcome.OK, f"It is within its term, which ends on {day_of_stamp(last)}.")


def _basis_steps(document: Mapping[str, Json]) -> tuple[Step, ...]:
    """An endorsement says what it rests on, and not how that stands: nothing in its own file could."""
    condition = badge.condition_in(document)
    if not condition:
        return ()
    return (Step("endorsed", Outcome.NOT_CHECKED, f"{condition} Check that certificate as well."),)


def _facts(document: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    subject, issuer = document["credentialSubject"], document["issuer"]
    named = (one["identityHash"] for one in subject["identifier"] if one["identityType"] == "name")
    facts = [
        ("Holder", ", ".join(named)),
        ("Credential", str(subject["achievement"]["name"])),
        ("Awarded", day_of_stamp(document["awardedDate"])),
        ("Awarded by decision", ground_in(str(subject["achievement"]["criteria"]["narrative"]))),
        ("Valid until", day_of_stamp(document["validUntil"]) if "validUntil" in document else "no last day"),
        ("Issued by", f"{issuer.get('name', '')} ({issuer['id']})"),
        ("Address", str(document["id"])),
    ]
    return tuple((label, text) for label, text in facts if text)


def read_did(content: bytes) -> dict[str, Json] | None:
    """A did.json as a file; None for what is none."""
    try:
        value: Json = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
