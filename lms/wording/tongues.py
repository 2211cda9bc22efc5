"""The names of languages inside of sentences: Spanish in English, español in Spanish."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from lms.wording.languages import SOURCE, Language
from lms.wording.phrases import Worded
from lms.wording.pseudo import PSEUDO


class Tongue(Worded):
    """The name of a language in English, that can be said in another; `itself` is its name in itself."""

    __slots__ = ("code", "itself")
    code: str
    itself: str

    def __new__(cls, code: str, itself: str) -> Tongue:
        name = super().__new__(cls, _named(code, SOURCE) or itself)
        name.code, name.itself = code, itself
        return name

    def __reduce__(self) -> tuple[type[Tongue], tuple[str, str]]:
        return Tongue, (self.code, self.itself)

    def in_language(self, language: Language) -> str:
        return _named(self.code, SOURCE if language.code == PSEUDO else language.code) or self.itself


def _named(code: str, language: str) -> str:
    """The name that one language has for another, "" where that is not known."""
    core: Any = import_module("babel.core")
    try:
        name: str | None = core.Locale.parse(code, sep="-").get_display_name(core.Locale.parse(language, sep="-"))
    except (ValueError, core.UnknownLocaleError):
        return ""
    return name or ""
