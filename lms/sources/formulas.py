"""Formulas in TeX: `$x^2$` in a line, `$$…$$` by itself. They are drawn as MathML, and a price stays a price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from lms.sources.characters import shorten
from lms.sources.quickline import escape

_FORMULA = re.compile(r"\$(?=[^\s$])((?:\\[^\n]|[^$\\\n])+)\$(?![\w$])")
_SIGNS = re.compile(r"[\\^_={}]")
_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}")
_LONG_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{3,}")
_PRICE = re.compile(r"\d[\d.,]*\S{0,3}[ ]+[A-Za-z]{2,}")
INLINE, BLOCK = "math_inline", "math_block"


def formula_at(text: str, at: int) -> re.Match[str] | None:
    """The formula that begins at a dollar sign; None where the sign stands for money.

    A formula has no space inside of its signs, and no word or figure right outside. What reads like a sentence is none.
    """
    found = _FORMULA.match(text, at)
    if found is None or found[1][-1].isspace() or (at and (text[at - 1].isalnum() or text[at - 1] in "$\\")):
        return None
    content = found[1]
    if _PRICE.match(content):
        return None
    words = _WORD if content[0].isdigit() else _LONG_WORD
    return found if _SIGNS.search(content) or not words.search(content) else None


def extend(markdown: MarkdownIt) -> None:
    """Let a parser read formulas, and draw them."""
    dollarmath_plugin(markdown, allow_labels=False, allow_blank_lines=False)
    markdown.inline.ruler.at(INLINE, _inline)
    rules: Any = markdown.renderer.rules  # type: ignore[attr-defined]
    rules[INLINE] = rules[BLOCK] = _draw


def _inline(state: Any, silent: bool) -> bool:
    if state.src[state.pos] != "$" or (found := formula_at(state.src, state.pos)) is None or found.end() > state.posMax:
        return False
    if not silent:
        state.push(INLINE, "math", 0).content = found[1]
    state.pos = found.end()
    return True


def _draw(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    # Imported where there is a formula: hardly any text has one, and its tables take a while to read.
    from lms.sources.mathml import Unreadable, mathml  # noqa: PLC0415

    token, page = tokens[index], env["page"]
    block = token.type == BLOCK
    written = token.content.strip()
    try:
        drawn = mathml(written, block=block)
    except Unreadable as error:
        place = page.place(written.split("\n", 1)[0] if block else f"${token.content}$")
        page.findings.add(place, "M116", f"This formula cannot be read: {shorten(written)}", error.cure)
        drawn = f"<code>{escape(written)}</code>"
    return f'<div class="formula" tabindex="0">{drawn}</div>\n' if block else drawn
