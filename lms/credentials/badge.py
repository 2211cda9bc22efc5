"""The credential: what a certificate claims, as an Open Badge 3.0 on Verifiable Credentials 2.0, signed.

It is made of the claims, the place in the status lists and the picture; what is in it is never changed afterwards.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from lms.credentials.canonical import digest
from lms.credentials.contexts import CREDENTIALS, OPEN_BADGES, OPEN_BADGES_EXTENSIONS
from lms.credentials.dates import stamp, zone_of
from lms.credentials.did import did_of
from lms.credentials.form import Each, Exactly, Form, OneOf, fits
from lms.credentials.integrity import PURPOSE, SUITE, TYPE, NotProven, Proven, Signer, prove, signed
from lms.credentials.model import Claims, Evidence
from lms.credentials.picture import png
from lms.credentials.plaintext import plain_text
from lms.credentials.statuslist import CURRENT, Purpose, entry
from lms.questions.quiz import Json

CONTEXTS = [CREDENTIALS, OPEN_BADGES, OPEN_BADGES_EXTENSIONS]
TYPES = ["VerifiableCredential", "OpenBadgeCredential"]
SCHEMA = [
    {
        "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
        "type": "1EdTechJsonSchemaValidator2019",
    }
]
MEDIA_TYPES = ("application/vc+ld+json", "application/vc", "application/ld+json")

ENDORSEMENT = "endorsement"
_TYPES_OF_ACHIEVEMENT = {
    "certification": "Certification",
    "course-certificate": "CertificateOfCompletion",
    ENDORSEMENT: "Certificate",
}
KINDS = {"certification": "certification", "course-certificate": "course certificate", ENDORSEMENT: "endorsement"}
_CONDITION = "Valid only while"
_LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_NOT_IN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class HashedEmail:
    """An e-mail address of which only this can be told: whether it is a certain one."""

    hash: str
    salt: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A signed credential: the text as it is given out, its canonical hash, and the address of the key."""

    text: str
    hash: str
    method: str


def hashed_email(email: str, salt: str) -> HashedEmail:
    """`salt` is random, and another one for each certificate. Letter case does not count."""
    return HashedEmail("sha256$" + sha256((email.lower() + salt).encode()).hexdigest(), salt)


def sign_claims(claims: Claims, status_index: int, signer: Signer, at: datetime, email: HashedEmail | None) -> Badge:
    """The credential of a certificate. Nothing comes of it (`Unsigned`) if a part of it would not be signed."""
    document = signed(credential(claims, status_index, email), signer, at)
    if not fits(document, _FORM):
        raise ValueError("the credential has not the form that our own check asks for")
    return Badge(json.dumps(document, ensure_ascii=False, indent=1), digest(document), signer.method)


def credential(claims: Claims, status_index: int, email: HashedEmail | None = None) -> dict[str, Json]:
    """The credential before it is signed. The holder has no id of their own here: the name stands in clear."""
    base_url = claims.verify_url.removesuffix(f"/verify/{claims.serial}")
    document: dict[str, Json] = {
        "@context": CONTEXTS,
        "id": f"{base_url}/certificates/{claims.serial}/credential.json",
        "type": TYPES,
        "name": claims.title,
        "issuer": _issuer(claims, base_url),
        "validFrom": stamp(claims.drawn_on),
        "awardedDate": stamp(claims.issued, zone_of(claims.zone)),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _identifiers(claims.holder, email),
            "licenseNumber": claims.serial,
            "achievement": _achievement(claims, base_url),
        },
        "evidence": [_evidence(claims, one) for one in claims.evidence],
        "credentialSchema": SCHEMA,
        "credentialStatus": entry(base_url, CURRENT, status_index),
    }
    if claims.expires is not None:
        document["validUntil"] = stamp(claims.expires, zone_of(claims.zone))
    if not claims.evidence:
        del document["evidence"]
    return {name: _clean(value) for name, value in document.items()}


def verify(document: Json, keys: Mapping[str, bytes]) -> Proven | NotProven:
    """Whether a document is a credential of ours, as it was signed with one of these public keys.

    Its dates and its status are another question. The exact form is asked for, also where another would mean the same.
    """
    if not fits(document, _FORM):
        return NotProven("It has not the form of our credentials.")
    if document["proof"]["verificationMethod"].partition("#")[0] != document["issuer"]["id"]:
        return NotProven("It was not signed by the issuer that it names.")
    return prove(document, keys)


