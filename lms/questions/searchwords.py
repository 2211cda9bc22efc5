"""The words by which things are found: folded as answers are, so that case, accents and signs make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from lms.questions.typed import compared, seen

LONGEST = 60
"""What is longer is cut, in a text and in a question for it alike: no word is."""

_IGNORED = ("case", "accents")
_BY_ITSELF = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Signs of languages that write without spaces: each is looked for as a word."""


class Signs(dict[int, str]):
    """How each sign stands in the words, worked out when it is first met: nothing, a space, or letters and digits."""

    def __missing__(self, number: int) -> str:
        self[number] = folded = _folded(chr(number))
        return folded

    def words(self, text: str) -> list[str]:
        """The words of a text, in order."""
        return [word[:LONGEST] for word in text.translate(self).split()]


def _folded(sign: str) -> str:
    if not seen(sign):
        return ""
    if not _is_of_a_word(sign):
        return " "
    folded = "".join(one if _is_of_a_word(one) else " " for one in compared(sign, _IGNORED))
    return f" {folded} " if _BY_ITSELF.match(sign) else folded


def _is_of_a_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _pattern(wanted: Sequence[str]) -> re.Pattern[str]:
    """Any of the wanted words in a folded text; of the last one only the beginning is wanted."""
    whole = [re.escape(word) for word in wanted[:-1]]
    begun = [rf"{re.escape(word)}\S*" for word in wanted[-1:]]
    return re.compile(rf"(?<!\S)(?:{'|'.join((*whole, *begun))})(?!\S)")


def first_place(signs: Signs, text: str, wanted: Sequence[str]) -> int:
    """Where a text has one of the wanted words first; its beginning, where it has none. Quick, however long it is."""
    folded = text.translate(signs)
    found = _pattern(wanted).search(folded)
    start = 0 if found is None else found.start()
    if text.isascii() and len(folded) == len(text):
        return start
    for place, sign in enumerate(text):
        start -= len(signs[ord(sign)])
        if start < 0:
            return place
    return 0


def places(signs: Signs, text: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Every place of a short text that has one of the wanted words; of the last one only the beginning is wanted."""
    folded = [signs[ord(sign)] for sign in text]
    at = [place for place, form in enumerate(folded) for _ in form]
    for found in _pattern(wanted).finditer("".join(folded)):
        end = at[found.end() - 1] + 1
        while end < len(text) and not folded[end]:
            end += 1
        yield at[found.start()], end
