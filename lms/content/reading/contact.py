"""The one place that knows where “write to us” leads: the address of issuer.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from lms.content.reading.model import Issuer
from lms.wording.languages import ENGLISH, Language
from lms.wording.phrases import Phrase, _, said

WORDS = _("write to us")
"""What is said wherever somebody may need a person: in refusals, reasons, reports and on pages."""


def link_of(issuer: Issuer | None) -> str:
    """Where the words lead: a mail to the issuer, else its page, else nowhere."""
    if issuer is None:
        return ""
    return f"mailto:{quote(issuer.email, safe='@!$*+=_~.-')}" if issuer.email else issuer.url


def address_of(issuer: Issuer | None) -> str:
    """The same as it is read and typed."""
    return "" if issuer is None else issuer.email or issuer.url


def with_address(text: str, issuer: Issuer | None, language: Language = ENGLISH) -> str:
    """A text in which “write to us” says where, for programs and mails. It is said in the language."""
    address = address_of(issuer)
    if not address:
        return said(text, language)
    return "".join(said(piece, language) for piece in told(text, address, language))


def told(text: str, address: str, language: Language = ENGLISH) -> Iterator[str | Phrase]:
    """The text in pieces, said in the language. “Write to us” is a phrase of its own, with the address in it."""
    text, end = said(text, language), 0
    for found in asking(language).finditer(text):
        yield text[end : found.start()]
        yield _("%(write_to_us)s at %(address)s", write_to_us=found[0], address=address)
        end = found.end()
    yield text[end:]


def asking(language: Language) -> re.Pattern[str]:
    """Finds the words, also at the head of a sentence, and leaves those alone that say where already."""
    words = WORDS.in_language(language)
    return re.compile(rf"\b(?i:{re.escape(words[0])}){re.escape(words[1:])}\b(?! at )")
