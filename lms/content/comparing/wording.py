"""The words of a text as a reader sees them, and how two texts differ word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

_TAG = re.compile(r"<[^<>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|tr|pre|dt|dd|figcaption)>|<br ?/?>")
_ATTRIBUTE = re.compile(r'<(?:img|a)\b[^<>]*?\b(?:src|href|alt)="[^"]*"[^<>]*>')
_VALUE = re.compile(r'\b(src|href|alt)="([^"]*)"')
_WORD = re.compile(r"\w+")
_LONG_ENOUGH = 4
_MOST_WORDS = 3000
_AROUND = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a difference: `kept`, `gone`, `new`, or `left out` for what is alike and too long to show."""

    how: str
    text: str


def lines_of(html: str) -> list[str]:
    """The text of some HTML, a line for each paragraph; links and pictures with what they lead to."""
    shown = _ATTRIBUTE.sub(_with_values, html)
    lines = _BLOCK_END.sub("\n", shown).split("\n")
    texts = (" ".join(unescape(_TAG.sub("", line)).split()) for line in lines)
    return [text for text in texts if text]


def text_of(html: str) -> str:
    """The text of some HTML on one line."""
    return " ".join(lines_of(html))


def _with_values(tag: re.Match[str]) -> str:
    values = ", ".join(f"{value}" for _, value in _VALUE.findall(tag[0]) if value)
    return f"[{values}] " if values else ""


def likeness(one: str, other: str) -> float:
    """How much of two texts' longer words is the same: 0 for none, 1 for all, whatever their order."""
    first, second = _counted(one), _counted(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _counted(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(text.casefold()) if len(word) >= _LONG_ENOUGH)


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """What went and what came, with a few words around it. Of very long texts all of it."""
    first, second = before.split(), after.split()
    if len(first) > _MOST_WORDS or len(second) > _MOST_WORDS:
        return tuple(_pieces("gone", first)) + tuple(_pieces("new", second))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    found: list[Piece] = []
    codes = matcher.get_opcodes()
    for place, (how, i1, i2, j1, j2) in enumerate(codes):
        if how == "equal":
            found += _around(first[i1:i2], place == 0, place == len(codes) - 1)
        else:
            found += [*_pieces("gone", first[i1:i2]), *_pieces("new", second[j1:j2])]
    return tuple(found)


def _around(words: Sequence[str], first: bool, last: bool) -> Iterator[Piece]:
    """What is alike between two differences, shortened to a few words on the side of each."""
    before, after = (0 if first else _AROUND), (0 if last else _AROUND)
    if len(words) <= before + after + 2:
        yield from _pieces("kept", words)
        return
    yield from _pieces("kept", words[:before])
    yield Piece("left out", "…")
    yield from _pieces("kept", words[len(words) - after :])


def _pieces(how: str, words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(how, " ".join(words))
