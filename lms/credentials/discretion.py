"""A holder's name as strangers see it where the holder would rather not show it: initials, until it is typed."""

from __future__ import annotations

import unicodedata


def initials(name: str) -> str:
    """`A. H.` for Amal Haddad: the first letter of each word, with the marks that belong to it."""
    return " ".join(f"{_first(word)}." for word in name.split())


def is_same_name(typed: str, name: str) -> bool:
    """Whether somebody who typed this knows the name. Case, spaces and ways of encoding make no difference."""
    return _plain(typed) == _plain(name)


def _first(word: str) -> str:
    end = 1
    while end < len(word) and unicodedata.category(word[end]).startswith("M"):
        end += 1
    return word[:end]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
