"""Questions of Moodle whose answers stand in the middle of their text: typed, chosen from lists, or dragged there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lms.interchange import answers, cloze, gapchoices
from lms.interchange.answers import Answer, Fields
from lms.interchange.cloze import Gap
from lms.interchange.draft import explained, kind_for
from lms.interchange.foreigntext import plain_words, said
from lms.interchange.moodlequestion import Question
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node
from lms.questions.shapes import Gaps

_PLACE = re.compile(r"\[\[([0-9]{1,3})\]\]")
_APART = "Write a question for each gap."


def _marked(question: Question, node: Node, text: str) -> str:
    """The words around the gaps as Markdown, with a mark for each."""
    return question.text(Node(node.tag, node.attrs, [Node("text", children=[text]), *node.named("file")], node.line))


def read_cloze(question: Question) -> Fields:
    node = question.node.first("questiontext")
    text, gaps = cloze.taken_out("" if node is None else node.words("text"))
    if node is None or not gaps:
        raise CannotCarry("there is no gap in it", "Write it as a `scenario`, or give it a gap.")
    if len({gap.weight for gap in gaps}) > 1:
        raise CannotCarry("its gaps count differently", _APART)
    words = _marked(question, node, text)
    forms = {gap.form for gap in gaps}
    if forms == {"words"}:
        return _typed(question, words, gaps)
    if len(gaps) == 1:
        return _READERS[gaps[0].form](question, words, gaps[0])
    if forms == {"list"}:
        return _lists(question, words, gaps)
    raise CannotCarry("its gaps take different things, or numbers, or several choices", _APART)


def _marks(gaps: Sequence[object]) -> list[str]:
    return [cloze.MARK.format(n) for n in range(1, len(gaps) + 1)]


def _typed(question: Question, words: str, gaps: Sequence[Gap]) -> Fields:
    blanks: dict[str, Any] = {}
    whys: dict[str, str] = {}
    for n, gap in enumerate(gaps, 1):
        words = words.replace(cloze.MARK.format(n), f"[[{n}]]")
        fields = answers.words("", _said(question, gap), "", gap.case, question.changes)
        blanks[str(n)] = {key: fields[key] for key in ("accept", "ignore_differences") if key in fields}
        whys[str(n)] = fields["why"]
    why = explained(whys, question.general, [])
    return {"type": kind_for(Gaps), "text": words, "blanks": blanks, "why": why}


def _said(question: Question, gap: Gap, marked_up: bool = False) -> list[Answer]:
    """The answers of a gap, with what is said of each as Markdown, and with their own words so too where they show."""

    def read(text: str) -> str:
        return said(text, "html", question.changes)

    return [
        Answer(read(one.text) if marked_up else one.text, one.share, read(one.why), one.is_wild) for one in gap.answers
    ]


def _one_list(question: Question, words: str, gap: Gap) -> Fields:
    text = words.replace(cloze.MARK.format(1), gapchoices.GAP)
    return answers.pick_one(text, _said(question, gap, True), question.general, question.changes)


def _several(question: Question, words: str, gap: Gap) -> Fields:
    text = words.replace(cloze.MARK.format(1), gapchoices.GAP)
    return answers.pick_several(text, _said(question, gap, True), question.general, question.changes)


def _number(question: Question, words: str, gap: Gap) -> Fields:
    text = words.replace(cloze.MARK.format(1), gapchoices.GAP)
    return answers.figure(text, _said(question, gap), question.general, question.changes, answers.gift_bounds)


_READERS = {"list": _one_list, "several": _several, "number": _number}


def _lists(question: Question, words: str, gaps: Sequence[Gap]) -> Fields:
    """Several lists. Each must have one right word, which earns all of its share."""
    options = [_said(question, gap, True) for gap in gaps]
    if any(sorted(one.share for one in some if one.share > 0) != [Fraction(1)] for some in options):
        raise CannotCarry("a gap in it has several right words, or words that earn a part of the points", _APART)
    right = [next(one for one in some if one.share == 1) for some in options]
    lists = [[one.text for one in some] for some in options]
    fields = gapchoices.matched_gaps(words, _marks(gaps), lists, [one.text for one in right], question.changes)
    whys = [answers.said_of_each(some) for some in options]
    return {**fields, "why": explained(dict(zip(fields["left"], whys, strict=True)), question.general, [])}


def read_selects(question: Question) -> Fields:
    """Gaps in which words are chosen from lists (`gapselect`), or into which they are dragged (`ddwtos`)."""
    node = question.node.first("questiontext")
    choices = question.node.named("selectoption", "dragbox")
    texts = [plain_words(re.sub(r"<[^>]*>", "", choice.words("text"))) for choice in choices]
    places = [] if node is None else [int(place) for place in _PLACE.findall(node.words("text"))]
    if node is None or not places:
        raise CannotCarry("there is no gap in it", "Write it as a `scenario`, or give it a gap.")
    if any(not 1 <= place <= len(choices) for place in places):
        raise CannotCarry("a gap in it names a word that is not there")
    numbers = iter(range(1, len(places) + 1))
    text = _PLACE.sub(lambda _: cloze.MARK.format(next(numbers)), node.words("text"))
    groups = [choice.words("group", "1") for choice in choices]
    lists = [[word for word, group in zip(texts, groups, strict=True) if group == groups[n - 1]] for n in places]
    words, right = _marked(question, node, text), [texts[place - 1] for place in places]
    if len(places) == 1:
        found = [Answer(said(word, "plain", []), Fraction(int(word == right[0]))) for word in lists[0]]
        options = question.by_option(found)
        return answers.pick_one(
            words.replace(cloze.MARK.format(1), gapchoices.GAP), options, question.general, question.changes
        )
    shown = [[said(word, "plain", []) for word in some] for some in lists]
    keys = [said(word, "plain", []) for word in right]
    fields = gapchoices.matched_gaps(words, _marks(places), shown, keys, question.changes)
    return {**fields, "why": question.whole()}
