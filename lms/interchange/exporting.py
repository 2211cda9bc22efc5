"""A bank for other tools: a package of QTI 3, or a table. With the keys in it, so it belongs to colleagues alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lms.content.reading.model import Bank
from lms.interchange import tables
from lms.interchange.packages import packed
from lms.interchange.qtiwriting import identifier, item_of
from lms.interchange.quizfields import fields_of
from lms.interchange.report import CannotCarry, Fate, Note
from lms.interchange.tree import Node, el
from lms.interchange.xhtml import document
from lms.questions.kinds import KINDS
from lms.questions.quiz import Quiz
from lms.questions.shapes import Gaps, Words

_LIST = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_LIST_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
_PAGES = "../"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand out, and what is not in it."""

    content: bytes
    notes: tuple[Note, ...]


def as_table(bank: Bank) -> Exported:
    """The questions as CSV, one line each. Pictures stay where they are; corrections belong to this site's history."""
    notes = [
        Note(Fate.LEFT_OUT, quiz.id, 0, "its corrections, which belong to the history of this site")
        for quiz in bank.quizzes.values()
        if quiz.corrections
    ]
    rows, pictures = [], []
    for quiz in bank.quizzes.values():
        try:
            rows.append(tables.as_row(fields_of(quiz)))
        except CannotCarry as reason:
            notes.append(Note(Fate.LEFT_OUT, quiz.id, 0, str(reason)))
            continue
        pictures += [quiz.id] if any("![" in cell for cell in rows[-1].values()) else []
    notes += [Note(Fate.LEFT_OUT, name, 0, "its pictures, which a table cannot hold") for name in pictures]
    columns = tables.columns_of(rows) or ["id", "type", "question"]
    return Exported(tables.write_table(rows, columns), tuple(notes))


class _Pictures:
    """The pictures that the items name, by their path in the package."""

    def __init__(self, media: Mapping[str, bytes]) -> None:
        self.media = media
        self.used: dict[str, bytes] = {}

    def place(self, address: str) -> str:
        path = unquote(address).lstrip("/")
        content = self.media.get(path)
        if content is None:
            return ""
        self.used[f"media/{path.rpartition('media/')[2]}"] = content
        return f"{_PAGES}media/{path.rpartition('media/')[2]}"


def as_qti(bank: Bank, media: Mapping[str, bytes]) -> Exported:
    """The questions as a package of QTI 3 items."""
    files: dict[str, bytes] = {}
    resources: list[Node] = []
    notes: list[Note] = []
    everything: dict[str, bytes] = {}
    for n, quiz in enumerate(bank.quizzes.values(), 1):
        pictures = _Pictures(media)
        try:
            root = item_of(quiz, bank.language, f"{bank.title}: {n}", pictures.place)
        except CannotCarry as reason:
            notes.append(Note(Fate.LEFT_OUT, quiz.id, 0, str(reason)))
            continue
        path = f"items/{quiz.id}.xml"
        files[path] = document(root)
        everything |= pictures.used
        resources.append(_item_resource(quiz.id, path, pictures.used))
        notes += _not_carried(quiz)
    resources += [
        el("resource", el("file", href=path), identifier=_name_of(path), type="webcontent", href=path)
        for path in everything
    ]
    files["imsmanifest.xml"] = document(_manifest(bank.id, resources))
    return Exported(packed(files | everything), tuple(notes))


def _item_resource(id: str, path: str, pictures: Iterable[str]) -> Node:
    depends = [el("dependency", identifierref=_name_of(one)) for one in pictures]
    about = {"identifier": f"item_{id}", "type": "imsqti_item_xmlv3p0", "href": path}
    return el("resource", el("file", href=path), *depends, **about)


def _manifest(bank: str, resources: Iterable[Node]) -> Node:
    spaces = {
        "xmlns": _LIST,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{_LIST} {_LIST_SCHEMA}",
    }
    said = el("metadata", el("schema", "QTI Package"), el("schemaversion", "3.0.0"))
    content = [said, el("organizations"), el("resources", *resources)]
    return Node("manifest", spaces | {"identifier": identifier(f"bank-{bank}")}, content)


def _name_of(path: str) -> str:
    return "file_" + "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):x}_" for sign in path)


def _not_carried(quiz: Quiz) -> list[Note]:
    """What QTI 3 has no place for."""
    missing = {
        "hints": bool(quiz.solution.hints),
        "objective": bool(quiz.objective),
        "enemies": bool(quiz.enemies),
        "tags": bool(quiz.tags),
        "corrections": bool(quiz.corrections),
        "notes for colleagues": bool(quiz.notes or quiz.former or quiz.review_by),
    }
    notes = [Note(Fate.LEFT_OUT, quiz.id, 0, f"its {what}") for what, there in missing.items() if there]
    question = quiz.question
    shape = KINDS.of(question).shape(question.body, quiz.solution.key.rule)
    typed = [shape] if isinstance(shape, Words) else list(shape.words.values()) if isinstance(shape, Gaps) else []
    ignoring = {one for words in typed for one in words.ignoring} - {"case", "spaces"}
    if ignoring:
        what = f"other players do not know that differences of {' and '.join(sorted(ignoring))} are ignored"
        notes.append(Note(Fate.CHANGED, quiz.id, 0, what))
    read = KINDS.taking(type(shape)).name
    if read != question.type:
        notes.append(Note(Fate.CHANGED, quiz.id, 0, f"others read its kind, `{question.type}`, as `{read}`"))
    return notes
