"""Numbers as people write them, read in one way for keys, answers and imports, with all that one can mean."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from lms.questions import typed_first
from lms.questions.typed import FIRST, NEWEST, in_one_sign, seen
from lms.sources.values import Fault, uncountable

# The length is bounded before anything is computed: a short text can name a number of a million digits.
MOST_CHARACTERS = 60
TWO_READINGS = "Q313"
"""The code of a number in a key that can be read in two ways."""
_SIGNS = str.maketrans("٫٬，．﹐﹒＋﹢", "⎖',.,.++")
"""The Arabic signs say by themselves what they are, the one for decimals as the symbol on a key; others are wide."""
_NUMBER = re.compile(r"([-+]?) ?((?=.*[0-9])[0-9.,⎖]+(?:(?<=[0-9])[ '][0-9][0-9.,⎖]*)*)")
_IN_GROUPS = re.compile(r"[0-9]{1,3}(?:[ '][0-9]{2,3})*[ '][0-9]{3}(?:[.,⎖][0-9]*)?")
_PARTED = {sign: re.compile(rf"[0-9]{{1,3}}(?:\{sign}[0-9]{{2,3}})*\{sign}[0-9]{{3}}") for sign in ",."}


def figures(text: str, version: int = NEWEST) -> tuple[Fraction, ...]:
    """All that a learner can have meant: nothing, one number, or two."""
    return typed_first.figures(text) if version == FIRST else tuple(map(Fraction, readings(text)))


def readings(text: str) -> tuple[Decimal, ...]:
    """The numbers that a learner can have meant: a comma or a point before three last digits may part thousands.

    The whole number is the first of two.
    """
    number = _NUMBER.fullmatch(_plain_signs(text))
    return () if number is None else _meant(number[1], number[2], ",.")


def key_readings(text: str) -> tuple[Decimal, ...]:
    """The numbers that a key or an import can mean: a point is decimal, and spaces part thousands and nothing else."""
    number = _NUMBER.fullmatch(_plain_signs(text))
    if number is None or (re.search("[ ']", number[2]) and not _IN_GROUPS.fullmatch(number[2])):
        return ()
    return _meant(number[1], number[2], ",")


def key_figure(text: str) -> Decimal | Fault:
    """The one number that a key means, or what is wrong with it."""
    fault = uncountable(text)
    if fault is not None:
        return fault
    found = key_readings(text)
    if len(found) == 1:
        return found[0]
    if not found:
        return Fault("S210", "which is not a number.", "Write digits, with a point before decimals, such as 2.5.")
    whole, broken = map(plain, found)
    words = f"which can be read as {whole} or as {broken}."
    return Fault(TWO_READINGS, words, f"Write {whole} or {broken}, whichever you mean: a point is always decimal.")


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at the end: equal numbers are equal texts."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _plain_signs(text: str) -> str:
    """A number in ASCII digits and signs; nothing where it is too long to be one."""
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        return ""
    return "".join(map(_plain_sign, in_one_sign(seen(text)).translate(_SIGNS)))


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return " " if unicodedata.category(sign) == "Zs" else sign


def _meant(sign: str, digits: str, parting: str) -> tuple[Decimal, ...]:
    """What digits with their signs can mean, where those of `parting` may part thousands."""
    bare = re.sub("[ ']", "", digits)
    between = re.findall("[.,⎖]", bare)
    if len(between) > 1:
        texts = () if bare != digits else _in_thousands(bare, between, parting)
    elif between:
        before, mark, after = bare.partition(between[0])
        unsure = mark in parting and bare == digits and len(after) == 3 and before and not before.startswith("0")
        texts = (before + after, f"{before}.{after}") if unsure else (f"{before}.{after}",)
    else:
        texts = (bare,)
    return tuple(Decimal(sign + text) for text in texts)


def _in_thousands(digits: str, between: list[str], parting: str) -> tuple[str, ...]:
    """Thousands that are parted by one sign, and decimals after another one."""
    first, last = between[0], between[-1]
    if set(between[:-1]) != {first} or first not in parting:
        return ()
    head, after = (digits, "") if last == first else digits.rsplit(last, 1)
    return (f"{head.replace(first, '')}.{after}",) if _PARTED[first].fullmatch(head) else ()
