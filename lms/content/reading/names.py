"""Ids from names, and the paths by which one thing names another."""

from __future__ import annotations

import re

from lms.sources.romanised import MOST_CHARACTERS as MOST_CHARACTERS
from lms.sources.romanised import proposed_id as proposed_id

_NUMBER = re.compile(r"[0-9]+-(?=.)")
_OTHER = re.compile(r"[^a-z0-9]+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def id_of_name(name: str) -> str:
    """The id that a file or folder gives: its name without ending, leading number and dash."""
    return _NUMBER.sub("", name.removesuffix(".md"), count=1)


def is_id(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and _ID.fullmatch(text) is not None


def id_of_title(title: str) -> str:
    """The id of what has a title alone, by the first rule of all: other letters than a–z are left out of it.

    Links and bookmarks hold such ids, so that the rule stays as it is.
    """
    return _OTHER.sub("-", title.casefold()).strip("-")[:MOST_CHARACTERS].rstrip("-")


def name_order(name: str) -> tuple[int, str]:
    """The order of lessons without modules: by leading number, then by name; those without a number come last."""
    number = _NUMBER.match(name)
    return (int(number[0][:-1]) if number and len(number[0]) < 16 else 10**16, name)


def title_of(name: str) -> str:
    """An id as words, for what has no title of its own."""
    return name.replace("-", " ").capitalize()
