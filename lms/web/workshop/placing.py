"""Findings put into a lesson's page: each before the paragraph or question of the page that its line stands for.

The page shows the last good version, and the lines are those of the file as it is now. So the two are laid side by
side, paragraph by paragraph; what was changed is taken for what stood in its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape
from html.parser import HTMLParser

from flask import render_template

from lms.content.editing.passages import QUIZ, Stretch
from lms.web.workshop.bench import Note

PROSE = "prose"
QUIZ_ID = "quiz_"
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the lesson as it stands on the page: where it begins, and a text by which it is known again."""

    offset: int
    text: str


@dataclass(slots=True)
class _Open:
    offset: int
    quiz: str
    words: list[str] = field(default_factory=list)


class _Elements(HTMLParser):
    """Collects what lies directly in the lesson's prose."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self._starts = [0]
        for line in page.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._depth = 0
        self._inside = -1
        self._open: _Open | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if self._inside >= 0 and self._depth == self._inside + 1:
            line, column = self.getpos()
            id = named.get("id") or ""
            self._open = _Open(self._starts[line - 1] + column, id if id.startswith(QUIZ_ID) else "")
            if tag in VOID:
                self._end()
        if self._inside < 0 and PROSE in (named.get("class") or "").split():
            self._inside = self._depth
        if tag not in VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        self._depth -= 1
        if self._open is not None and self._depth == self._inside + 1:
            self._end()
        elif self._depth == self._inside:
            # There is one lesson on a page: what comes after it is none of it.
            self._inside = -2 if self._inside >= 0 else self._inside

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.words.append(data)

    def _end(self) -> None:
        if self._open is not None:
            self.found.append(Element(self._open.offset, self._open.quiz or _plain("".join(self._open.words))))
        self._open = None


def elements_of(page: str) -> list[Element]:
    """The paragraphs, headings, lists … and questions of a lesson's page, in order."""
    return _Elements(page).found


def place(page: bytes, stretches: Sequence[Stretch], notes: Sequence[Note]) -> bytes:
    """The page with the notes in it. What belongs to no stretch of the file stays with the list at the head."""
    if not notes:
        return page
    text = page.decode()
    elements = elements_of(text)
    if not elements:
        return page
    known = [_known_by(stretch) for stretch in stretches]
    there = _side_by_side(known, [element.text for element in elements])
    by_offset: dict[int, list[Note]] = {}
    firsts = [stretch.first for stretch in stretches]
    for note in notes:
        line = note.finding.place.line
        n = bisect_right(firsts, line) - 1
        if n >= 0 and stretches[n].holds(line):
            by_offset.setdefault(elements[there[n]].offset, []).append(note)
    pieces, end = [], 0
    for offset, own in sorted(by_offset.items()):
        pieces += [text[end:offset], render_template("workshop/placed.html", notes=own)]
        end = offset
    return "".join([*pieces, text[end:]]).encode()


def _known_by(stretch: Stretch) -> str:
    if stretch.kind == QUIZ and stretch.quiz is not None:
        return f"{QUIZ_ID}{stretch.quiz.id}"
    return _plain(unescape(_TAG.sub("", stretch.html))) or stretch.written


def _plain(text: str) -> str:
    return " ".join(text.split())


def _side_by_side(mine: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """For each of mine the place of the one of theirs that is the same, or stands where it would."""
    found = [0] * len(mine)
    for _, start, end, first, last in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        for n in range(start, end):
            found[n] = min(first + n - start, max(last - 1, first), len(theirs) - 1)
    return found
