"""What a certificate says: one record, frozen at its issue, from which its page, its PDF and its JSON are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from lms.content.reading.model import Catalog, Credential, Issuer, Signatory
from lms.credentials.canonical import canonical, digest
from lms.credentials.dates import after, from_stamp, in_words, stamp, zone_of
from lms.credentials.decision import criteria_of
from lms.credentials.serial import Serial
from lms.questions.quiz import Json

FORMAT = 1
RENEWAL_FORMAT = 2
"""A renewal has one key more. All else stays in the first format, so that its hash does."""
DECISION_FORMAT = 3
"""An award by decision has one key more than a renewal. Nothing else is written in it."""
ZONE_FORMAT = 4
"""All keys, and the zone in which the days count. What is new is written in it; a correction keeps its own."""
ENDORSEMENT_FORMAT = 5
"""An endorsement has one key more than all others."""
_FORMATS = (FORMAT, RENEWAL_FORMAT, DECISION_FORMAT, ZONE_FORMAT, ENDORSEMENT_FORMAT)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that the holder completed or passed for it, and when. No mark: that is the holder's own affair."""

    path: str
    title: str
    met: datetime


@dataclass(frozen=True, slots=True)
class Endorsed:
    """The certificate of the same holder that an endorsement rests on, as it was when that was issued."""

    credential: str
    title: str
    serial: str


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything that a certificate claims. Moments are whole seconds in UTC.

    `issued` is the day of the award, which a later correction keeps; `reissued` says when this correction was made,
    and `replaces` which number it took over from. `renews` is the number of the period before.
    `agreement` is the hash of the text that the holder signed. `ground` is what it was awarded for where people decided
    so, whatever the holder had shown here; the criteria then say this and nothing else. `zone` is the issuer's, by its
    name in the IANA's list: it says which day a moment was. In claims of before it is empty, and the days are in UTC.
    `endorses` is what an endorsement rests on: it is valid only while that is.
    `revision` is that of the content by which it was earned. `salt` is random and never shown: the hash of the claims
    stays in the log when the claims are erased, and without the salt it would confirm a guess at the name.

    The JSON keys are never renamed and never change their meaning; what is new gets a new key and a new FORMAT.
    """

    serial: str
    salt: str
    credential: str
    title: str
    kind: str
    holder: str
    criteria_html: str
    says_not: str
    objectives: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    issued: datetime
    expires: datetime | None
    issuer: Issuer
    signed_by: tuple[Signatory, ...]
    language: str
    verify_url: str
    host: str
    revision: str
    agreement: str = ""
    agreement_title: str = ""
    replaces: str = ""
    reissued: datetime | None = None
    renews: str = ""
    ground: str = ""
    zone: str = ""
    endorses: Endorsed | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes: what the log remembers."""
        return digest(self.to_json())

    @property
    def drawn_on(self) -> datetime:
        """The moment that the PDF bears as its date."""
        return self.reissued or self.issued

    def day(self, moment: datetime, language: str = "en") -> str:
        """The civil day of a moment where the issuer is, in words."""
        return in_words(moment, language, zone_of(self.zone))

    def to_json(self) -> dict[str, Json]:
        written: dict[str, Json] = {
            "format": self._format,
            "serial": self.serial,
            "salt": self.salt,
            "credential": self.credential,
            "title": self.title,
            "kind": self.kind,
            "holder": self.holder,
            "criteria_html": self.criteria_html,
            "says_not": self.says_not,
            "objectives": list(self.objectives),
            "evidence": [{"path": one.path, "title": one.title, "met": stamp(one.met)} for one in self.evidence],
            "issued": stamp(self.issued),
            "expires": None if self.expires is None else stamp(self.expires),
            "issuer": {
                "name": self.issuer.name,
                "url": self.issuer.url,
                "email": self.issuer.email,
                "description": self.issuer.description,
            },
            "signed_by": [{"name": one.name, "role": one.role} for one in self.signed_by],
            "language": self.language,
            "verify_url": self.verify_url,
            "host": self.host,
            "revision": self.revision,
            "agreement": self.agreement,
            "agreement_title": self.agreement_title,
            "replaces": self.replaces,
            "reissued": None if self.reissued is None else stamp(self.reissued),
        }
        if self.endorses is not None:
            on = self.endorses
            rests = {"credential": on.credential, "title": on.title, "serial": on.serial}
            return written | {"renews": self.renews, "ground": self.ground, "zone": self.zone, "endorses": rests}
        if self.zone:
            return written | {"renews": self.renews, "ground": self.ground, "zone": self.zone}
        if self.ground:
            return written | {"renews": self.renews, "ground": self.ground}
        return written | {"renews": self.renews} if self.renews else written

    @property
    def _format(self) -> int:
        if self.endorses is not None:
            return ENDORSEMENT_FORMAT
        if self.zone:
            return ZONE_FORMAT
        if self.ground:
            return DECISION_FORMAT
        return RENEWAL_FORMAT if self.renews else FORMAT

    def to_bytes(self) -> bytes:
        """The canonical bytes: what is stored, and what is hashed."""
        return canonical(self.to_json())

    @staticmethod
    def from_json(stored: Json) -> Claims:
        """The claims that `to_json` gave; a record of another format is a KeyError or ValueError, never half read."""
        if stored["format"] not in _FORMATS:
            raise ValueError(f"claims of format {stored['format']!r} are not known here")
        issuer = stored["issuer"]
        return Claims(
            serial=stored["serial"],
            salt=stored["salt"],
            credential=stored["credential"],
            title=stored["title"],
            kind=stored["kind"],
            holder=stored["holder"],
            criteria_html=stored["criteria_html"],
            says_not=stored["says_not"],
            objectives=tuple(stored["objectives"]),
            evidence=tuple(Evidence(one["path"], one["title"], from_stamp(one["met"])) for one in stored["evidence"]),
            issued=from_stamp(stored["issued"]),
            expires=None if stored["expires"] is None else from_stamp(stored["expires"]),
            issuer=Issuer(issuer["name"], issuer["url"], issuer["email"], issuer["description"]),
            signed_by=tuple(Signatory(one["name"], one["role"]) for one in stored["signed_by"]),
            language=stored["language"],
            verify_url=stored["verify_url"],
            host=stored["host"],
            revision=stored["revision"],
            agreement=stored["agreement"],
            agreement_title=stored["agreement_title"],
            replaces=stored["replaces"],
            reissued=None if stored["reissued"] is None else from_stamp(stored["reissued"]),
            renews=stored["renews"] if stored["format"] != FORMAT else "",
            ground=stored["ground"] if stored["format"] >= DECISION_FORMAT else "",
            zone=stored["zone"] if stored["format"] >= ZONE_FORMAT else "",
            endorses=_endorsed(stored["endorses"]) if stored["format"] == ENDORSEMENT_FORMAT else None,
        )


