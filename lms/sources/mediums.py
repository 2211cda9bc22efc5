"""Films and sounds, written as a picture is: `![Rosa tells her story](media/rosa.mp4)`, in a paragraph of its own."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.sources.characters import shorten
from lms.sources.links import MEDIUM, Link, has_scheme

FILMS = {"mp4": "video/mp4", "webm": "video/webm"}
SOUNDS = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg", "ogg": "audio/ogg"}
ENDINGS = FILMS | SOUNDS
"""The endings of what browsers play, with what to call them."""

# The host becomes part of the policy of the page: it is a name, and no pattern or further rule.
_ELSEWHERE = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?/")


def ending_of(address: str) -> str:
    """The ending of a film or a sound that an address names; "" where it is none."""
    ending = address.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()
    return ending if ending in ENDINGS else ""


def extend(markdown: MarkdownIt) -> None:
    """Let a film or a sound stand by itself, where its paragraph was. `image` of the page's renderer draws it."""
    markdown.core.ruler.after("inline", "mediums", _find)


def _find(state: Any) -> None:
    for before, words, after in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        shown = [one for one in words.children or () if one.type == "image" or one.content.strip()]
        if before.type != "paragraph_open" or [one.type for one in shown] != ["image"]:
            continue
        if ending_of(str(shown[0].attrGet("src") or "")):
            before.hidden = after.hidden = True
            words.children = shown
            shown[0].meta = {"alone": True}


def draw(token: Token, words: str, page: Any) -> str:
    """What stands for a medium until all files are known; its words as they are where it cannot be shown."""
    written = str(token.attrGet("src") or "")
    place = page.link_place(written)
    if not words:
        message = f"The film or sound {shorten(written)} has no name."
        page.findings.warn(place, "M105", message, "Say what it is between the square brackets: ![…](…)")
    if not token.meta.get("alone"):
        message = f"A film or a sound needs a paragraph of its own: {shorten(written)}"
        page.findings.add(place, "M110", message, "Leave an empty line before it and behind it.")
        return ""
    if has_scheme(written):
        if not _ELSEWHERE.match(written):
            message = f"No film or sound can be fetched from this address: {shorten(written)}"
            help = "Copy its whole address, which begins with https:// and a name such as films.example.org."
            page.findings.add(place, "M104", message, help)
            return ""
        page.links.append(Link(place, written, written, "", picture=False, role=MEDIUM, words=words))
        return f"{page.links[-1].open_address}\n"
    if page.address(written, True) is None:
        return ""
    link = page.links.pop()
    page.links.append(Link(place, written, link.target, "", picture=False, role=MEDIUM, words=words))
    return f"{page.links[-1].open_address}\n"
