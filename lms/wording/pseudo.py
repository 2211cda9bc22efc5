"""A language that nobody speaks, made of the English by program: words that were forgotten stand out on a page.

Each of its messages stands in brackets, has accents, and is a third longer, as those of many languages are.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

PSEUDO = "en-XA"
_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&\w+;)")


class Pseudo(NullTranslations):
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        pieces = _KEPT.split(message)
        letters = sum(one.isalpha() for piece in pieces[::2] for one in piece)
        if not letters:
            return message
        accented = "".join(piece if n % 2 else piece.translate(_ACCENTS) for n, piece in enumerate(pieces))
        return f"[{accented}{' ẋ' * -(-letters // 6)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)
