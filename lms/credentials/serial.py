"""The number of a certificate: 128 random bits that people can read aloud, type, and rarely get wrong unnoticed.

The bits are written as 26 characters of Crockford's base 32 (no I, L, O or U), then one check character: the number
modulo 37. Crockford writes the remainders 32 to 36 as `* ~ $ = U`; these read badly aloud and break in addresses, so
random bits with such a remainder are thrown away and drawn again. About one draw in seven is; 127.8 bits of chance
remain.

What the check catches: 37 is prime, and neither a power of 32 nor 31 is a multiple of it. So one wrong character, and
two neighbours in the wrong order, are always noticed; of other mistakes, about 36 in 37.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 128
_DIGITS = 26
_GROUP = 4
_LONGEST_INPUT = 600
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_SAME_LOOKS = str.maketrans("OIL", "011")
_IGNORED = re.compile(r"[\s\-‐‑‒–—―−_]+")
_ADDRESS = re.compile(r".*/(?:verify|certificates)/([^/]+)(?:/.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Serial:
    """A number whose check character fits. `text` is the one form that is stored, printed and put into addresses."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Mistyped:
    """As long as a number and made of its characters, but the check character does not fit: a slip for certain."""

    text: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Not a number of ours at all."""

    text: str


def new_serial(random: Callable[[int], bytes]) -> Serial:
    """A fresh number. `random` gives so many random bytes; it is `secrets.token_bytes` wherever it matters."""
    while True:
        number = int.from_bytes(random(_BITS // 8), "big")
        if number % 37 < len(ALPHABET):
            return Serial(_in_groups(_digits(number) + ALPHABET[number % 37]))


def parse(text: str) -> Serial | Mistyped | Malformed:
    """Reads a number as people type it, or the whole address that a QR code holds.

    Upper and lower case are the same, O is 0, I and L are 1; spaces and dashes of any kind may stand anywhere.
    """
    if len(text) > _LONGEST_INPUT:
        return Malformed(text[:_LONGEST_INPUT])
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", _out_of_address(text))).upper().translate(_SAME_LOOKS)
    if len(plain) != _DIGITS + 1 or not all(character in _VALUE for character in plain):
        return Malformed(text)
    number = 0
    for character in plain[:-1]:
        number = number * 32 + _VALUE[character]
    if number >> _BITS or number % 37 != _VALUE[plain[-1]]:
        return Mistyped(text)
    return Serial(_in_groups(plain))


def _out_of_address(text: str) -> str:
    if "/" not in text:
        return text
    path = re.split(r"[?#]", unquote(text), maxsplit=1)[0].strip().rstrip("/")
    found = _ADDRESS.fullmatch(path)
    last = found.group(1) if found else path.rpartition("/")[2]
    return re.sub(r"\.(?:pdf|json)$", "", last, flags=re.IGNORECASE)


def _digits(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_DIGITS)))


def _in_groups(digits: str) -> str:
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))
