"""A credential file: what is awarded, for what, and for how long; and the texts beside it that holders agree to."""

from __future__ import annotations

import re

from lms.content.body import read_prose
from lms.content.course import read_language
from lms.content.documents import Document, read_document, ref, refs
from lms.content.model import Signatory, Term
from lms.content.names import title_of
from lms.content.parts import AgreementPart, CredentialPart, Head, Ref
from lms.sources.diagnostics import Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.yamltext import shorten

KEYS = (
    "id",
    "title",
    "kind",
    "language",
    "requires",
    "agree_to",
    "valid_for",
    "renew_with",
    "signed_by",
    "says_not",
)
AGREEMENT_KEYS = ("title", "language", "version")
CERTIFICATION, COURSE_CERTIFICATE = "certification", "course-certificate"
KINDS = (CERTIFICATION, COURSE_CERTIFICATE)
_TERM = re.compile(r"([0-9]{1,4}) (year|month|day)s?")
_MOST = {"year": 100, "month": 1200, "day": 9999}


def read_credential(source: SourceFile, findings: Findings) -> CredentialPart | None:
    document = read_document(source, findings, KEYS, "credential")
    if document is None:
        return None
    fields = document.fields
    folder = source.path.rsplit("/", 1)[0]
    read = read_prose(document.body, findings)
    kind = fields.word("kind", KINDS, default="", needed=document.whole)
    head = document.head(folder.rsplit("/", 1)[1], read.links, read.anchors)
    return CredentialPart(
        head=head,
        folder=folder,
        title=fields.text("title") or title_of(head.id),
        kind=kind,
        html=read.html,
        requires=refs(fields, "requires", needed=document.whole),
        renew_with=_renew_with(fields, kind),
        agree_to=ref(fields, "agree_to"),
        valid_for=_valid_for(document, kind),
        signed_by=_signed_by(fields),
        says_not=fields.text("says_not"),
        language=read_language(fields),
    )


def read_agreement(source: SourceFile, findings: Findings) -> AgreementPart | None:
    """A text beside a credential. Its title is that of its front matter, or else its first heading."""
    document = read_document(source, findings, AGREEMENT_KEYS, "text", needs_front=False)
    if document is None:
        return None
    read = read_prose(document.body, findings)
    name = source.path.rsplit("/", 1)[1].removesuffix(".md")
    heading = next((line.strip("# ") for line in document.body.lines if line.startswith("#")), "")
    return AgreementPart(
        head=Head(source.path, name, document.fields.place, document.whole, tuple(read.links), tuple(read.anchors)),
        title=document.fields.text("title") or heading or title_of(name),
        html=read.html,
        version=source.hash,
    )


def _renew_with(fields: Fields, kind: str) -> tuple[Ref, ...]:
    if kind == COURSE_CERTIFICATE and fields.has("renew_with"):
        message = "A course certificate never ends, so there is nothing to renew."
        fields.findings.add(fields.key_place("renew_with"), "K102", message, "Take `renew_with` out.")
        return ()
    return refs(fields, "renew_with")


def _valid_for(document: Document, kind: str) -> Term | None:
    fields = document.fields
    if kind == COURSE_CERTIFICATE:
        if fields.has("valid_for"):
            message = "A course certificate never ends, so it is not valid for a time."
            fields.findings.add(fields.key_place("valid_for"), "K102", message, "Take `valid_for` out.")
        return None
    if kind == CERTIFICATION and not fields.has("valid_for"):
        message = "A certification must say how long it is valid."
        fields.findings.add(fields.place, "K101", message, "Add a line such as `valid_for: 3 years`.")
        return None
    scalar = fields.scalar("valid_for", needed=document.whole and kind == CERTIFICATION)
    if scalar is None:
        return None
    found = _TERM.fullmatch(" ".join(scalar.text.split()).casefold())
    number = int(found[1]) if found else 0
    if found is None or not 1 <= number <= _MOST[found[2]]:
        message = f"`valid_for` is `{shorten(scalar.text)}`, which is not a length of time."
        fields.fault("valid_for", "K103", message, "Write it such as 3 years, 18 months or 90 days.")
        return None
    return Term(**{f"{found[2]}s": number})


def _signed_by(fields: Fields) -> tuple[Signatory, ...]:
    found = []
    for node in fields.items("signed_by"):
        inner = Fields(node, fields.findings, ("name", "role"), "signatory")
        name = inner.text("name", needed=True)
        if name:
            found.append(Signatory(name, inner.text("role")))
    return tuple(found)
