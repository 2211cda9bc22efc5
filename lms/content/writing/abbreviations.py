"""Abbreviations: which a text uses, and which it spells out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lms.content.writing.placed_text import Stretch
from lms.content.writing.reading import Page
from lms.content.writing.sentences import blanked
from lms.content.writing.wordlists import KNOWN_ABBREVIATIONS, SHOUTED
from lms.sources.diagnostics import Place

_SHORT = re.compile(r"(?<![^\W_])(?<![-./&'’@#])(?P<name>[A-Z]{2,6})(?:s|'s|’s)?(?![^\W_])(?![-./&@]\w)")
_CAPITALS = re.compile(r"[A-Z]{2,}")
_WORD = re.compile(r"[^\W\d_]+")
# Names of the letters of many words: Fédération (FIFA), "FDA (Food and Drug …)", "HCP stands for …", "HCP: a …".
_AFTER = re.compile(r"\(\s*[\"“*_]{0,3}(?P<name>[A-Z]{2,6})s?[\"”*_]{0,3}\s*[),;]")
_BEFORE = re.compile(
    r"(?<![^\W_])(?P<name>[A-Z]{2,6})s?[\"”’*_]{0,3}\s*(?:\(|—|–|:\s|,? (?:short for|which is|that is)\b"
    r"|, (?:or|the) [^,.;:]{3,60},|(?:stands? for|means?|is short for|is (?:an?|the|what|how))\b)"
)
# The title of a work that is cited: its abbreviations are not the author's.
_EMPHASISED = re.compile(r"(?<![*_\w])(?P<sign>\*{1,3}|_{1,3})(?=\S)[^\n*_][^*_]{0,300}(?<=\S)(?P=sign)(?![*_\w])")
# BAD, LIES, HURTS: letters that can be said as a word, as those of few abbreviations can.
_CAN_BE_SAID = re.compile(r"[^AEIOUY][AEIOUY][^AEIOUY]|(?=.*[AEIOUY])[A-Z]{4,}")
_OR = re.compile(r"\b(?:or|called|for short,?|abbreviated(?: as| to)?|known as)\s+[\"“*_]{0,3}(?P<name>[A-Z]{2,6})\b")


def used(page: Page) -> dict[str, Place]:
    """The abbreviations of a text with the place of the first use of each. Words in capitals for emphasis are none."""
    found: dict[str, Place] = {}
    if not any(_CAPITALS.search(stretch.text) for stretch in page.stretches):
        return found
    small = {word for stretch in page.stretches for word in _WORD.findall(stretch.blanked) if word.islower()}
    for stretch in page.stretches:
        if stretch.kind != "heading":
            for name, place in _in_stretch(stretch, small):
                found.setdefault(name, place)
    return found


def _in_stretch(stretch: Stretch, small: set[str]) -> Iterator[tuple[str, Place]]:
    text = _EMPHASISED.sub(_blank, stretch.text) if stretch.cites else stretch.text
    text = stretch.blanked if text == stretch.text else blanked(text)
    if not any(character.islower() for character in text):
        return
    for found in _SHORT.finditer(text):
        name = found["name"]
        if name in KNOWN_ABBREVIATIONS or name.casefold() in small | SHOUTED or _is_shouted(text, found):
            continue
        if stretch.kind == "quote" and _CAN_BE_SAID.fullmatch(name):
            # Whoever is quoted raises their voice, and what they say is not the author's to explain.
            continue
        yield name, stretch.place(*found.span("name"))


def _is_shouted(text: str, found: re.Match[str]) -> bool:
    """Whether the word beside it is in capitals too, as in DO NOT SHARE."""
    around = text[max(found.start() - 16, 0) : found.start()] + " . " + text[found.end() : found.end() + 16]
    before, _, after = around.partition(" . ")
    last, first = before.split()[-1:], after.split()[:1]
    return any(_CAPITALS.fullmatch(word.strip("\"'“”’.,;:!?()")) is not None for word in (*last, *first))


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def spelt_out(texts: Iterable[str]) -> frozenset[str]:
    """The abbreviations that a text explains somewhere, in whatever order."""
    found: set[str] = set()
    for text in texts:
        if _CAPITALS.search(text) is None:
            continue
        for pattern in (_AFTER, _BEFORE, _OR):
            found.update(one["name"] for one in pattern.finditer(text))
    return frozenset(found)
