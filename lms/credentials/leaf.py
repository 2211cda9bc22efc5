"""What stands in the issuance log: one leaf for each act, as canonical JSON (RFC 8785), without personal data.

A certificate is named by the SHA-256 of its number. The number has 128 random bits, so nobody finds it from the hash,
and nobody can read through the log who holds what; whoever has the number finds every act on it.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.credentials.canonical import canonical, sha256_of
from lms.credentials.dates import stamp
from lms.credentials.merkle import leaf_hash
from lms.questions.quiz import Json

VERSION = 1


class Kind(StrEnum):
    """The acts that the public can hold us to."""

    ISSUE = "issue"
    FILE = "file"
    REVOKE = "revoke"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REPLACE = "replace"
    ERASE = "erase"
    KEY = "key"
    CLOCK = "clock"
    RESTORE = "restore"


class KeyAct(StrEnum):
    """What befell a key."""

    MADE = "made"
    RETIRED = "retired"
    COMPROMISED = "compromised"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf. `body` is the text whose bytes are hashed into the tree."""

    kind: Kind
    body: str

    @property
    def hash(self) -> bytes:
        return leaf_hash(self.body.encode())


def issued(serial: str, at: datetime, *, claims: str, credential: str = "", renews: str = "") -> Leaf:
    """A certificate is made: `claims` is the hash of its claims, `credential` that of its signed credential."""
    facts: dict[str, Json] = {"claims": claims}
    if credential:
        facts["credential"] = credential
    if renews:
        facts["renews"] = name_of(renews)
    return _of_certificate(Kind.ISSUE, serial, at, facts)


def filed(serial: str, at: datetime, *, credential: str, pdf: str, late: bool = False) -> Leaf:
    """A PDF is stored: the hash of its bytes, and of the credential in it. `late` where it was stored long before."""
    facts: dict[str, Json] = {"credential": credential, "pdf": pdf}
    return _of_certificate(Kind.FILE, serial, at, facts | {"late": True} if late else facts)


def revoked(serial: str, at: datetime) -> Leaf:
    return _of_certificate(Kind.REVOKE, serial, at, {})


def suspended(serial: str, at: datetime) -> Leaf:
    return _of_certificate(Kind.SUSPEND, serial, at, {})


def reinstated(serial: str, at: datetime, credential: str = "") -> Leaf:
    """A suspension ends. `credential` is the hash of the new one, where it was signed anew."""
    return _of_certificate(Kind.REINSTATE, serial, at, {"credential": credential} if credential else {})


def replaced(serial: str, at: datetime, by: str) -> Leaf:
    return _of_certificate(Kind.REPLACE, serial, at, {"by": name_of(by)})


def erased(serial: str, at: datetime) -> Leaf:
    return _of_certificate(Kind.ERASE, serial, at, {})


def key(act: KeyAct, at: datetime, *, use: str, id: str, public: str) -> Leaf:
    """A key is made, retired or compromised. `public` is the public key in base64."""
    return _leaf(Kind.KEY, at, {"act": act.value, "use": use, "id": id, "public": public})


def clock(at: datetime, *, leaf: int, said: datetime) -> Leaf:
    """The time of a leaf was wrong: its number, and what it says. From here on time counts anew from `at`."""
    return _leaf(Kind.CLOCK, at, {"leaf": leaf, "said": stamp(said)})


def restored(at: datetime, *, origin: str, size: int, root: str) -> Leaf:
    """The log goes on from an older copy: which head of which origin is known, and not here."""
    return _leaf(Kind.RESTORE, at, {"origin": origin, "size": size, "root": root})


def name_of(serial: str) -> str:
    """How the log names a certificate."""
    return sha256_of(serial.encode())


def read(body: str) -> dict[str, Json] | None:
    """The facts of a leaf; None for a text that is no leaf in its one form."""
    try:
        value: Json = json.loads(body)
        whole = isinstance(value, dict) and canonical(value).decode() == body
    except (ValueError, TypeError, RecursionError):
        return None
    return value if whole else None


def lost_log_key(body: str) -> bytes | None:
    """The key of the log that a leaf says was lost: from that leaf on, its signature counts no more."""
    # Of a hundred thousand leaves few are of keys, and reading one takes its time.
    facts = (read(body) if KeyAct.COMPROMISED in body else None) or {}
    if (facts.get("kind"), facts.get("act"), facts.get("use")) != (Kind.KEY, KeyAct.COMPROMISED, "log"):
        return None
    return base64.b64decode(str(facts.get("public")))


def _of_certificate(kind: Kind, serial: str, at: datetime, facts: dict[str, Json]) -> Leaf:
    return _leaf(kind, at, {"certificate": name_of(serial), **facts})


def _leaf(kind: Kind, at: datetime, facts: dict[str, Json]) -> Leaf:
    return Leaf(kind, canonical({"v": VERSION, "kind": kind.value, "at": stamp(at), **facts}).decode())
