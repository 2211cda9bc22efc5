"""Prose as sentences and words, and how hard they are to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from lms.content.writing.syllables import syllables
from lms.content.writing.wordlists import SHORTENED

# Markup that is no word of a sentence. The lengths are bounded so that no text, however odd, is looked through twice.
_SPANS = re.compile(
    r"`[^`\n]{0,200}`"
    r"|\[\^[^\]\s]{1,60}\]"
    r"|(?<![\w$\\])\$(?=[^\s$])[^$\n]{0,200}[\\^_={}][^$\n]{0,200}\$(?![\w$])"
    r"|!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)"
    r"|\]\([^)\n]{0,500}\)|\]\[[^\]\n]{0,100}\]"
    r"|<[A-Za-z/!][^<>\n]{0,300}>"
    r"|&#?[A-Za-z0-9]{1,30};"
)
_ADDRESS = re.compile(r"(?:https?|mailto):[^\s<>]{0,500}[^\s<>.,;:!?)\"'”’\]]")
_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_HAS_SPAN = re.compile(r"[`\]<&$]")
_SIGNS = str.maketrans("*~[]\\", "     ")
# A paragraph ends a sentence, and a colon does before what it leads to: a quotation or a list.
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+|\n[ \t]*\n|:[ \t]*\n(?=[ \t]*(?:>|[+*-] |\d{1,3}[.)] ))")
_WORD = re.compile(r"[^\W\d_]+(?:['’‐-][^\W\d_]+)*|\d+(?:[.,:/]\d+)*")

# Kincaid, Fishburne, Rogers and Chissom (1975), Research Branch Report 8-75 of the US Navy.
_BY_SENTENCE, _BY_WORD, _LESS = Fraction(39, 100), Fraction(1180, 100), Fraction(1559, 100)


class Amount(NamedTuple):
    """How much was written; amounts add up."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def plus(self, other: Amount) -> Amount:
        return Amount(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)

    @property
    def hardness(self) -> float:
        """The grade of a sentence, to compare it with others."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words if self.words else 0.0

    @property
    def grade(self) -> Fraction:
        """The years at school that the text asks for, by Flesch and Kincaid; 0 for nothing."""
        if not self.words or not self.sentences:
            return Fraction(0)
        by_sentence, by_word = Fraction(self.words, self.sentences), Fraction(self.syllables, self.words)
        return _BY_SENTENCE * by_sentence + _BY_WORD * by_word - _LESS


def blanked(text: str) -> str:
    """The text with spaces in the place of its markup, so that every word stands where it stood."""
    if _HAS_SPAN.search(text) is not None:
        text = _SPANS.sub(_blank, text)
    if ":" in text and ("http" in text or "mailto" in text):
        text = _ADDRESS.sub(_blank, text)
    if "_" in text:
        text = _UNDERSCORES.sub(_blank, text)
    return text.translate(_SIGNS)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a blanked text begins and ends. Several rules ask for those of one text in turn."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _END.finditer(text):
        if _goes_on(text, begin, found):
            continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[begin:end]
    inner = piece.strip()
    if inner:
        first = begin + len(piece) - len(piece.lstrip())
        yield first, first + len(inner)


def _goes_on(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether these dots end no sentence: after "Dr" or an initial, or before a small letter."""
    if "\n" in found[0]:
        return False
    after = text[found.end() : found.end() + 40].lstrip()[:1]
    if after.islower():
        return True
    if found[0] != ".":
        return False
    before = text[max(begin, found.start() - 20) : found.start()].split()
    word = before[-1].lstrip("\"'“‘«([") if before else ""
    return word.casefold() in SHORTENED or (len(word) == 1 and word.isupper() and word != "I" and bool(after))


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def amount(text: str) -> Amount:
    """The amount of one sentence."""
    found = words(text)
    return Amount(len(found), 1 if found else 0, sum(syllables(word) for word in found))


def total(amounts: Iterable[Amount]) -> Amount:
    whole = Amount()
    for one in amounts:
        whole = whole.plus(one)
    return whole
