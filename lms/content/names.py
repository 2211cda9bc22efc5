"""Ids from names, and the paths by which one thing names another."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9]+-(?=.)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OTHER = re.compile(r"[^a-z0-9]+")
MOST_CHARACTERS = 64


def id_of_name(name: str) -> str:
    """The id that a file or folder gives: its name without ending, leading number and dash."""
    return _NUMBER.sub("", name.removesuffix(".md"), count=1)


def is_id(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and _ID.fullmatch(text) is not None


def proposed_id(text: str) -> str:
    """The nearest id to a text, "" where nothing of it can be kept."""
    return _OTHER.sub("-", text.casefold()).strip("-")[:MOST_CHARACTERS].rstrip("-")


def name_order(name: str) -> tuple[int, str]:
    """The order of lessons without modules: by leading number, then by name; those without a number come last."""
    number = _NUMBER.match(name)
    return (int(number[0][:-1]) if number and len(number[0]) < 16 else 10**16, name)


def title_of(name: str) -> str:
    """An id as words, for what has no title of its own."""
    return name.replace("-", " ").capitalize()
