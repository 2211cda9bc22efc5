"""A credential file: what is awarded, for what, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.content.kinds.design import plain
from lms.content.reading import placeholders as words
from lms.content.reading.body import read_prose
from lms.content.reading.documents import Document, read_document, ref, refs
from lms.content.reading.kind import REQUIREMENT, TRANSLATED_TITLE, Files, Kind, NotPossible, Starter, Translation
from lms.content.reading.model import Signatory, Term
from lms.content.reading.names import id_of_name, title_of
from lms.content.reading.parts import CredentialPart, Ref
from lms.content.reading.site import World
from lms.content.reading.targets import CERTIFICATES, own_id
from lms.content.reading.written_in import LANGUAGE, read_language
from lms.sources.diagnostics import Edit, Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.slips import TITLE
from lms.sources.tables import SILENCE, Entry, Group, Id, ListOf, Name, Table, Text, Word
from lms.sources.yamltext import shorten

CERTIFICATION, COURSE_CERTIFICATE, ENDORSEMENT = "certification", "course-certificate", "endorsement"
KINDS = (CERTIFICATION, COURSE_CERTIFICATE, ENDORSEMENT)
SIGNATORY = Table(
    "signatory",
    Entry("name", Text(like="Amal Haddad"), "who signs", needed=True),
    Entry("role", Text(like="Chair"), "as what"),
    slips={"role": "title position function"},
)
KEYS = Table(
    "credential",
    Entry("title", Text(like="Certified Patient Leader"), "what is awarded", otherwise="the id in words"),
    Entry("id", Id("foundations"), "another id than the folder's name", otherwise="the folder's name"),
    Entry(
        "kind",
        Word(KINDS),
        "a course certificate never expires, and is not revoked for conduct; an endorsement is valid only while the "
        "certification that it endorses is",
        needed=True,
    ),
    Entry(
        "endorses",
        Name(("credential",), "certificates/leader"),
        "the certification of the same holder that it rests on; for an endorsement only",
        otherwise="needed there",
    ),
    Entry(
        "requires",
        ListOf(Name((REQUIREMENT,), "courses/foundations"), least=1),
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
    slips={
        "title": TITLE,
        "kind": "type",
        "endorses": "endorsement endorse of rests_on rests-on",
        "requires": "needs requirement requirements prerequisites prerequisite after",
        "valid_for": "validity valid expires duration expires-after",
        "renew_with": "renewal renew",
        "signed_by": "signatories signature signatures signed signatory",
        "says_not": "disclaimer not",
        "agree_to": "agreement code code-of-conduct agree",
        "language": "lang locale",
    },
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
        endorses=_endorses(document, kind),
    )


def _endorses(document: Document, kind: str) -> Ref | None:
    fields = document.fields
    if kind == ENDORSEMENT and not fields.has("endorses") and document.whole:
        message = "An endorsement must say which certification it endorses."
        fields.findings.add(fields.place, "K114", message, "Add a line such as `endorses: certificates/leader`.")
    elif kind in (CERTIFICATION, COURSE_CERTIFICATE) and fields.has("endorses"):
        message = f"A {kind.replace('-', ' ')} rests on no other certificate."
        help = f"Take `endorses` out, or write `kind: {ENDORSEMENT}`."
        fields.findings.add(fields.key_place("endorses"), "K115", message, help)
    return ref(fields, "endorses")


_ENDLESS = {
    COURSE_CERTIFICATE: "A course certificate never ends",
    ENDORSEMENT: "An endorsement ends with what it endorses",
}


def _renew_with(fields: Fields, kind: str) -> tuple[Ref, ...]:
    if kind in _ENDLESS and fields.has("renew_with"):
        message = f"{_ENDLESS[kind]}, so there is nothing to renew."
        fields.findings.add(fields.key_place("renew_with"), "K102", message, "Take `renew_with` out.")
        return ()
    return refs(fields, "renew_with")


def _valid_for(document: Document, kind: str) -> Term | None:
    fields = document.fields
    if kind in _ENDLESS:
        if fields.has("valid_for"):
            message = f"{_ENDLESS[kind]}, so it is not valid for a time."
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


_HOW_LONG = {
    "if": {"properties": {"kind": {"const": CERTIFICATION}}},
    "then": {"required": ["valid_for"], "properties": {"endorses": False}},
    "else": {
        "properties": {"valid_for": False, "renew_with": False},
        "if": {"properties": {"kind": {"const": ENDORSEMENT}}},
        "then": {"required": ["endorses"]},
        "else": {"properties": {"endorses": False}},
    },
}


def _start(world: World, name: str) -> Files:
    """A course certificate for a course that is there: that of the same name, or else the first.

    Named `leader/creator`, it is an endorsement of the certification `leader`.
    """
    endorsed, _, name = name.rpartition("/")
    if endorsed and (endorsed not in world.credentials or world.credentials[endorsed].kind != CERTIFICATION):
        raise NotPossible(f"There is no certification {endorsed} to endorse. See them with: lms content report")
    courses = [found for found in world.courses.values() if found.part is not None and found.lessons]
    if not courses:
        raise NotPossible("A credential needs a course to be earned by. Begin with: lms content new course ID")
    earned = next((found.id for found in courses if found.id == name), courses[0].id)
    folder = f"certificates/{name}"
    kind = f"kind: {ENDORSEMENT}\nendorses: {CERTIFICATES}/{endorsed}" if endorsed else f"kind: {COURSE_CERTIFICATE}"
    files = {
        f"{folder}/credential.md": (
            f"---\ntitle: {title_of(name)}\n{kind}\nrequires: [courses/{earned}]\nsigned_by:\n"
            f"  - {words.SIGNATORY}\n    role: Chair\n---\n\n{words.CRITERIA}\n"
        ),
        f"{folder}/certificate.html": plain.PAGE,
        f"{folder}/certificate.css": plain.STYLE,
    }
    if world.issuer is None and "certificates/issuer.md" not in world.tree.files:
        files["certificates/issuer.md"] = (
            f"---\n{words.ISSUER}\n{words.ISSUER_PAGE}\n{words.ISSUER_MAIL}\n{words.ISSUER_SENTENCE}\n---\n"
        )
    return files


_RENEWED_WITH = ("assessment",)
_ENDORSED = ("credential",)


class CredentialKind(Kind):
    name = "credential"
    place = 5
    files = ("certificates/*/credential.md",)
    keys = KEYS
    depends = {KEYS.what: _HOW_LONG}
    family = CERTIFICATES
    held = "hold it"
    compared_as_a_whole = False
    translation = Translation(
        entries=(
            TRANSLATED_TITLE,
            Entry("says_not", Text(), "what it does not say", otherwise="the original's"),
        ),
        texts=("title", "says_not"),
    )
    starter = Starter(
        "A credential with its design, and an issuer if there is none yet; CERTIFICATION/ID makes an endorsement.",
        _start,
        "[CERTIFICATION/]ID",
    )

    def read(self, source: SourceFile, findings: Findings) -> CredentialPart | None:
        return read_credential(source, findings)

    def hidden_path(self, world: World, file: str) -> str:
        return f"{self.family}/{id_of_name(file.split('/')[-2])}"

    def asks_for(self, part: CredentialPart) -> Iterator[tuple[tuple[Ref, ...], tuple[str, ...]]]:
        yield part.requires, ()
        yield part.renew_with, _RENEWED_WITH
        yield () if part.endorses is None else (part.endorses,), _ENDORSED

    def check(self, world: World, findings: Findings) -> None:
        """An endorsement rests on a certification, which is another credential."""
        for part in world.credentials.values():
            path = None if part.endorses is None else world.resolve(part.endorses.text)
            named = world.credentials.get(own_id(path, CERTIFICATES)) if path else None
            if part.endorses is None or part.kind != ENDORSEMENT or named is None or named.kind == CERTIFICATION:
                continue
            if named is part:
                message = "An endorsement cannot endorse itself."
            else:
                message = f"`{shorten(part.endorses.text)}` is no certification, and only one can be endorsed."
            others = [
                f"`{CERTIFICATES}/{id}`" for id, one in sorted(world.credentials.items()) if one.kind == CERTIFICATION
            ]
            help = f"Write one of {', '.join(others)}." if others else "Write a certification first, and name it here."
            findings.add(part.endorses.place, "K114", message, help)


KIND = CredentialKind()
