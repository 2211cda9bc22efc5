"""A course file: what the course is about, and how its lessons follow each other."""

from __future__ import annotations

import re

from lms.content.reading.body import read_prose
from lms.content.reading.documents import Document, read_document, ref, refs
from lms.content.reading.names import id_of_title, is_id, proposed_id, title_of
from lms.content.reading.parts import CoursePart, ModulePart, Ref
from lms.sources.diagnostics import Edit, Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.tables import SILENCE, ByKey, Day, Entry, Group, Id, ListOf, Name, Table, Text, Word, YesNo, naming
from lms.sources.yamltext import Node, Scalar, shorten

LEVELS = ("new", "practising", "experienced")
PATHS = ("awareness", "legislation", "creator", "collaborator")
LANGUAGE_CODE = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"
LANGUAGE = Entry(
    "language", Text(LANGUAGE_CODE, "en"), "the language, as the web names it: `en`, `pt-BR`", default="en"
)
MODULE_KEYS = Table(
    "module",
    Entry(
        "id", Id("voice"), "its name, unique in the course", otherwise="the title as an id; one of the two is needed"
    ),
    Entry("title", Text(like="Your voice"), "its heading", otherwise="the id in words"),
    Entry(
        "lessons",
        ListOf(Name(("lesson",), "telling-your-story"), least=1),
        "the ids of its lessons, in order; a lesson is in one module, and one that is in none is not seen",
        needed=True,
    ),
    Entry(
        "opens_after",
        ListOf(Name(("course", "lesson", "module", "assessment"), "#voice")),
        "courses, lessons, modules or assessments before the whole module",
        otherwise="it is open",
    ),
)
KEYS = Table(
    "course",
    Entry("title", Text(like="Foundations of patient leadership"), "the name of the course", needed=True),
    Entry("id", Id("foundations"), "another id than the folder's name", otherwise="the folder's name"),
    *naming("the course", "basics"),
    Entry("summary", Text(like="How to tell your story, and stay whole."), "one sentence for the catalogue"),
    LANGUAGE,
    Entry("level", Word(LEVELS), "for whom it is, by experience", default="new"),
    Entry("paths", ListOf(Word(PATHS)), "for whom it is, by what they want to do", default=", ".join(PATHS)),
    Entry(
        "objectives",
        ByKey("[a-z0-9]+(?:-[a-z0-9]+)*", "id", Text(like="Ask for the consent of everyone in your story.")),
        "ids, each with what a learner will be able to do; unique in the site, and named by lessons, quizzes and banks",
    ),
    Entry(
        "modules",
        ListOf(Group(MODULE_KEYS), single=False),
        "the lessons in groups, in order",
        otherwise="all lessons by their numbers, then by name, as one module",
    ),
    Entry(
        "opens_after",
        ListOf(Name(("course", "assessment"), "courses/foundations")),
        "courses and assessments that must be complete or passed before this course opens",
        otherwise="it is open",
    ),
    Entry("in_order", YesNo(), "`yes`: each lesson opens after the one before it", default="no"),
    Entry("review_by", Day(), "after this day a check warns"),
    SILENCE,
)
_LANGUAGE = re.compile(LANGUAGE_CODE)
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


def read_course(source: SourceFile, findings: Findings) -> CoursePart | None:
    document = read_document(source, findings, KEYS)
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
        head=document.named_head(source.path.split("/")[-2], read.links, read.anchors),
        knows_lessons=document.whole and len(findings.items) == errors,
        knows_objectives=knows_objectives,
        title=fields.text("title"),
        summary=fields.text("summary"),
        language=read_language(fields),
        level=fields.word("level"),
        paths=fields.words("paths"),
        objectives=objectives,
        modules=modules,
        opens_after=refs(fields, "opens_after"),
        in_order=fields.yes_no("in_order"),
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
    meant = word.casefold().replace("_", "-")
    meant = meant if len(word) == 2 and _LANGUAGE.fullmatch(meant) else _LANGUAGES.get(meant, "")
    message = f"`{shorten(word)}` is not the code of a language."
    help = f"Did you mean `{meant}`?" if meant else "Write two or three small letters, such as en, es or pt-BR."
    edits = (Edit(scalar.place, meant),) if meant else ()
    fields.findings.add(scalar.place, "C107", message, help, edits=edits)
    return "en"


def _objectives(document: Document) -> tuple[tuple[Ref, str], ...]:
    found = []
    for key, node in document.fields.mapping("objectives") or ():
        if not is_id(key.text):
            near = proposed_id(key.text)
            help = f"Did you mean `{near}`?" if near else "Write a–z, 0–9 and single dashes."
            edits = (Edit(key.place, near),) if near else ()
            document.findings.add(key.place, "I001", f"`{shorten(key.text)}` is not an id.", help, edits=edits)
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


def _warn_of_lost_letters(fields: Fields, title: str, own: str) -> None:
    """A title with other letters than a–z gives an id that hardly anybody could guess."""
    near = proposed_id(title)
    if own == near:
        return
    message = f"This title has letters that no id can have, and gives the module the id `{own}`."
    kept = f", or `id: {own}` if something names it so already" if own else ""
    fields.warn("title", "I008", message, f"Write an id of its own above it, such as `id: {near or 'a-name'}`{kept}.")


def _module(node: Node, findings: Findings) -> ModulePart | None:
    fields = Fields(node, findings, MODULE_KEYS)
    if not fields.readable:
        return None
    title = fields.text("title")
    name = ref(fields, "id", needed=not title)
    if name is None and title:
        name = Ref(id_of_title(title), fields.place)
        _warn_of_lost_letters(fields, title, name.text)
    elif name is not None and not is_id(name.text):
        near = proposed_id(name.text)
        help = f"Did you mean `{near}`?" if near else "Write a–z, 0–9 and single dashes."
        edits = (Edit(name.place, near),) if near else ()
        findings.add(name.place, "I001", f"`{shorten(name.text)}` is not an id.", help, edits=edits)
    return ModulePart(
        id=name or Ref("", fields.place),
        title=title or title_of("" if name is None else name.text),
        lessons=refs(fields, "lessons"),
        opens_after=refs(fields, "opens_after"),
    )
