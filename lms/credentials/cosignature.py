"""What a witness signs: that it saw a head of the log, when, and that it goes on from all that it saw before.

As C2SP's tlog-cosignature say it, in the form with Ed25519. A signature tells nothing unless it was checked here with a
key that came from elsewhere.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from lms.credentials.checkpoint import fits

_DASH = "\u2014"
_PLAIN, _COSIGNING = b"\x01", b"\x04"
_SIGNATURE = 4 + 8 + 64
_MOST_LINES = 32
_LONGEST_NAME = 100
_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who cosigns: the name and the public key of the signatures, and the address where to ask."""

    name: str
    public: bytes
    address: str = ""

    @property
    def id(self) -> bytes:
        return _key_id(self.name, _COSIGNING, self.public)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """The line in the note, and the time that it says."""

    line: str
    at: datetime


def witness_of(key: str, address: str = "") -> Witness | None:
    """The witness with this verifier key (`name+number+key`); None where it is none for Ed25519.

    A key that was written down for plain signatures, as many are, cosigns as well.
    """
    name, number, material = [*key.split("+", 2), "", ""][:3]
    try:
        content = base64.b64decode(material, validate=True)
    except (binascii.Error, ValueError):
        return None
    kind, public = content[:1], content[1:]
    known = kind in (_PLAIN, _COSIGNING) and len(public) == 32 and _key_id(name, kind, public).hex() == number
    named = 0 < len(name) <= _LONGEST_NAME and name.isprintable() and not any(map(str.isspace, name))
    return Witness(name, public, address) if known and named else None


def witnesses_of(text: str) -> tuple[tuple[Witness, ...], tuple[str, ...]]:
    """The witnesses in a file of lines `witness LABEL KEY ADDRESS`, and what is wrong with it, a sentence each."""
    found: dict[str, Witness] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        fault = _fault_of(words, found)
        if fault:
            faults.append(f"line {number}: {fault}")
        elif (one := witness_of(words[2], words[3].rstrip("/"))) is not None:
            found[one.name] = one
    return tuple(found.values()), tuple(faults)


def _fault_of(words: list[str], found: dict[str, Witness]) -> str:
    if len(words) != 4 or words[0] != "witness":
        return "each line is: witness LABEL KEY ADDRESS"
    address = urlsplit(words[3])
    if address.scheme not in ("http", "https") or not address.hostname or address.query or address.fragment:
        return f"“{words[3]}” is not an address like https://witness.example.org"
    one = witness_of(words[2])
    if one is None:
        return f"“{words[2]}” is not the verifier key of a witness that signs with Ed25519"
    return f"“{one.name}” is there twice" if one.name in found else ""


def cosigned(note: str, lines: Iterable[str], witness: Witness) -> Cosignature | None:
    """The first of the lines that this witness signed over the head in this note; else None."""
    text = body_of(note)
    for line in [one for one in lines if one][:_MOST_LINES]:
        signature = _signature(line, witness)
        if signature is None:
            continue
        second = int.from_bytes(signature[4:12], "big")
        message = f"cosignature/v1\ntime {second}\n{text}".encode()
        if second <= _LAST_SECOND and fits(witness.public, signature[12:], message):
            return Cosignature(line, datetime.fromtimestamp(second, UTC))
    return None


def body_of(note: str) -> str:
    """What the log signed, and what others sign and stamp: the note without its signatures."""
    return note.rpartition("\n\n")[0] + "\n"


def _key_id(name: str, kind: bytes, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def _signature(line: str, witness: Witness) -> bytes | None:
    parts = line.split(" ")
    if len(parts) != 3 or parts[:2] != [_DASH, witness.name]:
        return None
    try:
        signature = base64.b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    return signature if len(signature) == _SIGNATURE and signature[:4] == witness.id else None
