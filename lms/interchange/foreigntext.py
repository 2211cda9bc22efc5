"""The texts of other tools, each in the form that it says it has, as our Markdown."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt

from lms.interchange.decoding import without_controls
from lms.interchange.htmlreading import MOST_CHARACTERS
from lms.interchange.markdown import Picture, html_to_markdown, no_pictures
from lms.interchange.report import CannotCarry

_A_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|&[A-Za-z]{2,8};|&#\d{1,7};")
_TEX = re.compile(r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# What a link leads to is judged when it is written again; the parser need not.
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]


def said(text: str, form: str, changes: list[str], picture: Picture = no_pictures) -> str:
    """A text as our Markdown. `form` is html, markdown, plain, or moodle: HTML in which a line end is a line end."""
    text = without_controls_but_mark(text)
    if len(text) > MOST_CHARACTERS:
        raise CannotCarry(f"one of its texts is longer than {MOST_CHARACTERS:,} characters")
    if not text.strip():
        return ""
    if _TEX.search(text):
        changes.append("a formula in TeX stays as it was typed")
    if form == "markdown":
        text = _MARKDOWN.render(text)
    elif form == "plain" or (form == "moodle" and not _A_TAG.search(text)):
        text = as_html(text)
    elif form == "moodle":
        text = _lines_as_html(text)
    return html_to_markdown(text, picture, changes)


def without_controls_but_mark(text: str) -> str:
    """A text without hidden characters, but for the one by which a gap is kept open while the words are read."""
    return "\x1a".join(without_controls(part) for part in text.split("\x1a", 1))


def as_html(text: str) -> str:
    """Plain words as HTML that says the same, with their lines."""
    return _lines_as_html(escape(text, quote=False))


def _lines_as_html(text: str) -> str:
    paragraphs = re.split(r"\n[ \t]*\n", text.strip())
    return "".join(f"<p>{'<br>'.join(part.strip().split(chr(10)))}</p>" for part in paragraphs)


def plain_words(text: str) -> str:
    """An answer that a learner types: words without marks, on one line."""
    return " ".join(without_controls(text).split())
