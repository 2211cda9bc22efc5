"""Words for people in templates: `{% trans %}…{% endtrans %}` and `_("…")`, said where they are put on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from lms.wording.languages import Language
from lms.wording.phrases import HtmlPhrase, Phrase, Worded

EXTENSION = "jinja2.ext.i18n"


def finalizer(language: Callable[[], Language]) -> Callable[[Any], Any]:
    """What an environment does with each value that is put out: words are said in the language at hand."""

    def said(value: Any) -> Any:
        return value.in_language(language()) if isinstance(value, Worded) else value

    return said


def install(environment: Environment, phrase: type[Phrase] = HtmlPhrase) -> None:
    """Give an environment that has the extension the functions that make phrases."""

    def gettext(message: str, /, **values: object) -> Phrase:
        return phrase(message, values)

    def ngettext(one: str, many: str, num: int, /, **values: object) -> Phrase:
        return phrase(one, {**values, "num": num}, many)

    def pgettext(context: str, message: str, /, **values: object) -> Phrase:
        return phrase(message, values, context=context)

    def npgettext(context: str, one: str, many: str, num: int, /, **values: object) -> Phrase:
        return phrase(one, {**values, "num": num}, many, context)

    environment.policies["ext.i18n.trimmed"] = True
    # The extension then gives them the values too; its own wrapping would write these into the words at once.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals.update(gettext=gettext, ngettext=ngettext, pgettext=pgettext, npgettext=npgettext)
