"""The receipt of a certificate: its leaf, and what shows that a signed checkpoint covers it. It travels in the PDF."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from lms.credentials import checkpoint as checkpoints
from lms.credentials import leaf as leaves
from lms.credentials.canonical import canonical
from lms.credentials.merkle import leaf_hash, verify_inclusion
from lms.questions.quiz import Json

FORMAT = 1
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Receipt:
    """`leaf` is the body of the leaf, `checkpoint` the signed note."""

    leaf: str
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def to_bytes(self) -> bytes:
        """As it is attached: the same bytes each time."""
        return canonical(
            {
                "format": FORMAT,
                "leaf": self.leaf,
                "index": self.index,
                "proof": [part.hex() for part in self.proof],
                "checkpoint": self.checkpoint,
            }
        )

    @staticmethod
    def from_bytes(content: bytes) -> Receipt | None:
        """The receipt that `to_bytes` gave; None for anything else."""
        if len(content) > _LARGEST:
            return None
        try:
            value: Json = json.loads(content)
            if value["format"] != FORMAT:
                return None
            read = Receipt(
                leaf=str(value["leaf"]),
                index=int(value["index"]),
                proof=tuple(bytes.fromhex(part) for part in value["proof"]),
                checkpoint=str(value["checkpoint"]),
            )
            return read if read.to_bytes() == content else None
        except (ValueError, TypeError, KeyError, RecursionError):
            return None


def verify(receipt: Receipt, origin: str, keys: Iterable[bytes]) -> bool:
    """Whether the checkpoint is signed by one of the log's keys, and covers the leaf."""
    signed = checkpoints.open_note(receipt.checkpoint, origin, keys)
    if signed is None:
        return False
    return verify_inclusion(leaf_hash(receipt.leaf.encode()), receipt.index, signed.size, receipt.proof, signed.root)


def is_of(receipt: Receipt, serial: str, claims: str, credential: str = "") -> bool:
    """Whether it tells of the issue of the certificate with this number and these claims, by their hash.

    Or of its reinstatement with a new credential, which has this hash.
    """
    facts = leaves.read(receipt.leaf)
    if facts is None or facts.get("certificate") != leaves.name_of(serial):
        return False
    if facts.get("kind") == leaves.Kind.REINSTATE:
        return bool(credential) and facts.get("credential") == credential
    return facts.get("kind") == leaves.Kind.ISSUE and facts.get("claims") == claims