def _issuer(claims: Claims, base_url: str) -> dict[str, Json]:
    issuer = claims.issuer
    told = {"name": issuer.name, "url": issuer.url, "email": issuer.email, "description": issuer.description}
    return {"id": did_of(base_url), "type": ["Profile"]} | {name: text for name, text in told.items() if text}


def _identifiers(holder: str, email: HashedEmail | None) -> list[Json]:
    name = {"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}
    if email is None:
        return [name]
    mail = {"type": "IdentityObject", "hashed": True, "identityHash": email.hash, "identityType": "emailAddress"}
    return [name, mail | {"salt": email.salt}]


def _achievement(claims: Claims, base_url: str) -> dict[str, Json]:
    kind = f"{'An' if claims.endorses else 'A'} {KINDS[claims.kind]} by {claims.issuer.name}."
    if claims.endorses is not None:
        basis = f"{base_url}/verify/{claims.endorses.serial}"
        kind = f"{kind} {_CONDITION} “{claims.endorses.title}” of the same holder is valid ({basis})."
    shown = "\n".join(f"- {text}" for text in claims.objectives)
    narrative = plain_text(claims.criteria_html) + (f"\n\nWhat was shown:\n{shown}" if shown else "")
    achievement: dict[str, Json] = {
        "id": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{base_url}/certificates/{claims.credential}')}",
        "type": ["Achievement"],
        "achievementType": _TYPES_OF_ACHIEVEMENT[claims.kind],
        "name": claims.title,
        "description": f"{kind} {claims.says_not}".strip(),
        "criteria": {"narrative": narrative or claims.title},
        "image": {
            "id": "data:image/png;base64," + base64.b64encode(png(claims.kind)).decode(),
            "type": "Image",
            "caption": claims.title,
        },
        "humanCode": claims.credential,
        "version": claims.revision,
    }
    if _LANGUAGE.fullmatch(claims.language):
        achievement["inLanguage"] = claims.language
    return achievement


def condition_in(document: Mapping[str, Json]) -> str:
    """What an endorsement says of the certificate that it rests on; empty for any other credential."""
    try:
        achievement = document["credentialSubject"]["achievement"]
        is_one = achievement["achievementType"] == _TYPES_OF_ACHIEVEMENT[ENDORSEMENT]
        description = str(achievement["description"])
    except (KeyError, TypeError):
        return ""
    _, words, rest = description.partition(_CONDITION) if is_one else ("", "", "")
    return f"{words}{rest.partition(').')[0]})." if words else ""


def _evidence(claims: Claims, one: Evidence) -> dict[str, Json]:
    day = claims.day(one.met, claims.language)
    return {"type": ["Evidence"], "name": one.title, "genre": one.path, "description": day}


def _clean(value: Json) -> Json:
    """The value without characters that canonical N-Quads and XML write in more than one way, or not at all."""
    if isinstance(value, str):
        return _NOT_IN_TEXT.sub(" ", value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return {name: _clean(inner) for name, inner in value.items()} if isinstance(value, dict) else value


_IDENTITY: Form = {
    "type": Exactly("IdentityObject"),
    "hashed": bool,
    "identityHash": str,
    "identityType": str,
    "salt?": str,
}
_FORM: Form = {
    "@context": Exactly(CONTEXTS),
    "id": str,
    "type": Exactly(TYPES),
    "name": str,
    "issuer": {
        "id": str,
        "type": Exactly(["Profile"]),
        "name": str,
        "url?": str,
        "email?": str,
        "description?": str,
    },
    "validFrom": str,
    "validUntil?": str,
    "awardedDate": str,
    "credentialSubject": {
        "type": Exactly(["AchievementSubject"]),
        "identifier": Each(_IDENTITY),
        "licenseNumber": str,
        "achievement": {
            "id": str,
            "type": Exactly(["Achievement"]),
            "achievementType": str,
            "name": str,
            "description": str,
            "criteria": {"narrative": str},
            "image": {"id": str, "type": Exactly("Image"), "caption": str},
            "humanCode": str,
            "version": str,
            "inLanguage?": str,
        },
    },
    "evidence?": Each({"type": Exactly(["Evidence"]), "name": str, "genre": str, "description": str}),
    "credentialSchema": Exactly(SCHEMA),
    "credentialStatus": {
        "id": str,
        "type": Exactly("BitstringStatusListEntry"),
        "statusPurpose": OneOf(frozenset(Purpose)),
        "statusListIndex": str,
        "statusListCredential": str,
    },
    "proof": {
        "type": Exactly(TYPE),
        "cryptosuite": Exactly(SUITE),
        "created": str,
        "verificationMethod": str,
        "proofPurpose": Exactly(PURPOSE),
        "proofValue": str,
    },
}
