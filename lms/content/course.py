"""A course file: what the course is about, and how its lessons follow each other."""

from __future__ import annotations

import re

from lms.content.body import read_prose
from lms.content.documents import Document, read_document, ref, refs
from lms.content.names import is_id, proposed_id, title_of
from lms.content.parts import CoursePart, ModulePart, Ref
from lms.sources.diagnostics import Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.suggest import did_you_mean
from lms.sources.yamltext import Node, Scalar, shorten

KEYS = (
    "id",
    "title",
    "summary",
    "language",
    "level",
    "paths",
    "objectives",
    "modules",
    "opens_after",
    "in_order",
    "review_by",
)
MODULE_KEYS = ("id", "title", "lessons", "opens_after")
LEVELS = ("new", "practising", "experienced")
PATHS = ("awareness", "legislation", "creator", "collaborator")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def read_course(source: SourceFile, findings: Findings) -> CoursePart | None:
    document = read_document(source, findings, KEYS, "course")
    if document is None:
        return None
    fields = document.fields
    read = read_prose(document.body, findings)
    errors = len(findings.items)
    objectives = _objectives(document)
    knows_objectives = document.whole and len(findings.items) == errors
    errors = len(findings.items)
    modules = _modules(document)
    return CoursePart(
        head=document.head(source.path.split("/")[-2], read.links, read.anchors),
        knows_lessons=document.whole and len(findings.items) == errors,
        knows_objectives=knows_objectives,
        title=fields.text("title", needed=document.whole),
        summary=fields.text("summary"),
        language=read_language(fields),
        level=fields.word("level", LEVELS, default="new"),
        paths=read_words(fields, "paths", PATHS) if fields.has("paths") else PATHS,
        objectives=objectives,
        modules=modules,
        opens_after=refs(fields, "opens_after"),
        in_order=fields.yes_no("in_order", default=False),
        html=read.html,
        review_by=fields.date("review_by"),
        review_place=fields.place_of("review_by"),
    )


def read_language(fields: Fields) -> str:
    """The language of a text, as the web names it: `en`, `pt-BR`."""
    scalar = fields.scalar("language")
    if scalar is None:
        return "en"
    word = scalar.text.strip()
    if _LANGUAGE.fullmatch(word):
        return word
    message = f"`{shorten(word)}` is not the code of a language."
    fields.fault("language", "C107", message, "Write two or three small letters, such as en, es or pt-BR.")
    return "en"


def read_words(fields: Fields, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Some of the words that the format knows, in the format's order."""
    named = refs(fields, key)
    for one in named:
        if one.text not in words:
            message = f"`{shorten(one.text)}` is not a value of `{key}`."
            fields.findings.add(one.place, "S205", message, did_you_mean(one.text, words))
    found = {one.text for one in named}
    return tuple(word for word in words if word in found)


def _objectives(document: Document) -> tuple[tuple[Ref, str], ...]:
    found = []
    for key, node in document.fields.mapping("objectives") or ():
        if not is_id(key.text):
            near = proposed_id(key.text)
            help = f"Did you mean `{near}`?" if near else "Write a–z, 0–9 and single dashes."
            document.findings.add(key.place, "I001", f"`{shorten(key.text)}` is not an id.", help)
        elif not isinstance(node, Scalar) or not node.text.strip():
            message = f"The objective `{key.text}` has no text."
            document.findings.add(key.place, "S202", message, "Say what a learner will be able to do.")
            found.append((Ref(key.text, key.place), ""))
        else:
            found.append((Ref(key.text, key.place), node.text.strip()))
    return tuple(found)


def _modules(document: Document) -> tuple[ModulePart, ...] | None:
    """The modules, None where there are none of them: then all lessons make one."""
    if not document.fields.has("modules"):
        return None
    found = []
    for node in document.fields.items("modules"):
        module = _module(node, document.findings)
        if module is not None:
            found.append(module)
    return tuple(found)


def _module(node: Node, findings: Findings) -> ModulePart | None:
    fields = Fields(node, findings, MODULE_KEYS, "module")
    if not fields.readable:
        return None
    title = fields.text("title")
    name = ref(fields, "id", needed=not title)
    if name is None and title:
        name = Ref(proposed_id(title), fields.place)
    elif name is not None and not is_id(name.text):
        near = proposed_id(name.text)
        help = f"Did you mean `{near}`?" if near else "Write a–z, 0–9 and single dashes."
        findings.add(name.place, "I001", f"`{shorten(name.text)}` is not an id.", help)
    return ModulePart(
        id=name or Ref("", fields.place),
        title=title or title_of("" if name is None else name.text),
        lessons=refs(fields, "lessons", needed=True),
        opens_after=refs(fields, "opens_after"),
    )
