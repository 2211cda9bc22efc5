"""Words of the glossary in a lesson: the first time that one is met, its meaning is one tap away, without a script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from lms.content.reading.model import Passage
from lms.sources.quickline import escape

_PIECES = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_NAMES_OF_LEFT_ALONE = "a button code dt figcaption h1 h2 h3 h4 h5 h6 math pre summary sup"
_LEFT_ALONE = frozenset(_NAMES_OF_LEFT_ALONE.split())


class Explained(Protocol):
    """A term with its meaning as HTML."""

    @property
    def term(self) -> str: ...

    @property
    def html(self) -> str: ...


def explained(passages: Sequence[Passage], terms: Sequence[Explained]) -> tuple[Passage, ...]:
    """The passages of a lesson, its terms marked where each is first met. No question is touched."""
    if not terms:
        return tuple(passages)
    marking = _Marking(terms)
    return tuple(replace(one, html=marking.marked(one.html)) if one.html else one for one in passages)


class _Marking:
    """The terms that were not met yet in this lesson."""

    def __init__(self, terms: Sequence[Explained]) -> None:
        self._known = {escape(one.term): (n, one) for n, one in enumerate(terms, 1)}
        self._met: set[str] = set()
        longest = sorted(self._known, key=len, reverse=True)
        self._any = re.compile(rf"(?<![\w-])(?:{'|'.join(map(_either_case, longest))})(?![\w-])")

    def marked(self, html: str) -> str:
        """Prose with its terms as buttons, and their meanings behind it, which open on a tap."""
        met: list[str] = []
        inside: list[str] = []
        pieces = _PIECES.split(html)
        for n, piece in enumerate(pieces):
            if n % 2:
                _enter_or_leave(piece, inside)
            elif not inside:
                pieces[n] = self._any.sub(lambda found: self._button(found[0], met), piece)
        return "".join(pieces) + "".join(map(self._meaning, met))

    def _button(self, words: str, met: list[str]) -> str:
        term = words if words in self._known else words[:1].lower() + words[1:]
        if term in self._met:
            return words
        self._met.add(term)
        met.append(term)
        return f'<button type="button" class="term" popovertarget="term_{self._known[term][0]}">{words}</button>'

    def _meaning(self, term: str) -> str:
        n, one = self._known[term]
        return f'<div class="meaning" id="term_{n}" popover><p><strong>{term}</strong></p><div>{one.html}</div></div>\n'


def _either_case(term: str) -> str:
    """A term as a pattern: at the beginning of a sentence its first letter is a capital."""
    first, rest = re.escape(term[:1]), re.escape(term[1:])
    return f"[{first}{first.upper()}]{rest}" if first.islower() else first + rest


def _enter_or_leave(tag: str, inside: list[str]) -> None:
    found = _TAG.match(tag)
    name = found[1].lower() if found else ""
    if name in _LEFT_ALONE:
        if not tag.startswith("</"):
            inside.append(name)
        elif inside:
            inside.pop()
