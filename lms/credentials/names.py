"""The name on a certificate: what is accepted, what is refused and in which words, and what staff may want to look at.

Names are people's own. What is refused is what can't be part of a name on paper (control characters, pictures), what
can make one name look like another (direction overrides, invisible characters), and what no font at hand can print.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from lms.credentials.fonts import Fonts
from lms.credentials.hosts import holds_an_address
from lms.wording.phrases import _
from lms.wording.phrases import listed as listed_in_words

LONGEST = 100
_MOST_MARKS_ON_ONE_LETTER = 4
_PUNCTUATION = frozenset("'’‘ʼ`´.,·・‧()\"“”„«»/&-‐‑–־׳״")
_JOINERS = frozenset("\u200c\u200d")
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Fillers and selectors that Unicode counts among letters and marks, and that nobody can see."""
_SCRIPTS_WITH_JOINERS = frozenset(
    {"ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL"}
    | {"TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN"}
)
_EAST_ASIAN = {
    "CJK": _("Chinese characters"),
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "HANGUL": "Hangul",
    "BOPOMOFO": "Bopomofo",
}
_NOT_A_SCRIPT = frozenset({"MODIFIER", "COMBINING", "MASCULINE", "FEMININE"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it will be printed. `notes` are for staff, and stop nothing."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAName:
    """Why this can't be printed as a name, and what to do, in words for the holder."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


def check_name(text: str, fonts: Fonts) -> Name | NotAName:
    """The name in its normal form (NFC, no outer spaces, single inner ones), or the first thing against it."""
    if len(text) > 20 * LONGEST:
        return NotAName(_too_long())
    name = " ".join(unicodedata.normalize("NFC", text.strip()).split(" "))
    reason = _control(name)
    if not reason:
        name = _single_spaces(name)
        reason = _length(name) or _format(name) or _signs(name) or _heaped_marks(name) or _unprinted(name, fonts)
    return NotAName(reason) if reason else Name(name, _mixed_scripts(name))


def unprintable(name: str, fonts: Fonts) -> tuple[str, ...]:
    """The characters of a name that no font at hand has, each once, in order."""
    missing = (character for character in name if character not in _JOINERS and not fonts.covers(character))
    return tuple(dict.fromkeys(missing))


def _control(name: str) -> str:
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in name):
        return _("The name holds a line break, a tab or another control character. Please type it on one line.")
    return ""


def _single_spaces(name: str) -> str:
    spaced = "".join(" " if unicodedata.category(character) == "Zs" else character for character in name)
    return " ".join(spaced.split())


def _length(name: str) -> str:
    if not name:
        return _("Please give the name that should stand on the certificate.")
    return _too_long() if len(name) > LONGEST else ""


def _too_long() -> str:
    return _(
        "The name may have at most %(longest)s characters. Please shorten it, for example with initials.",
        longest=LONGEST,
    )


def hidden_at(text: str) -> int | None:
    """Where the first invisible character is: joiners are letters to some scripts, all others only hide something."""
    for place, character in enumerate(text):
        if character in _JOINERS and _joins(text, place):
            continue
        if character in _INVISIBLE or unicodedata.category(character) == "Cf":
            return place
    return None


def _format(name: str) -> str:
    place = hidden_at(name)
    if place is None:
        return ""
    before = name[:place].strip()
    sign = f"U+{ord(name[place]):04X}"
    if not before:
        return _(
            "The name holds an invisible character at its start (%(sign)s). It often comes with pasting: "
            "please type the name instead.",
            sign=sign,
        )
    return _(
        "The name holds an invisible character after “%(before)s” (%(sign)s). It often comes with pasting: "
        "please type the name instead.",
        before=before[-12:],
        sign=sign,
    )


def _joins(name: str, place: int) -> bool:
    """Whether a joiner stands between two letters of a script whose spelling may need it."""
    if not 0 < place < len(name) - 1:
        return False
    before, behind = _script(name[place - 1]), _script(name[place + 1])
    return before == behind and before in _SCRIPTS_WITH_JOINERS


def _signs(name: str) -> str:
    """Everything that is no letter, mark, number, space or punctuation of names; and a name has at least one letter."""
    refused = dict.fromkeys(character for character in name if not _belongs(character))
    if refused:
        listed = " ".join(refused)
        return _(
            "A name can be printed with letters, spaces, hyphens and apostrophes, but not with: %(listed)s",
            listed=listed,
        )
    if not any(unicodedata.category(character).startswith("L") for character in name):
        return _("A name needs at least one letter.")
    if holds_an_address(name):
        return _("A name cannot hold the address of a page. If it does not, put a space after each full stop.")
    return ""


def _belongs(character: str) -> bool:
    category = unicodedata.category(character)
    kept = category[0] in "LM" or category in ("Nd", "Nl") or character in _PUNCTUATION or character in _JOINERS
    return kept or character == " "


def _heaped_marks(name: str) -> str:
    if unicodedata.category(name[0]).startswith("M"):
        return _("The name starts with an accent that has no letter. Please type its first letter again.")
    for marks, run in groupby(name, key=lambda character: unicodedata.category(character) in ("Mn", "Me")):
        if marks and len(list(run)) > _MOST_MARKS_ON_ONE_LETTER:
            return _("One letter of the name bears too many accents to be printed. Please type that letter again.")
    return ""


def _unprinted(name: str, fonts: Fonts) -> str:
    missing = unprintable(name, fonts)
    if not missing:
        return ""
    listed = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
    return _(
        "We cannot print this yet: %(listed)s. Nothing has been issued. Please use another "
        "spelling, or write to us, so that we can add the letters.",
        listed=listed,
    )


def _mixed_scripts(name: str) -> tuple[str, ...]:
    scripts = {_script(character) for character in name if unicodedata.category(character).startswith("L")} - {""}
    if len(scripts) < 2 or scripts <= _EAST_ASIAN.keys():
        return ()
    listed = sorted({_EAST_ASIAN.get(script, script.capitalize()) for script in scripts})
    return (
        _(
            "The name mixes %(scripts)s. Letters of two scripts can look alike: please look at it once.",
            scripts=listed_in_words(listed),
        ),
    )


def _script(character: str) -> str:
    """The first word of the Unicode name, which for a letter is its script: LATIN, CYRILLIC, CJK …"""
    words = unicodedata.name(character, "").split(" ")
    word = words[1] if words[0] in ("FULLWIDTH", "HALFWIDTH") and len(words) > 1 else words[0]
    return "" if word in _NOT_A_SCRIPT else word.partition("-")[0]
