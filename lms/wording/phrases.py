"""Words for people that know how they were made, so that they can be said again in another language.

Wherever nobody says them in a language, in a log, for a program, in a test, they are English text like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import bidirectional

from markupsafe import Markup, escape

from lms.wording.languages import ENGLISH, Language


class Worded(str):
    """English text that can be said in another language."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        raise NotImplementedError


class Phrase(Worded):
    """A message of the catalogue with its values. `many` is its form for any number `num` but one."""

    __slots__ = ("_made_of",)
    _made_of: tuple[str, Mapping[str, object], str, str]

    def __new__(cls, message: str, values: Mapping[str, object], many: str = "", context: str = "") -> Phrase:
        english = many if many and values["num"] != 1 else message
        phrase = super().__new__(cls, english % {name: said(value, ENGLISH) for name, value in values.items()})
        phrase._made_of = message, values, many, context
        return phrase

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._made_of

    def in_language(self, language: Language) -> str:
        if language.is_source:
            return str(self)
        message, values = self._message(language), self._said(language)
        if language.direction == "rtl":
            values |= {name: _isolated(value) for name, value in values.items() if self._stands_bare(name, message)}
        return message % values

    def _stands_bare(self, name: str, message: str) -> bool:
        """Whether a value is somebody's text, and the message does not keep its order itself."""
        return not _is_ours(self._made_of[1][name]) and f"\u2068%({name})s" not in message

    def in_markup(self, language: Language) -> Markup:
        """The message as HTML; values that are none are escaped."""
        values = {name: escape(value) for name, value in self._said(language).items()}
        return Markup(self._message(language) % values)  # noqa: S704

    def _message(self, language: Language) -> str:
        message, values, many, context = self._made_of
        number = values["num"] if many else 0
        return language.message(message, many, number if isinstance(number, int) else 0, context)

    def _said(self, language: Language) -> dict[str, str]:
        return {name: said(value, language) for name, value in self._made_of[1].items()}


class HtmlPhrase(Phrase):
    """A message of a template, which is HTML as all that stands in one."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        return self.in_markup(language)


def _is_ours(value: object) -> bool:
    return isinstance(value, Worded | Markup) or not isinstance(value, str)


def _isolated(text: str) -> str:
    """Somebody's text from left to right, which keeps its own order and leaves the sentence around it its own."""
    if "://" in text or "@" in text or not any(bidirectional(character) == "L" for character in text):
        return text
    return f"\u2068{text}\u2069"


def said(value: object, language: Language) -> str:
    """A value in a language: words of ours, a number; anything else is a text of somebody's, and stays."""
    if isinstance(value, Worded):
        return value.in_language(language)
    if isinstance(value, int | Decimal):
        return language.number(value)
    return value if isinstance(value, str) else str(value)


def _(message: str, /, **values: object) -> Phrase:
    """One whole sentence, or words that stand alone: `_("You have %(tries)s.", tries=…)`."""
    return Phrase(message, values)


def plural(one: str, many: str, num: int, /, **values: object) -> Phrase:
    """A sentence about a number: `plural("%(num)s lesson", "%(num)s lessons", 3)`."""
    return Phrase(one, {**values, "num": num}, many)


def in_context(context: str, message: str, /, **values: object) -> Phrase:
    """A word that is another in other places: `in_context("verb", "Open")`."""
    return Phrase(message, values, context=context)


def sentences(first: str, second: str) -> Phrase:
    """Two sentences, one after the other."""
    return _("%(before)s %(after)s", before=first, after=second)


def listed(parts: Sequence[str]) -> str:
    """a, b and c."""
    if len(parts) < 2:
        return in_a_row(parts)
    return _("%(before)s and %(last)s", before=in_a_row(parts[:-1]), last=parts[-1])


def in_a_row(parts: Sequence[str]) -> str:
    """a, b, c."""
    words = parts[0] if parts else ""
    for part in parts[1:]:
        words = _("%(before)s, %(after)s", before=words, after=part)
    return words
