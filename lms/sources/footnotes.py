"""Footnotes: `Bees fly.[^1]`, and `[^1]: They have wings.` anywhere else.

A note stands below the stretch that asks for it. So a stretch of a lesson that is shown by itself, or in another
language than the next one, keeps its notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from lms.sources.quickline import escape

REF, OPEN, CLOSE = "footnote_ref", "footnote_reference_open", "footnote_reference_close"


def extend(markdown: MarkdownIt) -> None:
    """Let a parser read footnotes, and draw their marks; `draw_waiting` draws the notes themselves."""
    footnote_plugin(markdown, inline=False, move_to_end=False)
    markdown.core.ruler.after("inline", "footnotes", _bind)
    rules: Any = markdown.renderer.rules  # type: ignore[attr-defined]
    rules[REF] = _ref


def _bind(state: Any) -> None:
    """Let each mark know its note, and how often the note is asked for."""
    notes: dict[str, list[Token]] = {}
    inside: list[Token] | None = None
    for token in state.tokens:
        if token.type == OPEN:
            inside = notes[token.meta["label"]] = []
        elif token.type == CLOSE:
            inside = None
        elif inside is not None:
            inside.append(token)
    refs = [one for token in state.tokens for one in _within(token) if one.type == REF]
    uses = Counter(one.meta["label"] for one in refs)
    for one in refs:
        one.meta |= {"note": notes[one.meta["label"]], "uses": uses[one.meta["label"]]}


def _within(token: Token) -> Iterator[Token]:
    for child in token.children or ():
        yield child
        yield from _within(child)


def without_notes(tokens: Sequence[Token]) -> list[Token]:
    """A stretch without the notes that were written in it."""
    kept: list[Token] = []
    inside = False
    for token in tokens:
        inside = inside or token.type == OPEN
        if not inside:
            kept.append(token)
        inside = inside and token.type != CLOSE
    return kept


def _ref(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page, meta = env["page"], tokens[index].meta
    if meta["label"] not in page.noted:
        page.noted.add(meta["label"])
        page.waiting.append(tokens[index])
    name, number = _name(meta["label"]), meta["id"] + 1
    said = f"{escape(page.word('a-note'))} {number}"
    address = escape(quote(name))
    return f'<sup><a href="#{address}" id="{escape(name)}_{meta["subId"]}" aria-label="{said}">{number}</a></sup>'


def _name(label: str) -> str:
    """The id of a note: no heading and no question has one with such a beginning."""
    return f"note_{label}"


def draw_waiting(page: Any, draw: Any) -> str:
    """The notes that were asked for since the last ones were drawn, as a list; "" where there are none."""
    rows: list[str] = []
    while page.waiting:
        mark = page.waiting.pop(0)
        rows.append(_row(mark.meta, page, draw(mark.meta["note"])))
    if not rows:
        return ""
    return f'<div class="notes"><p>{escape(page.word("notes"))}</p>\n<ol>\n{"".join(rows)}</ol></div>\n'


def _row(meta: dict[str, Any], page: Any, html: str) -> str:
    name = _name(meta["label"])
    address, back = escape(quote(name)), escape(page.word("back"))
    links = " ".join(f'<a href="#{address}_{n}" aria-label="{back}">\u21a9\ufe0e</a>' for n in range(meta["uses"]))
    # Behind the last words of the note, where there is a paragraph to put it in.
    body = html.rstrip()
    body = f"{body.removesuffix('</p>')} {links}</p>" if body.endswith("</p>") else f"{body}<p>{links}</p>"
    return f'<li id="{escape(name)}" value="{meta["id"] + 1}">{body}</li>\n'
