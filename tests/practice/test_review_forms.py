"""The review form: each criterion is answered, and a no says why."""

from __future__ import annotations

import pytest

from lms.practice import review_forms
from lms.practice.lives import Review
from lms.practice.review_forms import CRITERIA, Faulty, Form

CONTENT = dict.fromkeys(CRITERIA[Review.CONTENT], "yes") | {"difficulty": "70"}
FAIRNESS = dict.fromkeys(CRITERIA[Review.FAIRNESS], "yes")


def faults(review: Review, filled: dict[str, str]) -> set[str]:
    form = review_forms.read(review, filled)
    assert isinstance(form, Faulty)
    return set(form.faults)


def test_a_form_without_a_no_approves() -> None:
    form = review_forms.read(Review.CONTENT, CONTENT | {"level": "not applicable", "note_level": "It has none."})
    assert isinstance(form, Form)
    assert form.approves
    assert form.difficulty == 70
    assert form.notes == {"level": "It has none."}


def test_a_no_returns_with_its_note() -> None:
    form = review_forms.read(Review.FAIRNESS, FAIRNESS | {"people_first": "no", "note_people_first": "Say: people."})
    assert isinstance(form, Form)
    assert not form.approves
    assert form.reason == "Say: people."


def test_each_criterion_is_answered_and_a_no_has_its_note() -> None:
    assert faults(Review.FAIRNESS, {}) == set(CRITERIA[Review.FAIRNESS])
    assert faults(Review.FAIRNESS, FAIRNESS | {"no_diagnosis": "maybe"}) == {"no_diagnosis"}
    assert faults(Review.FAIRNESS, FAIRNESS | {"no_diagnosis": "no", "note_no_diagnosis": " "}) == {"note_no_diagnosis"}
    assert faults(Review.CONTENT, CONTENT | {"no_trick": "no", "note_no_trick": "x" * 501}) == {"note_no_trick"}


@pytest.mark.parametrize("guess", ["", "101", "-1", "7.5", "٧", "many", "0100"])
def test_the_guess_is_a_whole_number_up_to_a_hundred(guess: str) -> None:
    assert faults(Review.CONTENT, CONTENT | {"difficulty": guess}) == {"difficulty"}
