"""The issuer file: who stands behind the certificates."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lms.content.reading.documents import read_document
from lms.content.reading.head import Head
from lms.content.reading.kind import Kind, Translation
from lms.content.reading.model import Issuer
from lms.sources.diagnostics import Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.tables import SILENCE, Entry, Table, Text
from lms.sources.yamltext import shorten

KEYS = Table(
    "issuer",
    Entry("name", Text(like="The Patient Leadership Council"), "who issues", needed=True),
    Entry("url", Text(r"\s*https?://\S+\s*", "https://example.org"), "the issuer's page"),
    Entry("email", Text(r"\s*[^@\s<>]+@[^@\s<>]+\s*", "certificates@example.org"), "where questions go"),
    Entry("description", Text(like="Patients who lead."), "who that is, in a sentence"),
    SILENCE,
    slips={
        "name": "title organisation organization issuer",
        "url": "website web link homepage site",
        "email": "mail contact e-mail-address",
        "description": "about summary",
    },
)
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(?:\.[^@\s<>.]+)*")


def read_issuer(source: SourceFile, findings: Findings) -> Issuer | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    return Issuer(
        head=Head(source.path, "issuer", fields.place, document.whole, silences=document.silences()),
        name=fields.text("name"),
        url=_url(fields),
        email=_email(fields),
        description=fields.text("description"),
    )


def _url(fields: Fields) -> str:
    url = fields.text("url").strip()
    if url and not _is_address(url):
        message = f"`{shorten(url)}` is not the address of a page."
        fields.fault("url", "K110", message, "Write it whole, such as https://example.org.")
    return url


def _email(fields: Fields) -> str:
    email = fields.text("email").strip()
    if email and not _MAIL.fullmatch(email):
        message = f"`{shorten(email)}` is not an e-mail address."
        fields.fault("email", "K110", message, "Write it such as certificates@example.org.")
    return email


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in ("https", "http") and bool(parts.hostname) and not any(character.isspace() for character in url)
    )


class IssuerKind(Kind):
    name = "issuer"
    place = 7
    files = ("certificates/issuer.md",)
    keys = KEYS
    read_by_people = False
    translation = Translation(
        entries=(
            Entry("name", Text(), "who issues", otherwise="the original's"),
            Entry("description", Text(), "who that is, in a sentence", otherwise="the original's"),
        ),
        texts=("name", "description"),
    )
    compared_as_a_whole = False

    def read(self, source: SourceFile, findings: Findings) -> Issuer | None:
        return read_issuer(source, findings)


KIND = IssuerKind()
