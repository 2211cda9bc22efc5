"""One reading of what people type, for keys, answers, forms and imports alike: how texts are folded before comparing.

Numbers are read in `lms.questions.figures`. Each paper keeps the version of both that it was drawn under.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from lms.questions import typed_first

FIRST, NEWEST = 1, 2
"""Versions of the rules by which texts and numbers are read; a paper that names none was drawn under the first."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Controls that are no spaces, what Unicode lets programs leave undrawn, and the letters that are drawn as nothing."""
_ONE_SIGN = str.maketrans(
    dict.fromkeys("`´ʹʻʼʽʾʿˈˊˋ՚׳‘’‚‛′‵‹›❛❜ꞌ", "'")
    | dict.fromkeys("ʺ˝״“”„‟″‶«»❝❞〝〞〟", '"')
    | dict.fromkeys("˗֊־᐀᠆‐‑‒–—―⁃−⸺⸻〜〰゠﹘﹣－𐺭", "-")
)
"""Apostrophes, quotes, and hyphens with dashes. Some of them NFKC would take apart, so that it comes after."""


def seen(text: str) -> str:
    """A text without what nobody can see in it."""
    return _UNSEEN.sub("", text)


def is_blank(text: str) -> bool:
    """Whether nobody could see anything of a text: then it is no answer."""
    return not seen(text).strip()


def in_one_sign(text: str) -> str:
    """A text whose apostrophes, quotes and hyphens are those of a keyboard."""
    return text.translate(_ONE_SIGN)


def fold(text: str) -> str:
    """A text in the one form of all that look and mean the same. To fold it again changes nothing."""
    text = in_one_sign(unicodedata.normalize("NFKC", in_one_sign(seen(text))))
    return " ".join(text.split())


def compared(text: str, ignoring: Collection[str], version: int = NEWEST) -> str:
    """A text as it is compared: two texts are equal when these are. It is folded, always, and then what is ignored."""
    if version == FIRST:
        return typed_first.compared(text, ignoring)
    text = fold(text)
    if "case" in ignoring:
        text = fold(text.casefold())
    if "accents" in ignoring:
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
        text = text.casefold() if "case" in ignoring else text
    if "punctuation" in ignoring:
        text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "P")
    return fold(text)
