"""What a kind of question says of its asking half alone, where nobody marks an answer: in the form of a tool."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any, Generic, TypeVar

from lms.questions.quiz import Json

B = TypeVar("B")
Told = str | date
"""A piece of an answer for people: a text, in which words of ours are phrases, or a day."""

_TAG = re.compile(r"<[^>]*>")


class Asking(Generic[B]):
    """What has a body here suits a kind that does not care."""

    asks: bool = False
    """Whether a form that nobody marks may ask by it."""

    heading_unmarked: str = ""
    """What is to be done, where nobody marks it; "" where the words are the same."""

    def choosable(self, body: B) -> tuple[str, ...]:
        """The names of what an answer can pick, on which another question may depend."""
        return ()

    def chosen(self, body: B, answer: Json) -> tuple[str, ...]:
        """Those of these names that an accepted answer picks."""
        return tuple(answer) if isinstance(answer, list) else (answer,)

    def choice(self, body: B, name: str) -> Told:
        """What an answer can pick under one of these names, as people read it."""
        return self.told(body, name)[0]

    def told(self, body: B, answer: Json) -> tuple[Told, ...]:
        """An accepted answer as people read it, in pieces where it has several."""
        return (str(answer),)


def texts_told(texts: dict[str, str], answer: Any) -> tuple[Told, ...]:
    """The texts of what an answer picks, in its order."""
    return tuple(plain(texts[name]) for name in (answer if isinstance(answer, list) else [answer]))


def plain(html: str) -> str:
    """The words of a text of ours that was drawn inside of a line."""
    return " ".join(unescape(_TAG.sub("", html)).split())
