"""An answer that was kept fills the fields that it came from, for every kind of question."""

from __future__ import annotations

import pytest

from lms.questions import marking
from lms.questions.quiz import Question
from tests.questions.making import EVERY_KIND
from tests.support.site import catalog_of
from tests.web.site import ANSWERS, FILES

QUESTIONS = {one.id: one for one in catalog_of(FILES).courses["welcome"].lessons["every-kind"].questions}


def _as_posted(answer: dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in answer.items()}


def test_the_site_of_these_tests_has_every_kind() -> None:
    assert {one.type for one in QUESTIONS.values()} == set(EVERY_KIND)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_a_kept_answer_comes_back_into_its_fields(question: Question) -> None:
    given = marking.from_form(question, _as_posted(ANSWERS[question.id]))
    kept = marking.accept(question, given)
    again = marking.from_form(question, marking.to_form(question, kept))
    assert marking.accept(question, again) == kept


def test_no_answer_fills_nothing() -> None:
    assert marking.to_form(QUESTIONS["one"], None) == {}
