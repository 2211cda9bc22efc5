"""A name of its own for a heading: `## Before you speak {#before}`. It stays when the words change."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt

NAMED = re.compile(r"[ \t]{0,20}\{#([a-z][a-z0-9-]{0,79})\}[ \t]*$")


def extend(markdown: MarkdownIt) -> None:
    """Let a parser read such names: the opening token of a heading gets it as `meta["name"]`."""
    markdown.core.ruler.before("inline", "heading-names", _find)


def _find(state: Any) -> None:
    for heading, words in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type == "heading_open" and (found := NAMED.search(words.content)):
            words.content = words.content[: found.start()]
            heading.meta = {"name": found[1]}
