"""link: the address of a page on the web."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lms.questions.kind import Form, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, NoBody
from lms.questions.typed import seen
from lms.questions.unmarked import Unmarked
from lms.sources.tables import Table
from lms.wording.phrases import _

MOST = 2_000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Link(Unmarked[NoBody]):
    name = "link"
    place = 12
    heading = _("Give the address of a page")
    body = NoBody
    meant_by = "url uri href address website web-address enlace lien"
    answer_says = "text of an address that begins with https:// or http://"
    keys = Table("link")

    def read_question(self, reading: Reading) -> NoBody:
        return NoBody()

    def accept(self, body: NoBody, value: Json) -> Json | NotAnAnswer:
        text = seen(value).strip() if isinstance(value, str) else ""
        if text and not _SCHEME.match(text):
            text = f"https://{text}"
        return text if len(text) <= MOST and _is_page(text) else _NO_ADDRESS

    def from_form(self, body: NoBody, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def example(self, body: NoBody, key: Key) -> Json:
        return "https://example.org/"


def _is_page(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    whole = not any(sign.isspace() or not sign.isprintable() for sign in text)
    return parts.scheme in ("https", "http") and whole and "." in host.strip(".")


_NO_ADDRESS = NotAnAnswer(_("Write the address of a page, such as https://example.org/."))
KIND = Link()
