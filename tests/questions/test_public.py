from __future__ import annotations

import json

import pytest

from lms.questions.marking import shuffled
from lms.questions.public import question_json
from lms.questions.quiz import Quiz
from lms.questions.stored import question_to_json
from lms.questions.stream import Stream
from tests.questions.making import EVERY_KIND, quiz

CANARIES = {
    "choose-one": "why: {a: CANARY, b: CANARY}\nhints: [CANARY]",
    "choose-many": "why: {a: CANARY, b: CANARY}\nhints: [CANARY]",
    "short-answer": "why: CANARY\nhints: [CANARY]\naccept: [CANARY]",
    "number": "why: CANARY\nhints: [CANARY]\nanswer: 31415926\nwithin: 27182818",
    "fill-in": "why: CANARY\nhints: [CANARY]\nblanks: {1: {accept: [CANARY]}, 2: {accept: [CANARY]}}",
}


def with_canaries(name: str) -> Quiz:
    more = CANARIES.get(name, "why: CANARY\nhints: [CANARY]").splitlines()
    replaced = {line.split(":")[0] for line in more}
    lines = [line[4:] for line in EVERY_KIND[name].splitlines() if line.strip().split(":")[0] not in replaced]
    return quiz("\n".join([*lines, *more, "note: CANARY", "reference: CANARY", "was: canary", "tags: [canary]"]))


@pytest.mark.parametrize("name", EVERY_KIND)
def test_nothing_of_the_solution_is_in_the_question(name: str) -> None:
    one = with_canaries(name)
    question, _ = shuffled(one.question, one.solution, Stream("seed"), True)
    for half in (one.question, question):
        for form in (question_json(half), question_to_json(half)):
            sent = json.dumps(form).casefold()
            assert "canary" not in sent
            assert "31415926" not in sent
            assert "27182818" not in sent
    # The canaries are in the other half, or this test would prove nothing.
    assert "CANARY" in str(one.solution)


def test_a_question_of_options_lists_keys_and_html() -> None:
    assert question_json(quiz(EVERY_KIND["choose-one"]).question) == {
        "type": "choose-one",
        "html": "<p>What should she do first?</p>",
        "points": 1,
        "options": [
            {"key": "a", "html": "Change her brother's name."},
            {"key": "b", "html": "Ask her brother."},
            {"key": "c", "html": "Leave him out."},
        ],
    }


def test_a_match_has_two_sides() -> None:
    sent = question_json(quiz(EVERY_KIND["match"]).question)
    assert [one["key"] for one in sent["left"]] == ["a", "b", "c"]
    assert sorted(one["key"] for one in sent["right"]) == ["w", "x", "y", "z"]


def test_gaps_are_named_and_marked_in_the_text() -> None:
    sent = question_json(quiz(EVERY_KIND["fill-in"]).question)
    assert sent["blanks"] == ["1", "2"]
    assert sent["html"] == "<p>First we ask for [[1]], then we [[2]].</p>"


def test_what_helps_to_answer_is_there() -> None:
    assert question_json(quiz(EVERY_KIND["number"]).question)["unit"] == "%"
    assert question_json(quiz(EVERY_KIND["reflect"]).question)["words"] == 50
    scale = question_json(quiz(EVERY_KIND["scale"]).question)
    assert (scale["from"], scale["to"], scale["labels"][1]) == (1, 5, {"key": "5", "html": "very"})


def test_a_scenario_stands_above_the_question() -> None:
    text = EVERY_KIND["number"] + "    scenario: rosa\n"
    assert (
        question_json(quiz(text, {"rosa": "<p>Rosa.</p>"}).question)["html"] == "<p>Rosa.</p><p>How many percent?</p>"
    )
