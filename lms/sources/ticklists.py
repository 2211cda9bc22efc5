"""Lists with boxes: `- [ ] Ask first`. They are to be read: nothing can be ticked off, and nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.sources.quickline import escape

_BOX = re.compile(r"\[([ xX])\][ ]+(?=\S)")


def extend(markdown: MarkdownIt) -> None:
    """Let a parser read such lists, and draw them."""
    markdown.core.ruler.before("inline", "boxes", _find)
    markdown.core.ruler.after("inline", "drawn-boxes", _put)
    rules: Any = markdown.renderer.rules  # type: ignore[attr-defined]
    rules["box"] = _draw


def _find(state: Any) -> None:
    """Take the box out of the words of an item, before they are parsed."""
    for item, paragraph, words in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open" or words.type != "inline":
            continue
        found = _BOX.match(words.content)
        if found is not None:
            words.content = words.content[found.end() :]
            words.meta = {"box": "to-do" if found[1] == " " else "done"}
            item.attrSet("class", "boxed")


def _put(state: Any) -> None:
    for token in state.tokens:
        if token.type == "inline" and "box" in token.meta:
            token.children = [Token("box", "", 0, meta=token.meta), *(token.children or ())]


def _draw(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    name = tokens[index].meta["box"]
    word = escape(env["page"].word(name))
    return f'<span class="box box-{name}" aria-hidden="true"></span><span class="visually-hidden">{word} </span>'
