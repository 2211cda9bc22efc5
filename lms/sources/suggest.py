"""The nearest known word to one that is not known."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_LONGEST = 80
_MOST = 400


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


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A sentence for the help of a finding: the nearest word, or the words there are where they are few."""
    near = nearest(word, known)
    if near:
        return f"Did you mean `{near}`?"
    if 0 < len(known) <= 12:
        return "It can be " + listed(sorted(known)) + "."
    return ""


def listed(words: Collection[str], joined_by: str = "or") -> str:
    """Words as a sentence lists them: `a`, `b` or `c`."""
    marked = [f"`{word}`" for word in words]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} {joined_by} {marked[-1]}"


def a(what: str) -> str:
    """A noun with its article."""
    return f"{'an' if what[:1] in 'aeiou' else 'a'} {what}"


def _simple(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
