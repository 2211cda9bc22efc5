"""Moodle XML: the file that Moodle writes when a teacher exports questions.

After its public description: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

from lms.interchange import answers, cloze
from lms.interchange.answers import Answer, Fields
from lms.interchange.draft import Draft, Gathered, kind_for, lettered
from lms.interchange.foreigntext import said
from lms.interchange.media import Pictures
from lms.interchange.report import CannotCarry, Unreadable
from lms.interchange.tree import Node
from lms.questions.credit import ALL_OR_NOTHING, EACH_PLACE
from lms.questions.figures import plain
from lms.questions.shapes import Arrange, Gaps

_FORMS = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "moodle", "": "moodle"}
_OURS = "@@PLUGINFILE@@/"
_NOT_CARRIED = {
    "essay": "it asks for an essay, which is marked by a person",
    "description": "it asks nothing: it is a text without answers",
    "calculated": "its numbers are calculated anew for everybody",
    "calculatedsimple": "its numbers are calculated anew for everybody",
    "calculatedmulti": "its numbers are calculated anew for everybody",
    "ddimageortext": "things are dragged onto a picture in it",
    "ddmarker": "marks are dragged onto a picture in it",
    "ddwtos": "words are dragged into its text",
    "gapselect": "each of its gaps has a list to choose from",
    "random": "it only stands for another question, drawn by chance",
    "randomsamatch": "it is put together from other questions by chance",
    "regexp": "it accepts whatever fits a pattern",
}


@dataclass(slots=True)
class _Question:
    """One question being read, with what is noticed on the way."""

    node: Node
    pictures: Pictures
    changes: list[str] = field(default_factory=list)

    def text(self, node: Node | None) -> str:
        """A text of it as Markdown: a node with `text` in it, a format, and the files that the text shows."""
        if node is None:
            return ""
        files = {file.get("name"): file for file in node.named("file")}
        return said(node.words("text"), _form(node), self.changes, lambda address: self._picture(address, files))

    def _picture(self, address: str, files: dict[str, Node]) -> str:
        if address.startswith("data:"):
            return self.pictures.from_data_address(address)
        name = unquote(address.removeprefix(_OURS)).rpartition("/")[2]
        file = files.get(name)
        if not address.startswith(_OURS) or file is None:
            raise CannotCarry("it shows a picture that is not in this file")
        try:
            return self.pictures.add(name, base64.b64decode(file.text, validate=False))
        except binascii.Error as fault:
            raise CannotCarry("a picture in it cannot be read") from fault

    @property
    def words(self) -> str:
        return self.text(self.node.first("questiontext"))

    @property
    def general(self) -> str:
        return self.text(self.node.first("generalfeedback"))

    def weighed(self, plain: bool = False) -> list[Answer]:
        found = []
        for node in self.node.named("answer"):
            text = node.words("text") if plain else self.text(node)
            share = answers.share_of(node.get("fraction", "0"))
            wild = plain and answers.has_wildcard(text)
            found.append(Answer(text, share, self.text(node.first("feedback")), wild))
        return found

    def says(self, tag: str, default: bool = False) -> bool:
        return self.node.words(tag, "true" if default else "false").casefold() in ("1", "true", "yes")


def _form(node: Node) -> str:
    return _FORMS.get(node.get("format"), "html")


def read_moodle(root: Node, gathered: Gathered) -> None:
    """Adds each question of a file, or the reason why it stays behind."""
    if root.tag != "quiz":
        raise Unreadable("This XML is not Moodle's: it does not begin with <quiz>.")
    category = ""
    pictures = Pictures(gathered.pictures, gathered.folder)
    for node in root.named("question"):
        if node.get("type") == "category":
            found = node.first("category")
            category = "" if found is None else re.sub(r"^\$\w+\$/", "", found.words("text"))
            continue
        name = _name(node)
        try:
            gathered.drafts.append(_read(_Question(node, pictures), name, category))
        except CannotCarry as reason:
            gathered.leave_out(name or node.get("type"), node.line, str(reason))


def _name(node: Node) -> str:
    named = node.first("name")
    return "" if named is None else " ".join(named.words("text").split())


def _read(question: _Question, name: str, category: str) -> Draft:
    kind = question.node.get("type")
    reader = _READERS.get(kind)
    if reader is None:
        raise CannotCarry(_NOT_CARRIED.get(kind, f"its kind, `{kind[:40]}`, is not known here"))
    fields = reader(question)
    node = question.node
    tags = node.first("tags")
    fields["tags"] = [] if tags is None else [tag.words("text") for tag in tags.named("tag") if tag.words("text")]
    fields["hints"] = [text for hint in node.named("hint") if (text := question.text(hint))]
    fields["points"] = _points(node, question.changes)
    if question.says("hidden"):
        fields["status"] = "retired"
    own = node.words("idnumber")
    return Draft(own or name, node.line, fields, category, changes=tuple(dict.fromkeys(question.changes)))


def _points(node: Node, changes: list[str]) -> str:
    written = node.words("defaultgrade", "1")
    grade = answers.decimal(written)
    if grade == grade.to_integral_value() and 1 <= grade <= 1000:
        return "" if grade == 1 else str(int(grade))
    changes.append(f"it was worth {plain(grade)} points, and is worth 1 here")
    return ""


def _multichoice(question: _Question) -> Fields:
    found = question.weighed()
    if question.says("single", default=True):
        fields = answers.pick_one(question.words, found, question.general, question.changes)
    else:
        fields = answers.pick_several(question.words, found, question.general, question.changes)
    return _kept_in_order(question, fields)


def _choice_set(question: _Question) -> Fields:
    """The kind of the plug-in "all or nothing multiple choice"."""
    found = question.weighed()
    changes: list[str] = []
    each = [answer.share > 0 for answer in found]
    even = [
        Answer(one.text, Fraction(1, max(sum(each), 1)) if right else Fraction(0), one.why)
        for one, right in zip(found, each, strict=True)
    ]
    fields = answers.pick_several(question.words, even, question.general, changes)
    return _kept_in_order(question, {**fields, "credit": ALL_OR_NOTHING})


def _kept_in_order(question: _Question, fields: Fields) -> Fields:
    return fields if question.says("shuffleanswers", default=True) else {**fields, "keep_order": "yes"}


def _judge(question: _Question) -> Fields:
    found = {node.words("text").casefold(): node for node in question.node.named("answer")}
    if set(found) != {"true", "false"}:
        raise CannotCarry("it does not say which of true and false is right")
    right = {word for word, node in found.items() if answers.share_of(node.get("fraction", "0")) == 1}
    if len(right) != 1:
        raise CannotCarry("it does not say which of true and false is right")
    said_of = {word == "true": question.text(node.first("feedback")) for word, node in found.items()}
    return answers.judge(question.words, right == {"true"}, said_of, question.general)


def _typed_words(question: _Question) -> Fields:
    case = question.says("usecase")
    return answers.words(question.words, question.weighed(plain=True), question.general, case, question.changes)


def _number(question: _Question) -> Fields:
    tolerance = {node.words("text"): node.words("tolerance", "0") for node in question.node.named("answer")}

    def bounds(text: str) -> tuple[Decimal, Decimal]:
        return answers.decimal(text), abs(answers.decimal(tolerance[text] or "0"))

    found = question.weighed(plain=True)
    fields = answers.figure(question.words, found, question.general, question.changes, bounds)
    units = question.node.first("units")
    names = [] if units is None else [unit.words("unit_name") for unit in units.named("unit")]
    if len(names) > 1:
        raise CannotCarry("its answer may be given in several units")
    return {**fields, "unit": names[0]} if names else fields


def _match(question: _Question) -> Fields:
    left, right, more = [], [], []
    for node in question.node.named("subquestion"):
        here, partner = question.text(node), node.first("answer")
        there = "" if partner is None else said(partner.words("text"), "plain", question.changes)
        if here:
            left.append(here)
            right.append(there)
        else:
            more.append(there)
    return answers.pair(question.words, left, right, more, question.general)


def _order(question: _Question) -> Fields:
    """The kind of the plug-in "ordering": the answers stand in their order."""
    found = [
        (answers.decimal(node.get("fraction", "0")), n, node) for n, node in enumerate(question.node.named("answer"))
    ]
    ranks = [rank for rank, _, _ in found]
    if len(set(ranks)) == len(ranks):
        found.sort(key=lambda one: one[0])
    letters = lettered([question.text(node) for _, _, node in found], "lines")
    rule = question.node.words("gradingtype", "0").upper()
    credit = ALL_OR_NOTHING if rule in ("-1", "ALL_OR_NOTHING") else EACH_PLACE
    if rule not in ("-1", "ALL_OR_NOTHING", "0", "ABSOLUTE_POSITION"):
        question.changes.append("points were given for neighbours there, and are for places here")
    if question.node.words("selecttype", "ALL").upper() not in ("0", "ALL"):
        question.changes.append("only some of its lines were shown there, and all are here")
    return {
        "type": kind_for(Arrange),
        "question": question.words,
        "options": letters,
        "answer": list(letters),
        "credit": credit,
        "why": question.general,
    }


def _cloze(question: _Question) -> Fields:
    node = question.node.first("questiontext")
    written = "" if node is None else node.words("text")
    text, gaps = cloze.taken_out(written)
    if node is None or not gaps:
        raise CannotCarry("there is no gap in it")
    marked = Node(node.tag, node.attrs, [Node("text", children=[text]), *node.named("file")], node.line)
    words = question.text(marked)
    blanks: dict[str, Any] = {}
    for n, gap in enumerate(gaps, 1):
        words = words.replace(cloze.MARK.format(n), f"[[{n}]]")
        fields = answers.words("", gap.answers, "", gap.case, question.changes)
        blanks[str(n)] = {key: fields[key] for key in ("accept", "ignore_differences") if key in fields}
    if len({gap.weight for gap in gaps}) > 1:
        raise CannotCarry("its gaps count differently")
    return {"type": kind_for(Gaps), "text": words, "blanks": blanks, "why": question.general}


_READERS: dict[str, Callable[[_Question], Fields]] = {
    "multichoice": _multichoice,
    "multichoiceset": _choice_set,
    "truefalse": _judge,
    "shortanswer": _typed_words,
    "numerical": _number,
    "matching": _match,
    "match": _match,
    "ordering": _order,
    "cloze": _cloze,
    "multianswer": _cloze,
}
