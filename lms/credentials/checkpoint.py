"""The signed head of the issuance log: a checkpoint in a signed note, as C2SP's tlog-checkpoint and signed-note say.

Whoever keeps one holds us to it: no later checkpoint that fits it can leave out or change what came before.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lms.credentials.keys import Sign

_ED25519 = b"\x01"
_DASH = "\u2014"
_LONGEST = 100_000
_LATER = re.compile(r".*/log/([1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log named `origin` had `size` leaves, and this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(host: str, generation: int = 1) -> str:
    """The log's name, which is also the name of its key. It has another after each older copy."""
    return f"{host}/log" if generation == 1 else f"{host}/log/{generation}"


def generation_of(origin: str) -> int:
    """The how manieth of its names this is, counted from 1."""
    found = _LATER.fullmatch(origin)
    return int(found[1]) if found else 1


def first_origin(origin: str) -> str:
    """The name that this log bore first, whichever of its names this is."""
    found = _LATER.fullmatch(origin)
    return origin.removesuffix(f"/{found[1]}") if found else origin


def sign_checkpoint(checkpoint: Checkpoint, public: bytes, sign: Sign) -> str:
    """The note that is published."""
    signature = _key_id(checkpoint.origin, public) + sign(checkpoint.text.encode())
    return f"{checkpoint.text}\n{_DASH} {checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def verifier_key(origin: str, public: bytes) -> str:
    """The key as an outsider keeps it: name, number and key in one line, as in C2SP's signed-note."""
    return f"{origin}+{_key_id(origin, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def open_note(note: str, origin: str, keys: Iterable[bytes]) -> Checkpoint | None:
    """The checkpoint, if it is of this log and one of these keys signed it; else None."""
    text, separator, signatures = note.rpartition("\n\n")
    if len(note) > _LONGEST or not separator:
        return None
    text += "\n"
    checkpoint = _read(text)
    if checkpoint is None or checkpoint.origin != origin:
        return None
    known = {_key_id(origin, public): public for public in keys}
    for line in signatures.splitlines():
        signed = _signature(line, origin)
        if signed is not None and signed[:4] in known and fits(known[signed[:4]], signed[4:], text.encode()):
            return checkpoint
    return None


def _key_id(origin: str, public: bytes) -> bytes:
    return sha256(origin.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _read(text: str) -> Checkpoint | None:
    lines = text.split("\n")
    if len(lines) != 4 or not (lines[1].isascii() and lines[1].isdigit()) or len(lines[1]) > 18:
        return None
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        return None
    checkpoint = Checkpoint(lines[0], int(lines[1]), root)
    return checkpoint if checkpoint.text == text and len(root) == 32 else None


def _signature(line: str, origin: str) -> bytes | None:
    parts = line.split(" ")
    if len(parts) != 3 or parts[:2] != [_DASH, origin]:
        return None
    try:
        return base64.b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError):
        return None


def fits(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