def condition_of(endorsed: Endorsed | None) -> str:
    """What holds of every endorsement, as the end of its criteria: so it is on paper, page and in the credential."""
    if endorsed is None:
        return ""
    return f"<p>Valid only while “{escape(endorsed.title, quote=False)}” of the same holder is valid.</p>"


def _endorsed(stored: Json) -> Endorsed:
    return Endorsed(stored["credential"], stored["title"], stored["serial"])


def freeze(
    catalog: Catalog,
    credential: Credential,
    *,
    holder: str,
    serial: Serial,
    salt: str,
    issued: datetime,
    base_url: str,
    evidence: Sequence[Evidence] = (),
    renews: Claims | None = None,
    ground: str = "",
    zone: str = "",
    endorses: Endorsed | None = None,
) -> Claims:
    """The claims of a new certificate. `holder` has passed `names.check_name`; `salt` is at least 128 random bits.

    The period of a renewal begins where the one before ends, so that nobody loses days by being early. What was awarded
    by decision, on the `ground` that passed `decision.check_ground`, stays so when it is renewed: the criteria of the
    credential and its objectives were never shown.
    """
    if catalog.issuer is None:
        raise ValueError("nobody issues: the check of the content refuses a credential without an issuer.md")
    awarded = _whole_seconds(issued)
    decided = ground or ("" if renews is None else renews.ground)
    begins = awarded if renews is None or renews.expires is None else max(awarded, renews.expires)
    return Claims(
        serial=serial.text,
        salt=salt,
        credential=credential.id,
        title=credential.title,
        kind=credential.kind,
        holder=holder,
        criteria_html=(criteria_of(decided) if decided else credential.html) + condition_of(endorses),
        says_not=credential.says_not,
        objectives=() if decided else tuple(catalog.objectives[id].text for id in credential.objectives),
        evidence=tuple(replace(one, met=_whole_seconds(one.met)) for one in evidence),
        issued=awarded,
        expires=None if credential.valid_for is None else after(begins, credential.valid_for, zone_of(zone)),
        issuer=catalog.issuer,
        signed_by=credential.signed_by,
        language=credential.language,
        verify_url=_verify_url(base_url, serial),
        host=urlsplit(base_url).netloc,
        revision=catalog.revision,
        agreement=credential.agreement,
        agreement_title=credential.agreement_title,
        renews="" if renews is None else renews.serial,
        ground=decided,
        zone=zone,
        endorses=endorses,
    )


def reissue(former: Claims, *, holder: str, serial: Serial, salt: str, base_url: str, at: datetime) -> Claims:
    """The same award under a corrected name: a new certificate, whose days of award and expiry stay as they were."""
    return replace(
        former,
        serial=serial.text,
        salt=salt,
        holder=holder,
        verify_url=_verify_url(base_url, serial),
        host=urlsplit(base_url).netloc,
        replaces=former.serial,
        reissued=_whole_seconds(at),
    )


def _verify_url(base_url: str, serial: Serial) -> str:
    return f"{base_url.rstrip('/')}/verify/{serial.text}"


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
