"""The language that a file is written in, as its front matter says it."""

from __future__ import annotations

import re

from lms.sources.diagnostics import Edit
from lms.sources.fields import Fields
from lms.sources.tables import Entry, Text
from lms.sources.yamltext import shorten

CODE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"
LANGUAGE = Entry("language", Text(CODE, "en"), "the language, as the web names it: `en`, `pt-BR`", default="en")
_CODE = re.compile(CODE)
_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "français": "fr",
    "french": "fr",
    "deutsch": "de",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "portuguese": "pt",
    "español": "es",
    "spanish": "es",
    "vietnamese": "vi",
}


def read_language(fields: Fields) -> str:
    """The language of a text, as the web names it: `en`, `pt-BR`."""
    scalar = fields.scalar("language")
    if scalar is None:
        return "en"
    word = scalar.text.strip()
    if _CODE.fullmatch(word):
        return word
    meant = word.casefold().replace("_", "-")
    meant = meant if len(word) == 2 and _CODE.fullmatch(meant) else _LANGUAGES.get(meant, "")
    message = f"`{shorten(word)}` is not the code of a language."
    help = f"Did you mean `{meant}`?" if meant else "Write two or three small letters, such as en, es or pt-BR."
    edits = (Edit(scalar.place, meant),) if meant else ()
    fields.findings.add(scalar.place, "C107", message, help, edits=edits)
    return "en"
