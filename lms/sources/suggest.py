"""The nearest known word to one that is not known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

_LONGEST = 80
# Quotation marks of a word processor, and spaces that strip() knows and people do not see.
_AROUND = " \t\n\r\u00a0\u202f\u2009\u200b\ufeff\"'“”„‟‘’‚«»‹›`"
_MOST = 400
# Letters of the Cyrillic and the Greek alphabet that nobody can tell from Latin ones.
_LATIN = str.maketrans("аеорсухіјѕАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "aeopcyxijsABEKMHOPCTXIJSABEZHIKMNOPTYXo")


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that was most likely meant, or "" where none is near."""
    if not word or len(word) > _LONGEST:
        return ""
    simple = _simple(word)
    by_simple = {_simple(one): one for one in sorted(known, reverse=True)}
    if simple in by_simple:
        return by_simple[simple]
    near_in_length = [one for one in by_simple if abs(len(one) - len(simple)) <= 2 + len(simple) // 3]
    if len(near_in_length) > _MOST:
        near_in_length = [one for one in near_in_length if one[:1] == simple[:1]][:_MOST]
    found = get_close_matches(simple, near_in_length, n=1, cutoff=0.65)
    if found:
        return by_simple[found[0]]
    longer = sorted(one for one in by_simple if len(simple) >= 4 and (one.startswith(simple) or one.endswith(simple)))
    return by_simple[longer[0]] if len(longer) == 1 else ""


def surely_meant(word: str, known: Collection[str]) -> str:
    """The known word that can be nothing else but what was meant, or "" where there is any doubt.

    It is the same but for letter case, spaces and underscores; or it is one slip of the pen away, and no other is near.
    """
    if len(word) > _LONGEST or not known:
        return ""
    simple = _simple(word)
    if any(_simple(one) == simple for one in known):
        return same_word(word, known)
    if len(simple) < 4:
        return ""
    slips = [one for one in known if _is_one_slip(simple, _simple(one))]
    near = get_close_matches(simple, [_simple(one) for one in known], n=2, cutoff=0.75)
    return slips[0] if len(slips) == 1 and near[:1] == [_simple(slips[0])] and len(near) == 1 else ""


def same_word(word: str, known: Collection[str]) -> str:
    """The known word that is the same but for letter case, spaces and underscores; "" where none or several are."""
    simple = _simple(word)
    same = [one for one in known if _simple(one) == simple]
    return same[0] if len(same) == 1 else ""


def _is_one_slip(one: str, other: str) -> bool:
    """Whether two words differ by a letter left out, added or changed, or by two neighbours that changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    return one[1:] == other if len(one) > len(other) else one == other[1:]


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A sentence for the help of a finding: the nearest word, or the words there are where they are few."""
    near = nearest(word, known)
    if near:
        return f"{of_another_alphabet(word)}Did you mean `{near}`?"
    if 0 < len(known) <= 12:
        return "It can be " + listed(sorted(known)) + "."
    return ""


def latin(word: str) -> str:
    """A word with Latin letters for those of other alphabets that look the same."""
    return word.translate(_LATIN)


def of_another_alphabet(word: str) -> str:
    """A sentence where a word looks like another one, which is typed with other letters; else ""."""
    if word.isascii() or not latin(word).isascii():
        return ""
    return "A letter of another alphabet is in it, which only looks the same. "


def listed(words: Collection[str], joined_by: str = "or") -> str:
    """Words as a sentence lists them: `a`, `b` or `c`."""
    marked = [f"`{word}`" for word in words]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} {joined_by} {marked[-1]}"


def a(what: str) -> str:
    """A noun with its article."""
    return f"{'an' if what[:1] in 'aeiou' else 'a'} {what}"


def plain_word(word: str) -> str:
    """A word without what stands around it, in small letters without marks, its parts joined by dashes."""
    bare = unicodedata.normalize("NFKD", word.strip(_AROUND).casefold())
    return re.sub(r"[\s_-]+", "-", "".join(one for one in bare if not unicodedata.combining(one)))


def _simple(word: str) -> str:
    return latin(word.strip(_AROUND)).casefold().replace("_", "-").replace(" ", "-")
