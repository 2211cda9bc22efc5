"""What of a thing can be found by its words."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

_INSIDE_WORDS = re.compile(r"</?(?:a|abbr|b|bdi|code|del|em|i|ins|mark|s|small|span|strong|sub|sup|u)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


class Searched(NamedTuple):
    """A thing as a search knows it: where it is read, its title and its text, in one language.

    `needs` is the path of what must be open to whoever is told of it; "" where anybody may read it.
    """

    address: str
    language: str
    title: str
    text: str
    needs: str = ""


def text_of(*html: str) -> str:
    """The words of pieces of HTML, of our own making, in one line."""
    return " ".join(unescape(_TAG.sub(" ", _INSIDE_WORDS.sub("", " ".join(html)))).split())
