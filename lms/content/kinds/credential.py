"""A credential file: what is awarded, for what, and for how long; and the texts beside it that holders agree to."""

from __future__ import annotations

import re

from lms.content.kinds.course import LANGUAGE, read_language
from lms.content.reading.body import read_prose
from lms.content.reading.documents import Document, read_document, ref, refs
from lms.content.reading.model import Signatory, Term
from lms.content.reading.names import title_of
from lms.content.reading.parts import AgreementPart, CredentialPart, Head, Ref
from lms.sources.diagnostics import Edit, Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.tables import SILENCE, Entry, Group, Id, ListOf, Name, Table, Text, Word
from lms.sources.yamltext import shorten

CERTIFICATION, COURSE_CERTIFICATE = "certification", "course-certificate"
KINDS = (CERTIFICATION, COURSE_CERTIFICATE)
SIGNATORY = Table(
    "signatory",
    Entry("name", Text(like="Amal Haddad"), "who signs", needed=True),
    Entry("role", Text(like="Chair"), "as what"),
)
KEYS = Table(
    "credential",
    Entry("title", Text(like="Certified Patient Leader"), "what is awarded", otherwise="the id in words"),
    Entry("id", Id("foundations"), "another id than the folder's name", otherwise="the folder's name"),
    Entry("kind", Word(KINDS), "a course certificate never expires, and is not revoked for conduct", needed=True),
    Entry(
        "requires",
        ListOf(Name(("course", "lesson", "module", "assessment"), "courses/foundations"), least=1),
        "courses, lessons, modules and assessments that must be complete or passed",
        needed=True,
    ),
    Entry(
        "agree_to",
        Name(("file",), "code-of-conduct.md"),
        "a Markdown file beside this one, which holders sign by its version; its title is its front matter's, or its "
        "first heading",
    ),
    Entry(
        "valid_for",
        Text(r"\s*[0-9]{1,4}\s+([Yy]ear|[Mm]onth|[Dd]ay)s?\s*", "3 years"),
        "years, months or days; for a certification only",
        otherwise="needed there",
    ),
    Entry(
        "renew_with",
        ListOf(Name(("assessment",), "assessments/foundations-exam")),
        "the assessments to pass again to renew it, from 180 days before its last day on; for a certification only",
        otherwise="none: it is not renewed by its holder",
    ),
    Entry("signed_by", ListOf(Group(SIGNATORY), single=False), "who signs", otherwise="nobody"),
    Entry("says_not", Text(like="It is not a clinical qualification."), "what it does not say, printed with it"),
    LANGUAGE._replace(says="the language of its dates"),
    SILENCE,
)
AGREEMENT_KEYS = Table(
    "text",
    Entry("title", Text(like="Code of conduct"), "its name", otherwise="its first heading"),
    LANGUAGE,
    Entry("version", Text(like="2"), "for colleagues: its number; what counts is the text itself"),
    SILENCE,
)
_TERM = re.compile(r"([0-9]{1,4}) (year|month|day)s?")
_MOST = {"year": 100, "month": 1200, "day": 9999}


def read_credential(source: SourceFile, findings: Findings) -> CredentialPart | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    folder = source.path.rsplit("/", 1)[0]
    read = read_prose(document.body, findings)
    kind = fields.word("kind")
    head = document.head(folder.rsplit("/", 1)[1], read.links, read.anchors)
    return CredentialPart(
        head=head,
        folder=folder,
        title=fields.text("title") or title_of(head.id),
        kind=kind,
        html=read.html,
        requires=refs(fields, "requires"),
        renew_with=_renew_with(fields, kind),
        agree_to=ref(fields, "agree_to"),
        valid_for=_valid_for(document, kind),
        signed_by=_signed_by(fields),
        says_not=fields.text("says_not"),
        language=read_language(fields),
    )


def read_agreement(source: SourceFile, findings: Findings) -> AgreementPart | None:
    """A text beside a credential. Its title is that of its front matter, or else its first heading."""
    document = read_document(source, findings, AGREEMENT_KEYS, needs_front=False)
    if document is None:
        return None
    read = read_prose(document.body, findings)
    name = source.path.rsplit("/", 1)[1].removesuffix(".md")
    heading = next((line.strip("# ") for line in document.body.lines if line.startswith("#")), "")
    return AgreementPart(
        head=Head(
            source.path,
            name,
            document.fields.place,
            document.whole,
            tuple(read.links),
            tuple(read.anchors),
            document.silences(),
        ),
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
        meant = _term_meant(scalar.text)
        help = f"Did you mean `{meant}`?" if meant else "Write it such as 3 years, 18 months or 90 days."
        fields.findings.add(scalar.place, "K103", message, help, edits=(Edit(scalar.place, meant),) if meant else ())
        return None
    return Term(**{f"{found[2]}s": number})


def _term_meant(text: str) -> str:
    """The time that a text can only mean: `m` alone could be minutes."""
    found = re.fullmatch(r"([0-9]{1,3})\s*(y|yr|yrs|years?|mo|mos|months?|d|days?)\.?", text.strip().casefold())
    if found is None or not int(found[1]):
        return ""
    unit = {"y": "year", "m": "month", "d": "day"}[found[2][0]]
    return f"{int(found[1])} {unit}{'' if int(found[1]) == 1 else 's'}"


def _signed_by(fields: Fields) -> tuple[Signatory, ...]:
    found = []
    for node in fields.items("signed_by"):
        inner = Fields(node, fields.findings, SIGNATORY)
        name = inner.text("name")
        if name:
            found.append(Signatory(name, inner.text("role")))
    return tuple(found)
