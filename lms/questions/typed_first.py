"""The first reading of what people typed, as it was before the second: papers drawn under it are marked by it for ever.

Nothing here changes. What is read today is in `lms.questions.typed`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

_MOST_CHARACTERS = 60
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_SPACE_INSIDE = re.compile(r"(?<=\d)[ \u00a0\u2007\u2009\u202f](?=\d)")
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-", "＋": "+", ",": ".", "٫": "."})


def compared(text: str, ignoring: Collection[str]) -> str:
    """A text as it was compared."""
    text = unicodedata.normalize("NFC", text)
    if "case" in ignoring:
        text = text.casefold()
    if "accents" in ignoring:
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
        text = text.casefold() if "case" in ignoring else text
    if "punctuation" in ignoring:
        text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "P")
    if "spaces" in ignoring:
        text = " ".join(text.split())
    return unicodedata.normalize("NFC", text)


def figures(text: str) -> tuple[Fraction, ...]:
    """The one number that a text was read as; none where it named none. A comma was a point, always."""
    if len(text) > _MOST_CHARACTERS:
        return ()
    text = _SPACE_INSIDE.sub("", text.strip()).translate(_SIGNS)
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return (Fraction(Decimal(text)),) if _NUMBER.fullmatch(text) else ()
