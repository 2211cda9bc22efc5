"""Characters that nobody sees and that spoil what is read: controls, and line breaks that are none."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufffe\uffff\ud800-\udfff]")
_NAMES = {
    "\x00": "a NUL character",
    "\u202d": "a sign that turns the direction of writing",
    "\u202e": "a sign that turns the direction of writing",
    "\u2028": "an invisible line break",
    "\u2029": "an invisible paragraph break",
}


def hidden_character(text: str) -> str:
    """What to call the first such character of a text, or "" where there is none."""
    found = _HIDDEN.search(text)
    return _name(found.group()) if found else ""


def hidden_characters(text: str) -> list[tuple[int, str]]:
    """Each such character's index with what to call it."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        # None of them can be printed.
        return []
    return [(found.start(), _name(found.group())) for found in _HIDDEN.finditer(text)]


def _name(character: str) -> str:
    known = _NAMES.get(character)
    return known or f"an invisible character ({unicodedata.name(character, f'U+{ord(character):04X}')})"


_SHORT = 60


def shorten(text: str) -> str:
    """A text as a message can hold it: one line, at most sixty characters."""
    line = re.sub(r"\s+", " ", text[: 2 * _SHORT]).strip()
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"
