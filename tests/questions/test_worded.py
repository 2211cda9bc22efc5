"""Words of ours in an author's text are known as such, and the whole reads as if nobody knew."""

from __future__ import annotations

import re

import pytest

from lms.questions import marking
from lms.questions.kinds import KINDS
from lms.questions.worded import Ours, Worded, drawn, either
from tests.questions.making import EVERY_KIND, quiz

WORD = re.compile(r"[^\W\d_]{2,}")
QUIZZES = {name: quiz(text) for name, text in EVERY_KIND.items()}
TEXTS = {name: marking.answer_text(one.question, one.solution.key) for name, one in QUIZZES.items()}


def words(html: str) -> set[str]:
    return set(WORD.findall(re.sub("<[^>]*>", " ", html)))


def test_the_whole_reads_as_one_text() -> None:
    said = Worded("<b>a</b>", " ", Ours("or <"), " b")
    assert said == "<b>a</b> or &lt; b"
    assert drawn(said, "[{}]".format) == "<b>a</b> [or &lt;] b"
    assert drawn("plain", "[{}]".format) == "plain"
    assert drawn(Worded(*either(["a", "b", "c"])), "[{}]".format) == "a [or] b [or] c"
    assert either([]) == []


def test_the_whole_of_every_answer_is_what_it_was() -> None:
    assert TEXTS["true-or-false"] == "False"
    assert TEXTS["short-answer"] == "consent or permission"
    assert TEXTS["number"] == "95 % (from 90.25 to 99.75)"
    assert TEXTS["fill-in"] == (
        "<p>First we ask for <strong>consent</strong>, then we <strong>listen or wait</strong>.</p>"
    )


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_word_of_an_answer_or_a_part_that_is_not_known_as_ours_is_its_authors(name: str) -> None:
    question, written = QUIZZES[name].question, words(EVERY_KIND[name])
    told = [TEXTS[name], *KINDS.of(question).part_texts(question.body).values()]
    for html in told:
        assert words(drawn(html, lambda ours: "")) <= written
