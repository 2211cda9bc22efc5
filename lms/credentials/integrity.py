"""The proof under a document: a Data Integrity proof of the suite eddsa-rdfc-2022, one object, in our own few lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lms.credentials.contexts import NotPinned
from lms.credentials.dates import stamp
from lms.credentials.keys import Sign
from lms.credentials.linkeddata import Unsigned, check_all_signed, quads
from lms.credentials.multikey import from_multibase, to_multibase
from lms.questions.quiz import Json

UNKNOWN_KEY = "It was signed with a key that is not among the issuer's."
TYPE, SUITE, PURPOSE = "DataIntegrityProof", "eddsa-rdfc-2022", "assertionMethod"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs, and its address: the issuer's DID, `#` and the key's own id."""

    method: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Proven:
    """The document is as it was signed, by the key at this address."""

    method: str


@dataclass(frozen=True, slots=True)
class NotProven:
    """Why the document is not taken for what it says it is."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


def signed(document: Mapping[str, Json], signer: Signer, at: datetime) -> dict[str, Json]:
    """The document with its proof. Unsigned if any part of it would not be covered: then nothing is signed at all."""
    proof: dict[str, Json] = {
        "type": TYPE,
        "cryptosuite": SUITE,
        "created": stamp(at),
        "verificationMethod": signer.method,
        "proofPurpose": PURPOSE,
    }
    check_all_signed(document)
    check_all_signed({"@context": document["@context"], **proof})
    value = to_multibase(signer.sign(_digests(document, proof)))
    return {**document, "proof": {**proof, "proofValue": value}}


def prove(document: Mapping[str, Json], keys: Mapping[str, bytes]) -> Proven | NotProven:
    """Whether one of these public keys, by address, signed the document as it stands.

    Nothing is said about whose keys they are. The form of the document has been looked at before: spelling out a
    hostile one could take for ever.
    """
    try:
        proof = dict(document["proof"])
        method, value = proof["verificationMethod"], from_multibase(proof.pop("proofValue"))
        if (proof["type"], proof["cryptosuite"], proof["proofPurpose"]) != (TYPE, SUITE, PURPOSE):
            return NotProven("It bears another kind of proof than the ones we give.")
        if method not in keys:
            return NotProven(UNKNOWN_KEY)
        content = {name: inner for name, inner in document.items() if name != "proof"}
        check_all_signed(content)
        Ed25519PublicKey.from_public_bytes(keys[method]).verify(value, _digests(content, proof))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, NotPinned, Unsigned):
        return NotProven("It is not written as a signed credential is.")
    except InvalidSignature:
        return NotProven("Its signature does not fit what it says: something was changed after it was signed.")
    return Proven(method)


def _digests(document: Mapping[str, Json], proof: Mapping[str, Json]) -> bytes:
    """What is signed: the hash of the proof's own terms, then that of the document without its proof."""
    terms = quads({"@context": document["@context"], **proof})
    return sha256(terms).digest() + sha256(quads(document)).digest()
