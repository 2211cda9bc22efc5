"""Films and sounds, written as a picture is: `![Rosa tells her story](media/rosa.mp4)`, in a paragraph of its own."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings, Place
from lms.sources.links import MEDIUM, Link, has_scheme

FILMS = {"mp4": "video/mp4", "webm": "video/webm"}
SOUNDS = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg", "ogg": "audio/ogg"}
ENDINGS = FILMS | SOUNDS
"""The endings of what browsers play, with what to call them."""

_IN_A_TABLE = "A table cannot hold it: write it below the table, with an empty line before it and behind it."
_CURES = {
    "heading_open": "Write it below the heading, with an empty line before it and behind it.",
    "th_open": _IN_A_TABLE,
    "td_open": _IN_A_TABLE,
    "dt_open": "Write it below what the word means, with an empty line before it and behind it.",
}
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
        if words.type != "inline" or _is_in_a_link(words, before.type):
            continue
        shown = [one for one in words.children or () if one.type == "image" or one.content.strip()]
        if before.type != "paragraph_open" or [one.type for one in shown] != ["image"]:
            continue
        if ending_of(str(shown[0].attrGet("src") or "")):
            before.hidden = after.hidden = True
            words.children = shown
            shown[0].meta = {"alone": True}


def _is_in_a_link(words: Token, around: str) -> bool:
    """Says of each picture what it stands in; whether one of them is a medium inside of a link."""
    depth, linked = 0, False
    for one in words.children or ():
        depth += {"link_open": 1, "link_close": -1}.get(one.type, 0)
        if one.type == "image":
            one.meta = {"inside": "link_open" if depth else around}
            linked = linked or (depth > 0 and ending_of(str(one.attrGet("src") or "")) != "")
    return linked


def _report_place(inside: str, written: str, place: Place, findings: Findings) -> None:
    """A medium has no room where it stands."""
    if inside == "link_open":
        message = f"A film or a sound cannot be a link, for it has buttons of its own: {shorten(written)}"
        help = "Take the link from around it, and write [words](address) in a paragraph below it."
    else:
        message = f"A film or a sound needs a paragraph of its own: {shorten(written)}"
        help = _CURES.get(inside, "Leave an empty line before it and behind it.")
    findings.add(place, "M110", message, help)


def report_nested(picture: Token, page: Any) -> None:
    """A picture, a film or a sound in the words of a picture would be lost."""
    for inner in (one for one in picture.children or () if one.type == "image"):
        written = str(inner.attrGet("src") or "")
        message = f"There is no picture, film or sound in the words of another one: {shorten(written)}"
        page.findings.add(page.link_place(written), "M110", message, "Write each of them for itself: ![…](…)")


def draw(token: Token, words: str, page: Any) -> str:
    """What stands for a medium until all files are known; its words as they are where it cannot be shown."""
    written = str(token.attrGet("src") or "")
    place = page.link_place(written)
    if not words:
        message = f"The film or sound {shorten(written)} has no name."
        page.findings.warn(place, "M105", message, "Say what it is between the square brackets: ![…](…)")
    if not token.meta.get("alone"):
        _report_place(token.meta.get("inside", ""), written, place, page.findings)
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
