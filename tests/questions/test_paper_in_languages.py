"""A paper keeps its questions in every language that they were written in when it was drawn."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lms.questions.kinds import KINDS
from lms.questions.marking import example, share
from lms.questions.paper import Paper, draw_paper, in_languages
from lms.questions.quiz import Question, Quiz
from lms.questions.stored import item_to_json, question_from_json, solution_from_json
from tests.questions.making import EVERY_KIND, group, item_from_json, quiz
from tests.questions.pools import Line

POOL = {"bank": {name: quiz(text) for name, text in EVERY_KIND.items()}}


class Words:
    """Other words for every text."""

    def line(self, part: str, original: str) -> str:
        return f"ES {original}"

    def plain(self, part: str, original: str) -> str:
        return original

    def cut(self) -> None:
        return None

    def marked(self, html: str) -> str:
        return html


def spanish(original: Quiz) -> Quiz:
    """The quiz with other words under the same letters."""
    question: Question = original.question
    return replace(
        original,
        question=replace(
            question,
            html=f"ES {question.html}",
            body=KINDS.of(question).translated(question.body, Words()),
        ),
        solution=replace(original.solution, why={part: f"ES {html}" for part, html in original.solution.why.items()}),
    )


SPANISH = {"bank": {name: spanish(one) for name, one in POOL["bank"].items()}}


def paper(seed: str = "seed", shuffle: tuple[str, ...] = ("questions", "options")) -> Paper:
    return draw_paper([Line(take=10)], POOL, seed, shuffle=shuffle)


@pytest.mark.parametrize("shuffle", [("questions", "options"), ("questions",), ()])
def test_the_options_have_the_same_names_in_the_same_order_in_each_language(shuffle: tuple[str, ...]) -> None:
    for seed in ("one", "two", "three"):
        for item in in_languages(paper(seed, shuffle), {"es": SPANISH}, shuffle).items:
            own = item.translations["es"].question
            for part in ("options", "left", "right", "labels"):
                there, here = group(item.question, part), group(own, part)
                assert [one.key for one in here] == [one.key for one in there]
                assert [one.html for one in here] == [f"ES {one.html}" for one in there]


def test_an_answer_is_marked_the_same_in_each_language() -> None:
    for item in in_languages(paper(), {"es": SPANISH}, ("questions", "options")).items:
        own = item.translations["es"]
        right = example(item.question, item.solution.key)
        assert share(own.solution.key, right) == share(item.solution.key, right)
        assert own.solution.key == item.solution.key


def test_a_question_that_is_not_translated_is_kept_once() -> None:
    bank = {**POOL["bank"], "choose-one": SPANISH["bank"]["choose-one"]}
    found = in_languages(paper(), {"es": {"bank": bank}}, ("questions", "options"))
    assert [item.source for item in found.items if item.translations] == ["bank/choose-one"]


def test_the_original_paper_is_the_same_with_translations_beside_it() -> None:
    plain = paper()
    with_spanish = in_languages(plain, {"es": SPANISH}, ("questions", "options"))
    assert tuple(replace(item, translations={}) for item in with_spanish.items) == plain.items


def test_what_is_kept_of_a_paper_in_two_languages_comes_back() -> None:
    for item in in_languages(paper(), {"es": SPANISH}, ("questions", "options")).items:
        column = json.dumps(item_to_json(item))
        again = item_from_json(json.loads(column))
        assert again == item
        assert json.dumps(item_to_json(again)) == column


def test_a_kept_question_is_read_in_the_language_that_is_asked_for() -> None:
    for item in in_languages(paper(), {"es": SPANISH}, ("questions", "options")).items:
        kept = json.loads(json.dumps(item_to_json(item)))
        assert question_from_json(kept["question"], "es") == item.translations["es"].question
        assert solution_from_json(kept["solution"], "es") == item.translations["es"].solution
        assert question_from_json(kept["question"]) == question_from_json(kept["question"], "fr") == item.question


def test_nothing_of_a_solution_is_kept_with_the_question() -> None:
    for item in in_languages(paper(), {"es": SPANISH}, ("questions", "options")).items:
        kept = item_to_json(item)
        assert {"why", "hints", "rule"}.isdisjoint(kept["question"]["languages"]["es"])


def test_a_paper_of_before_translations_is_read_as_ever() -> None:
    kept = item_to_json(paper().items[0])
    assert "languages" not in kept["question"]
    assert "languages" not in kept["solution"]
    assert item_from_json(kept).translations == {}
