"""Ed25519 public keys and signatures as the open web writes them: base 58 behind a `z`, keys with their kind before."""

from __future__ import annotations

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
_KEY_BYTES = 32
LONGEST = 128
"""No key and no signature is longer, and what is longer is not read."""


def to_multibase(content: bytes) -> str:
    number, text = int.from_bytes(content, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + text


def from_multibase(text: str) -> bytes:
    """The bytes, or a ValueError."""
    if not text.startswith("z") or len(text) > LONGEST:
        raise ValueError("this is no text in base 58")
    number = 0
    for character in text[1:]:
        number = number * 58 + _ALPHABET.index(character)
    zeros = len(text) - 1 - len(text[1:].lstrip(_ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_multikey(public: bytes) -> str:
    """A public key of 32 bytes as `z6Mk…`."""
    if len(public) != _KEY_BYTES:
        raise ValueError(f"an Ed25519 key has {_KEY_BYTES} bytes, not {len(public)}")
    return to_multibase(_ED25519 + public)


def from_multikey(text: str) -> bytes:
    """The 32 bytes of an Ed25519 key, or a ValueError."""
    content = from_multibase(text)
    if len(content) != len(_ED25519) + _KEY_BYTES or not content.startswith(_ED25519):
        raise ValueError("this is no Ed25519 key")
    return content[len(_ED25519) :]
