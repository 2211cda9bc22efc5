"""A month as people write it, `March 2027`, that can be said in another language."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from lms.wording.languages import SOURCE, Language
from lms.wording.phrases import Worded
from lms.wording.pseudo import PSEUDO


class Month(Worded):
    """A month in English; `written` is 2027-03."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, written: str) -> Month:
        words = super().__new__(cls, _named(written, SOURCE))
        words.written = written
        return words

    def __reduce__(self) -> tuple[type[Month], tuple[str]]:
        return Month, (self.written,)

    def in_language(self, language: Language) -> str:
        return _named(self.written, SOURCE if language.code == PSEUDO else language.code)


def _named(written: str, language: str) -> str:
    year, _, month = written.partition("-")
    dates: Any = import_module("babel.dates")
    named: str = dates.format_skeleton("yMMMM", date(int(year), int(month), 1), locale=language.replace("-", "_"))
    return named
