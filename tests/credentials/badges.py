"""A key, and what it signs, for the tests of credentials."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lms.credentials.badge import HashedEmail, credential, hashed_email, sign_claims
from lms.credentials.did import did_document, method_of
from lms.credentials.integrity import Signer, signed
from lms.credentials.keys import KeyKind, SigningKey, id_of
from lms.credentials.model import Claims
from lms.credentials.statuslist import StatusList, entry, list_document
from lms.questions.quiz import Json

BASE = "https://certificates.example"
SIGNED = datetime(2027, 3, 5, 14, 5, tzinfo=UTC)
CHECKED = SIGNED + timedelta(hours=1)
PLACE = 4711
MAIL = hashed_email("amal@example.org", "f" * 32)


class Key:
    """An Ed25519 key that is the same in every run, with its public part in every form that somebody asks for."""

    def __init__(self, seed: int = 1, base_url: str = BASE) -> None:
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.base_url = base_url
        self.public = private.public_key().public_bytes_raw()
        self.pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.known = SigningKey(KeyKind.CREDENTIAL, id_of(self.public), self.public, SIGNED)
        self.signer = Signer(method_of(base_url, self.known.id), private.sign)

    @property
    def keys(self) -> dict[str, bytes]:
        return {self.signer.method: self.public}

    def did(self) -> dict[str, Json]:
        return did_document(self.base_url, [self.known])

    def badge(self, claims: Claims, email: HashedEmail | None = MAIL) -> Json:
        """The signed credential of these claims."""
        return json.loads(sign_claims(claims, PLACE, self.signer, SIGNED, email).text)

    def former_badge(self, claims: Claims) -> Json:
        """The credential as it was signed while the status that it names was the one of suspension."""
        document = credential(claims, PLACE, MAIL)
        named = {"credentialStatus": entry(self.base_url, StatusList.SUSPENSION, PLACE)}
        return signed(document | named, self.signer, SIGNED)

    def status(self, which: StatusList, places: Collection[int] = (), at: datetime = CHECKED) -> Json:
        return signed(list_document(self.base_url, which, 1, places, at), self.signer, at)


KEY = Key()
