"""A box beside the text: a quotation whose first line says what it is, `> [!tip] Ask first`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.sources.quickline import escape

KINDS = ("note", "tip", "important", "caution", "story", "more")
"""What a callout may be; `more` is folded away until somebody opens it."""

SAME = {"warning": "caution", "danger": "caution", "hint": "tip", "info": "note", "details": "more"}
"""What other programs call the same."""

_FIRST = re.compile(r"\[!([\w-]+)\][-+]?[ \t]*([^\n]*)(?:\n|$)")
_FOLDED = "more"


def kind_of(word: str) -> str:
    """The kind that a word in a callout's first line means; "" where it means none."""
    word = word.lower()
    return word if word in KINDS else SAME.get(word, "")


def extend(markdown: MarkdownIt) -> None:
    """Let a parser read callouts, and draw them."""
    markdown.core.ruler.before("inline", "callouts", _find)
    rules: Any = markdown.renderer.rules  # type: ignore[attr-defined]
    rules["callout_open"], rules["callout_close"] = _open, _close
    rules["callout_title_open"], rules["callout_title_close"] = _open_title, _close_title


def _find(state: Any) -> None:
    tokens: list[Token] = state.tokens
    n = 0
    while n < len(tokens):
        if tokens[n].type == "blockquote_open":
            tokens[n : n + 4] = _opened(tokens, n)
        n += 1


def _opened(tokens: Sequence[Token], n: int) -> list[Token]:
    """The first tokens of a quotation, as those of a callout where it is one."""
    opening, before, words, after = (*tokens[n : n + 4], *[_nothing()] * 3)[:4]
    found = _FIRST.match(words.content) if before.type == "paragraph_open" and words.type == "inline" else None
    kind = kind_of(found[1]) if found else ""
    if found is None or not kind:
        return list(tokens[n : n + 4])
    closing = next(one for one in tokens[n + 1 :] if one.type == "blockquote_close" and one.level == opening.level)
    for one, name in ((opening, "callout_open"), (closing, "callout_close")):
        one.type, one.tag, one.meta = name, "div", {"kind": kind}
    title = Token("inline", "", 0, content=found[2].strip(), children=[], map=words.map, level=words.level)
    around = Token("callout_title_open", "p", 1), Token("callout_title_close", "p", -1)
    for one in around:
        one.meta = {"kind": kind}
    rest = words.content[found.end() :]
    if not rest.strip():
        return [opening, around[0], title, around[1]]
    words.content = rest
    words.map = [words.map[0] + 1, words.map[1]] if words.map else None
    return [opening, around[0], title, around[1], before, words, after]


def _nothing() -> Token:
    """Stands where a text ends too early for another token."""
    return Token("", "", 0)


def _open(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    kind = tokens[index].meta["kind"]
    closing = next((n for n in range(index, len(tokens)) if tokens[n].type == "callout_title_close"), index)
    behind = [one.type for one in tokens[closing + 1 : closing + 3]]
    titled = bool(tokens[index + 2].content)
    if behind[:1] == ["callout_close"] and (behind[1:] == ["blockquote_open"] or not titled):
        page, line = env["page"], (tokens[index].map or [0])[0]
        words = page.written.text.split("\n")[line].strip(" >")
        help = "Begin each line of it with >, the empty ones too."
        page.findings.warn(page.place(words), "M115", "This callout is empty: an empty line ends it.", help)
    return '<details class="more">\n' if kind == _FOLDED else f'<div class="callout callout-{kind}" role="note">\n'


def _close(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</details>\n" if tokens[index].meta["kind"] == _FOLDED else "</div>\n"


def _open_title(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A callout says what it is, and then its own title; one that is folded says its title alone where it has one."""
    kind, title = tokens[index].meta["kind"], tokens[index + 1].content
    word = escape(env["page"].word(kind)) if not (kind == _FOLDED and title) else ""
    if kind == _FOLDED:
        return f"<summary>{word}"
    return f'<p class="callout-title"><span class="callout-kind">{word}</span>{" " if title else ""}'


def _close_title(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</summary>\n" if tokens[index].meta["kind"] == _FOLDED else "</p>\n"
