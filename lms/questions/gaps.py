"""The gaps of a text, such as `[[1]]`: found where an input may stand, with what stands around them."""

from __future__ import annotations

import re

GAP = re.compile(r"\[\[([0-9A-Za-z-]{1,20})\]\]")


def gaps_in(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The gaps of a drawn text and what stands around them, wherever an input may stand."""
    standing = [found for found in GAP.finditer(html) if _in_plain_text(html, found.start())]
    pieces, end = [], 0
    for found in standing:
        pieces.append(html[end : found.start()])
        end = found.end()
    return tuple(found[1] for found in standing), (*pieces, html[end:])


def _in_plain_text(html: str, index: int) -> bool:
    """Whether an input may stand at this place of drawn Markdown: in no tag and no link. Text has no bare `<`."""
    in_tag = html.rfind("<", 0, index) > html.rfind(">", 0, index)
    in_link = html.rfind("<a ", 0, index) > html.rfind("</a>", 0, index)
    return not in_tag and not in_link
