"""Moodle XML: the file that Moodle writes when a teacher exports questions.

After its public description: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from lms.interchange import answers
from lms.interchange.answers import Answer, Fields
from lms.interchange.draft import Draft, Gathered, explained, kind_for, lettered
from lms.interchange.foreigntext import said
from lms.interchange.media import Pictures
from lms.interchange.moodlegaps import read_cloze, read_selects
from lms.interchange.moodlequestion import Question
from lms.interchange.report import CannotCarry, Unreadable, lost_words
from lms.interchange.tree import Node
from lms.questions.credit import ALL_OR_NOTHING, EACH_PLACE
from lms.questions.figures import plain
from lms.questions.shapes import Arrange

_CALCULATED = ("its numbers are calculated anew for everybody", "Write a `number` for each set of values.")
_PLACES = "Write it as a `match`: the places of the picture on the left, what belongs there on the right."
NOT_CARRIED: Mapping[str, tuple[str, str]] = {
    "essay": ("it asks for an essay, which is marked by a person", "Write it as a `reflect`, which nobody marks."),
    "description": ("it asks nothing: it is a text without answers", "Write its text as a `scenario`."),
    "calculated": _CALCULATED,
    "calculatedsimple": _CALCULATED,
    "calculatedmulti": _CALCULATED,
    "ddimageortext": ("things are dragged onto a picture in it", _PLACES),
    "ddmarker": ("marks are dragged onto a picture in it", _PLACES),
    "random": ("it only stands for another question, drawn by chance", "Write `draw` in an assessment."),
    "randomsamatch": (
        "it is put together from other questions by chance",
        "Write a `match` of the questions that it draws from.",
    ),
    "regexp": ("it accepts whatever fits a pattern", "Write the answers that fit it under `accept`."),
}
"""Kinds of Moodle that have no like here: why, and what can be written instead."""


def read_moodle(root: Node, gathered: Gathered) -> None:
    """Adds each question of a file, or the reason why it stays behind."""
    if root.tag != "quiz":
        raise Unreadable("This XML is not Moodle's: it does not begin with <quiz>.")
    category = ""
    pictures = Pictures(gathered.pictures, gathered.folder)
    for node in root.named("question"):
        if node.get("type") == "category":
            category = _category(node, gathered)
            continue
        name = _name(node)
        try:
            gathered.drafts.append(_read(Question(node, pictures), name, category))
        except CannotCarry as reason:
            gathered.refuse(name or node.get("type"), node.line, reason)


def _category(node: Node, gathered: Gathered) -> str:
    found, info = node.first("category"), node.first("info")
    category = "" if found is None else re.sub(r"^\$\w+\$/", "", found.words("text"))
    words = "" if info is None else " ".join(re.sub("<[^>]*>", " ", info.words("text")).split())
    if words:
        told = lost_words("what is said of a category", words, "Write it into the text of the bank by hand.")
        gathered.tell(category, node.line, told)
    return category


def _name(node: Node) -> str:
    named = node.first("name")
    return "" if named is None else " ".join(named.words("text").split())


def _read(question: Question, name: str, category: str) -> Draft:
    node = question.node
    kind = node.get("type")
    if kind in NOT_CARRIED:
        raise CannotCarry(*NOT_CARRIED[kind])
    reader = _READERS.get(kind)
    if reader is None:
        raise CannotCarry(f"its kind, `{kind[:40]}`, is not known here")
    fields = reader(question)
    fields["tags"] = question.tags()
    fields["hints"] = [text for hint in node.named("hint") if (text := question.text(hint))]
    fields["points"] = _points(node, question.changes)
    own = node.words("idnumber")
    if own and name and own != name:
        fields["note"] = name
    if question.says("hidden"):
        fields["status"] = "retired"
    question.tell_what_is_lost()
    return Draft(own or name, node.line, fields, category, changes=tuple(dict.fromkeys(question.changes)))


def _points(node: Node, changes: list[str]) -> str:
    grade = answers.decimal(node.words("defaultgrade", "1"))
    if grade == grade.to_integral_value() and 1 <= grade <= 1000:
        return "" if grade == 1 else str(int(grade))
    changes.append(f"it was worth {plain(grade)} points, and is worth 1 here")
    return ""


def _multichoice(question: Question) -> Fields:
    found = question.weighed()
    if question.says("single", default=True):
        options = question.by_option(found)
        return _kept_in_order(question, answers.pick_one(question.words, options, question.general, question.changes))
    fields = answers.pick_several(question.words, found, question.whole(), question.changes)
    return _kept_in_order(question, fields)


def _choice_set(question: Question) -> Fields:
    """The kind of the plug-in "all or nothing multiple choice"."""
    found = question.weighed()
    each = [answer.share > 0 for answer in found]
    even = [
        Answer(one.text, Fraction(1, max(sum(each), 1)) if right else Fraction(0), one.why)
        for one, right in zip(found, each, strict=True)
    ]
    fields = answers.pick_several(question.words, even, question.whole(), [])
    return _kept_in_order(question, {**fields, "credit": ALL_OR_NOTHING})


def _kept_in_order(question: Question, fields: Fields) -> Fields:
    return fields if question.says("shuffleanswers", default=True) else {**fields, "keep_order": "yes"}


def _judge(question: Question) -> Fields:
    found = {node.words("text").casefold(): node for node in question.node.named("answer")}
    if set(found) != {"true", "false"}:
        raise CannotCarry("it does not say which of true and false is right")
    right = {word for word, node in found.items() if answers.share_of(node.get("fraction", "0")) == 1}
    if len(right) != 1:
        raise CannotCarry("it does not say which of true and false is right")
    said_of = {word == "true": question.text(node.first("feedback")) for word, node in found.items()}
    return answers.judge(question.words, right == {"true"}, said_of, question.general)


def _typed_words(question: Question) -> Fields:
    case = question.says("usecase")
    return answers.words(question.words, question.weighed(plain=True), question.general, case, question.changes)


def _number(question: Question) -> Fields:
    tolerance = {node.words("text"): node.words("tolerance", "0") for node in question.node.named("answer")}

    def bounds(text: str) -> tuple[Decimal, Decimal]:
        return answers.decimal(text), abs(answers.decimal(tolerance[text] or "0"))

    found = question.weighed(plain=True)
    fields = answers.figure(question.words, found, question.general, question.changes, bounds)
    units = question.node.first("units")
    names = [] if units is None else [unit.words("unit_name") for unit in units.named("unit")]
    if len(names) > 1:
        raise CannotCarry("its answer may be given in several units", "Choose one, and write it as its `unit`.")
    if names and question.node.words("unitgradingtype", "0") != "0":
        question.changes.append(f"its unit, {names[0][:40]}, was asked for there, and is shown here")
    return {**fields, "unit": names[0]} if names else fields


def _match(question: Question) -> Fields:
    left, right, more = [], [], []
    for node in question.node.named("subquestion"):
        here, partner = question.text(node), node.first("answer")
        there = "" if partner is None else said(partner.words("text"), "plain", question.changes)
        if here:
            left.append(here)
            right.append(there)
        else:
            more.append(there)
    if not question.says("shuffleanswers", default=True):
        question.changes.append("what is matched kept its places there, and is mixed here")
    return answers.pair(question.words, left, right, more, question.whole())


def _order(question: Question) -> Fields:
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
    whys = {letter: question.text(node.first("feedback")) for letter, (_, _, node) in zip(letters, found, strict=True)}
    return {
        "type": kind_for(Arrange),
        "question": question.words,
        "options": letters,
        "answer": list(letters),
        "credit": credit,
        "why": explained(whys, question.whole(), []),
    }


_READERS: dict[str, Callable[[Question], Fields]] = {
    "multichoice": _multichoice,
    "multichoiceset": _choice_set,
    "truefalse": _judge,
    "shortanswer": _typed_words,
    "numerical": _number,
    "matching": _match,
    "match": _match,
    "ddmatch": _match,
    "ordering": _order,
    "cloze": read_cloze,
    "multianswer": read_cloze,
    "gapselect": read_selects,
    "ddwtos": read_selects,
}
