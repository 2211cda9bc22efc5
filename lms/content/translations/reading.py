"""A translation file: texts in another language, under the ids and letters of its original."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.content.kinds import KINDS
from lms.content.reading.body import Nodes, Read, read_body, read_prose, renderer
from lms.content.reading.documents import Body, Document, read_document
from lms.content.reading.languages import is_language, meant_by
from lms.content.reading.parts import Address, TranslatedGaps, TranslatedText, TranslationPart
from lms.content.reading.stray_blocks import ASKS, QUIZZES
from lms.content.translations.tables import (
    ask_with_original,
    front_of,
    front_with_original,
    has_texts,
    is_plain,
    quiz_keys,
    quiz_with_original,
)
from lms.content.translations.texts import (
    ASKING,
    CHANGED,
    END,
    FRONT,
    PROSE,
    UNTRANSLATED,
    WHOLE,
    block_texts,
    front_texts,
    id_of_block,
)
from lms.content.translations.texts import QUIZ as QUIZ_GROUP
from lms.questions.gaps import gaps_in
from lms.questions.typed import compared
from lms.questions.wording import TRANSLATED
from lms.sources.diagnostics import Findings, Place
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.links import OPEN_MEDIUM
from lms.sources.markdown import Written
from lms.sources.tables import Entry, Id, Markdown, Table
from lms.sources.yamltext import Mapping_, Scalar, shorten

_STAMP = re.compile(r"([^\s=]+)=([0-9a-f]{8})")
_MARKED = re.compile(r"<p>\((untranslated|changed)\)\s*(?:</p>\s*)?")
_SCENARIO_KEYS = Table(
    "scenario",
    Entry("id", Id(), "the id of the original scenario", needed=True),
    Entry("text", Markdown(), "the text", needed=True),
)


@dataclass(frozen=True, slots=True)
class _Unmarked:
    """A text without the mark before it, which still knows where it stands."""

    scalar: Scalar
    text: str

    @property
    def place(self) -> Place:
        return self.scalar.place

    def find(self, words: str, after: int = -1) -> tuple[Place, int] | None:
        return self.scalar.find(words, after)


@dataclass(slots=True)
class _Found:
    texts: dict[Address, TranslatedText] = field(default_factory=dict)
    quizzes: dict[str, Place] = field(default_factory=dict)
    scenarios: dict[str, Place] = field(default_factory=dict)
    gaps: dict[str, TranslatedGaps] = field(default_factory=dict)
    accepted: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    accepted_places: dict[tuple[str, str], Place] = field(default_factory=dict)


def read_translation(source: SourceFile, findings: Findings) -> TranslationPart | None:
    original = KINDS.original_of(source.path)
    if original is None:
        return None
    kind = original.kind
    document = read_document(source, findings, front_with_original(kind), needs_front=KINDS[kind].needs_front)
    if document is None:
        return None
    _refuse_keys(document.fields, front_of(kind), front_with_original(kind), findings)
    found = _Found()
    _read_front(document, kind, found)
    if block := KINDS.translation(kind).blocks:
        starts: dict[str, Place] = {}

        def read_nodes(nodes: Nodes, read: Read) -> dict[int, str]:
            starts.update(_starts(document.body, nodes))
            return _read_nodes(nodes, read, findings, found)

        read = read_body(document.body, findings, read_nodes, ASKS if block in ASKS else QUIZZES)
        _read_stretches(document, read, kind, starts, found)
    else:
        read = read_prose(document.body, findings)
        if read.html:
            found.texts[Address(PROSE, WHOLE)] = _prose(read.html, document.body.place)
    head = document.head(original.name, read.links, read.anchors)._replace(whole=document.whole and read.whole)
    return TranslationPart(
        head=head,
        kind=kind,
        folder=original.folder,
        name=original.name,
        language=_language(original.language, source, findings),
        texts=found.texts,
        quizzes=found.quizzes,
        scenarios=found.scenarios,
        gaps=found.gaps,
        accepted=found.accepted,
        accepted_places=found.accepted_places,
        stamps=_stamps(document.fields),
    )


def _language(written: str, source: SourceFile, findings: Findings) -> str:
    if is_language(written):
        return written
    message = f"`{shorten(written)}` in the name of this file is not the code of a language."
    name = source.path.rsplit("/", 1)[1].removesuffix(".md").rpartition(".")[0]
    near = meant_by(written)
    if written.lower() == "md":
        findings.add(Place(source.path, 1, 1, 1, 1), "T101", message, f"Call it {name}.md: the ending is there twice.")
        return ""
    help = f"Did you mean `{name}.{near}.md`?" if near else f"Name it by small letters, such as {name}.es.md."
    findings.add(Place(source.path, 1, 1, 1, 1), "T101", message, help)
    return ""


def _refuse_keys(fields: Fields, texts: Table, known: Table, findings: Findings) -> None:
    """Finds fault with the keys of an original that decide something: unknown ones are found elsewhere."""
    for key in (key for key in known if key not in texts):
        if fields.has(key):
            message = f"A translation has texts alone, and `{key}` is the original's to say."
            findings.add(fields.key_place(key), "T106", message, f"Take `{key}` out: it counts for every language.")


def _read_front(document: Document, kind: str, found: _Found) -> None:
    for part, scalar in front_texts(document.fields.node, kind):
        mark, text = _unmarked(scalar.text)
        found.texts[Address(FRONT, part)] = TranslatedText(text.rstrip("\n"), scalar.place, mark)


def _unmarked(text: str) -> tuple[str, str]:
    for mark in (UNTRANSLATED, CHANGED):
        if text.lstrip().startswith(mark):
            return mark, text.lstrip().removeprefix(mark).lstrip()
    return "", text


def _read_stretches(document: Document, read: Read, kind: str, starts: Mapping[str, Place], found: _Found) -> None:
    """The prose between quizzes, where readers see it."""
    if not KINDS[kind].shows_prose:
        return
    html, start = "", document.body.place
    for passage in read.passages:
        html += passage.html
        if passage.quiz:
            if html:
                found.texts[Address(PROSE, passage.quiz)] = _prose(html, starts.get(passage.quiz, start))
            html = ""
    if html:
        found.texts[Address(PROSE, END)] = _prose(html, starts.get(END, start))


def _starts(body: Body, nodes: Nodes) -> dict[str, Place]:
    """Where the prose before each quiz begins, and that after the last."""
    found: dict[str, Place] = {}
    end = 0
    for token, kind, node in nodes:
        if kind in ASKING:
            found.setdefault(id_of_block(node), _first_line(body, end))
            end = token.map[1] if token.map else end
    found[END] = _first_line(body, end)
    return found


def _first_line(body: Body, after: int) -> Place:
    first = next((n for n in range(after, len(body.lines)) if body.lines[n].strip()), after)
    line = body.first_line + first
    return Place(body.file, line, 1, line, 1)


def _prose(html: str, place: Place) -> TranslatedText:
    marked = _MARKED.match(html)
    mark = "" if marked is None else f"({marked[1]})"
    if marked is not None:
        rest = html[marked.end() :]
        html = rest if marked[0].rstrip().endswith("</p>") else f"<p>{rest}"
    return TranslatedText(html, place, mark, _pictures_in(html))


def _pictures_in(html: str) -> int:
    """How many pictures, films and sounds are shown."""
    return html.count("<img ") + html.count(OPEN_MEDIUM)


def _read_nodes(nodes: Nodes, read: Read, findings: Findings, found: _Found) -> dict[int, str]:
    drawn = renderer(findings, read.links)

    def draw(scalar: Scalar, part: str) -> TranslatedText:
        mark, text = _unmarked(scalar.text)
        key = part.partition(".")[0]
        if is_plain(key):
            return TranslatedText(text.strip(), scalar.place, mark)
        written: Written = _Unmarked(scalar, text) if mark else scalar
        html = drawn(written, has_texts(key))
        return TranslatedText(html, scalar.place, mark, _pictures_in(html))

    quizzes: dict[int, str] = {}
    for token, kind, node in nodes:
        known = _known_in(kind)
        fields = Fields(node, findings, known)
        name = fields.text("id", needed=True).strip()
        held = found.quizzes if kind in ASKING else found.scenarios
        if not name or not isinstance(node, Mapping_):
            continue
        if name in held:
            message = f"There is a {kind} `{shorten(name)}` on line {held[name].line} already."
            findings.add(fields.place_of("id"), "T103", message, "Keep one of the two.")
            continue
        held[name] = fields.place_of("id")
        for part, scalar in block_texts(node, kind):
            found.texts[Address(f"{kind} {name}", part)] = draw(scalar, part)
        if kind in ASKING:
            quizzes[id(token)] = name
            _refuse_keys(fields, quiz_keys(), known, findings)
        if kind == QUIZ_GROUP:
            _read_gaps(name, found)
            _read_accepted(fields, name, found)
    return quizzes


def _known_in(block: str) -> Table:
    """The keys that may stand in a block without being a misspelling."""
    if block == QUIZ_GROUP:
        return quiz_with_original()
    return ask_with_original() if block in ASKING else _SCENARIO_KEYS


def _read_gaps(quiz: str, found: _Found) -> None:
    text = found.texts.get(Address(f"{QUIZ_GROUP} {quiz}", "text"))
    if text is not None:
        found.gaps[quiz] = TranslatedGaps(*gaps_in(text.shown))


def _read_accepted(fields: Fields, quiz: str, found: _Found) -> None:
    _accept(fields, quiz, "", found)
    for scalar, node in fields.mapping("blanks") or ():
        _accept(Fields(node, fields.findings, TRANSLATED), quiz, scalar.text.strip(), found)


def _accept(fields: Fields, quiz: str, gap: str, found: _Found) -> None:
    if not fields.has("accept"):
        return
    words: dict[str, str] = {}
    for scalar in fields.texts("accept"):
        text = scalar.text.strip()
        if compared(text, ("case", "spaces")):
            words.setdefault(text, text)
    found.accepted[quiz, gap] = tuple(words)
    found.accepted_places[quiz, gap] = fields.key_place("accept")


def _stamps(fields: Fields) -> Mapping[Address, str]:
    found: dict[Address, str] = {}
    for group, node in fields.mapping("translates") or ():
        text = node.text if isinstance(node, Scalar) else ""
        for part in text.split():
            stamp = _STAMP.fullmatch(part)
            if stamp is None:
                message = f"`{shorten(part)}` says nothing about the original."
                help = "Leave `translates` to `lms content translate`, which writes it anew."
                fields.findings.warn(node.place, "T109", message, help)
                break
            found[Address(group.text.strip(), stamp[1])] = stamp[2]
    return found
