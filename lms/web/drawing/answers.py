"""A page of questions and answers, looked through for words as answers are compared: whatever their case or accents."""

from __future__ import annotations

import re

from flask import Flask
from markupsafe import Markup

from lms.questions.typed import compared

LEAST_SECTIONS = 8
"""A page with fewer is read sooner than searched."""

MOST_ANSWERS = 8
_HEADING = re.compile(r"(?=<h[23][ >])")
_WORD = re.compile(r"\w{2,}")


def install(app: Flask) -> None:
    app.jinja_env.filters.update(is_searchable=is_searchable, answering=answering)


def is_searchable(html: str) -> bool:
    """Whether a page has so many answers that somebody would look for one by its words."""
    return len(_sections(html)) >= LEAST_SECTIONS


def answering(html: str, asked: str) -> list[str]:
    """The sections that have most of the words asked for, the best first. A word that few have tells more."""
    sections = [(section, _compared(section)) for section in _sections(html)]
    words = {word for word in _WORD.findall(compared(asked, ("case", "accents"))) if len(word) > 2 or word.isdigit()}
    weights = {word: sum(word in text for _, text in sections) for word in words}
    scored = [(sum(1 / weights[word] for word in words if word in text), section) for section, text in sections]
    best = max((score for score, _ in scored), default=0)
    fitting = [one for one in scored if best and one[0] * 2 >= best]
    return [section for _, section in sorted(fitting, key=lambda one: -one[0])][:MOST_ANSWERS]


def _sections(html: str) -> list[str]:
    """Each heading with what is said below it; a heading over others says nothing by itself."""
    pieces = _HEADING.split(html)
    return [piece for piece in pieces if piece.startswith("<h") and piece.partition("</h")[2][2:].strip()]


def _compared(section: str) -> str:
    return compared(Markup(section).striptags(), ("case", "accents"))  # noqa: S704
