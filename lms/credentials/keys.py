"""The keys as everybody may know them: what each is for, since when, and whether it is still good. No secrets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from lms.credentials.canonical import sha256_of
from lms.credentials.dates import from_stamp, stamp
from lms.questions.quiz import Json

FORMAT = 1
_ID_LENGTH = 16

Sign = Callable[[bytes], bytes]
"""An Ed25519 signature over a message. The private key is known to the signer alone."""


class KeyKind(StrEnum):
    """What a key is for. No key serves two ends."""

    CREDENTIAL = "credential"
    PDF = "pdf"
    ROOT = "root"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key. `public` is 32 bytes for Ed25519 (credential, log), and a SubjectPublicKeyInfo in DER for the others.

    `certificate` is X.509 in PEM, for pdf and root. A retired key signs nothing new, and what it signed stays good; of
    a compromised one nothing does. `development`: made on its own on this machine, and for nothing else.
    """

    kind: KeyKind
    id: str
    public: bytes
    made: datetime
    development: bool = False
    certificate: str = ""
    retired: datetime | None = None
    compromised: datetime | None = None

    @property
    def active(self) -> bool:
        return self.retired is None and self.compromised is None

    @property
    def public_text(self) -> str:
        return base64.b64encode(self.public).decode()


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key there ever was, oldest first."""

    keys: tuple[SigningKey, ...] = ()

    def of(self, kind: KeyKind) -> tuple[SigningKey, ...]:
        return tuple(one for one in self.keys if one.kind is kind)

    def active(self, kind: KeyKind) -> SigningKey | None:
        """The key that signs now."""
        return next((one for one in self.of(kind) if one.active), None)

    def trusted(self, kind: KeyKind) -> tuple[SigningKey, ...]:
        """The keys whose signatures are good: for credentials, those of assertionMethod."""
        return tuple(one for one in self.of(kind) if one.compromised is None)

    def find(self, id: str) -> SigningKey | None:
        return next((one for one in self.keys if one.id == id), None)

    def with_new(self, key: SigningKey) -> KeyRing:
        """The ring with one more key, which takes over from the active one of its kind."""
        return KeyRing((*(_retired(one, key) for one in self.keys), key))

    def with_compromised(self, id: str, at: datetime) -> KeyRing:
        """The ring after this key was lost to somebody; a day that is known already stays."""
        return KeyRing(
            tuple(
                replace(one, compromised=one.compromised or at, retired=one.retired or at) if one.id == id else one
                for one in self.keys
            )
        )

    def to_json(self) -> dict[str, Json]:
        return {"format": FORMAT, "keys": [_to_json(one) for one in self.keys]}

    @staticmethod
    def from_json(value: Json) -> KeyRing:
        if value["format"] != FORMAT:
            raise ValueError(f"a key ring of format {value['format']!r} is not known here")
        return KeyRing(tuple(_from_json(one) for one in value["keys"]))


def id_of(public: bytes) -> str:
    """A key's name: the beginning of the SHA-256 of the public key."""
    return sha256_of(public)[:_ID_LENGTH]


def _retired(one: SigningKey, by: SigningKey) -> SigningKey:
    return replace(one, retired=by.made) if one.kind is by.kind and one.retired is None else one


def _to_json(key: SigningKey) -> dict[str, Json]:
    return {
        "kind": key.kind.value,
        "id": key.id,
        "public": key.public_text,
        "made": stamp(key.made),
        "development": key.development,
        "certificate": key.certificate,
        "retired": None if key.retired is None else stamp(key.retired),
        "compromised": None if key.compromised is None else stamp(key.compromised),
    }


def _from_json(value: Json) -> SigningKey:
    return SigningKey(
        kind=KeyKind(value["kind"]),
        id=str(value["id"]),
        public=base64.b64decode(value["public"], validate=True),
        made=from_stamp(value["made"]),
        development=bool(value["development"]),
        certificate=str(value["certificate"]),
        retired=None if value["retired"] is None else from_stamp(value["retired"]),
        compromised=None if value["compromised"] is None else from_stamp(value["compromised"]),
    )
