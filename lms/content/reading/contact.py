"""The one place that knows where “write to us” leads: the address of issuer.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from lms.content.reading.model import Issuer

WORDS = re.compile(r"\b[Ww]rite to us\b(?! at )")
"""What is said wherever somebody may need a person: in refusals, reasons, reports and on pages."""


def link_of(issuer: Issuer | None) -> str:
    """Where the words lead: a mail to the issuer, else its page, else nowhere."""
    if issuer is None:
        return ""
    return f"mailto:{quote(issuer.email, safe='@!$*+=_~.-')}" if issuer.email else issuer.url


def address_of(issuer: Issuer | None) -> str:
    """The same as it is read and typed."""
    return "" if issuer is None else issuer.email or issuer.url


def with_address(text: str, issuer: Issuer | None) -> str:
    """A text in which “write to us” says where, for programs and mails."""
    address = address_of(issuer)
    return WORDS.sub(lambda found: f"{found[0]} at {address}", text) if address else text


def around(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is followed by the address."""
    end = 0
    for found in WORDS.finditer(text):
        yield text[end : found.end()], True
        end = found.end()
    yield text[end:], False
