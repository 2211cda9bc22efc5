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
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGEST_INPUT = 4000
"""As much as a mail has. What is longer is not read at all, and says so."""

_BITS = 128
_DIGITS = 26
_LENGTH = _DIGITS + 1
_GROUP = 4
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_SAME_LOOKS = str.maketrans("OIL|АВСЕНІКМОРТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "0111ABCEH1KM0PTXYABEZH1KMN0PTYX")
_DASHES = frozenset("_−⁃˗⸺⸻·•~")
_SPACE_IN_ADDRESSES = "+"
_ONE = f"[{ALPHABET}]"
_GROUPED = re.compile(rf"(?=({_ONE}{{4}}(?:[ -]+{_ONE}{{4}}){{5}}[ -]+{_ONE}{{3}})({_ONE}?))")
_INSIDE = re.compile(r"(?<=[0-9A-Z])[./](?=[0-9A-Z])")
_NUMBER_SIGN = re.compile(r"(?<![0-9A-Z])N(?:O|R|UMBER)(?=[0-7OIL][0-9A-Z]{3})")
"""“No” run together with a number, which never begins with N itself."""

_PIECE = re.compile(r"[^ \-]+")
_FEWEST_FIGURES = 2
"""Of a number that is cut in an odd way, so that no words of a sentence are taken for one."""

_MUCH_OF_A_NUMBER = 14


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
    """Reads a number as people type or paste it: alone, in the address that a QR code holds, or in a sentence.

    Upper and lower case are the same, O is 0, I and L are 1; spaces and dashes of any kind may stand anywhere. Where
    several different numbers are in the text, it is not one: `numbers_in` gives them all.
    """
    text = text[:LONGEST_INPUT]
    found = numbers_in(text)
    if len(found) == 1:
        return found[0]
    bare = _bare(_same(_plain(text)))
    if _fits(bare):
        return Serial(_in_groups(bare))
    if not found and len(bare) == _LENGTH and all(character in _VALUE for character in bare):
        return Mistyped(text)
    return Malformed(text)


def numbers_in(text: str) -> tuple[Serial, ...]:
    """The different numbers in a text, in their order."""
    plain = _plain(text[:LONGEST_INPUT])
    same = _same(plain)
    found, rest = _in_groups_of_four(same)
    found += list(_in_one_piece(rest)) or ([] if found else list(_in_pieces(rest, plain)))
    return tuple(dict.fromkeys(Serial(_in_groups(_bare(number))) for _, number in sorted(found)))


def is_much_of_a_number(text: str) -> bool:
    """Whether somebody surely meant a number, though none that is whole is there."""
    plain = _plain(text)
    for run in re.findall(r"[0-9A-Z*~$=|-]+(?: [0-9A-Z*~$=|-]+)*", plain):
        characters = [one for one in run if one.isalnum()]
        if len(characters) >= _MUCH_OF_A_NUMBER and sum(map(str.isdigit, characters)) >= _FEWEST_FIGURES:
            return True
    return False


def _plain(text: str) -> str:
    """Capital letters and plain figures; one sign for dashes of all kinds, and one for spaces; nothing invisible."""
    plain = unicodedata.normalize("NFKC", unquote(text)).upper()
    plain = _INSIDE.sub("-", "".join(map(_plain_character, plain)))
    return _NUMBER_SIGN.sub(lambda match: " " * len(match[0]), plain)


def _plain_character(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in _DASHES:
        return "-"
    return "" if category == "Cf" else " " if character.isspace() or character == _SPACE_IN_ADDRESSES else character


def _same(plain: str) -> str:
    return plain.translate(_SAME_LOOKS)


def _bare(number: str) -> str:
    return number.replace("-", "").replace(" ", "")


def _fits(number: str) -> bool:
    """Whether these are the characters of a number, and the last of them fits the others."""
    bare = _bare(number)
    if len(bare) != _LENGTH or not all(character in _VALUE for character in bare):
        return False
    value = 0
    for character in bare[:-1]:
        value = value * 32 + _VALUE[character]
    return not value >> _BITS and value % 37 == _VALUE[bare[-1]]


def _in_groups_of_four(same: str) -> tuple[list[tuple[int, str]], str]:
    """Numbers as they are printed, and the text with these taken out."""
    fitting = {match.start(): match for match in _GROUPED.finditer(same) if _fits(match[1])}
    ends = {match.end(1) for match in fitting.values()}
    found: list[tuple[int, str]] = []
    for start, match in fitting.items():
        # A character too many, before or after, is a slip; another number is none.
        alone_before = start == 0 or same[start - 1] not in _VALUE or start in ends
        alone_after = not match[2] or match.end(1) in fitting
        if alone_before and alone_after:
            found.append((start, match[1]))
    for start, number in found:
        same = same[:start] + "?" * len(number) + same[start + len(number) :]
    return found, same


def _in_one_piece(same: str) -> Iterator[tuple[int, str]]:
    """Numbers without a dash or space, also several that have run together."""
    for match in re.finditer(f"{_ONE}+", same):
        run = match[0]
        if len(run) % _LENGTH == 0:
            pieces = [run[start : start + _LENGTH] for start in range(0, len(run), _LENGTH)]
            yield from ((match.start() + n, piece) for n, piece in enumerate(pieces) if _fits(piece))


def _in_pieces(same: str, plain: str) -> Iterator[tuple[int, str]]:
    """Numbers that are cut into pieces of any length, such as by the end of a line."""
    pieces = [(match.start(), match.end()) for match in _PIECE.finditer(_signs_apart(same))]
    so_far = [0, *accumulate(end - start for start, end in pieces)]
    for n, (start, _) in enumerate(pieces):
        last = bisect_left(so_far, so_far[n] + _LENGTH)
        if last == len(so_far) or so_far[last] - so_far[n] != _LENGTH:
            continue
        end = pieces[last - 1][1]
        if _fits(same[start:end]) and sum(map(str.isdigit, plain[start:end])) >= _FEWEST_FIGURES:
            yield start, same[start:end]


def _signs_apart(same: str) -> str:
    """What cannot be in a number ends a piece: so a full stop or a bracket is never a part of one."""
    return "".join(one if one in _VALUE or one in " -" else " " for one in same)


def beginning(text: str) -> str:
    """The beginning of a number as people type it, or in an address, in the form that is stored."""
    last = unquote(text[:LONGEST_INPUT]).strip().rstrip("/").rpartition("/")[2]
    return _in_groups(_bare(_same(_plain(last))))


def _digits(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_DIGITS)))


def _in_groups(digits: str) -> str:
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))
