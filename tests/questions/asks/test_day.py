from __future__ import annotations

from datetime import date

import pytest

from lms.questions.kind import NotAnAnswer
from tests.questions.making import ask

DAY = ask("id: when\ntype: day\nquestion: When?")


@pytest.mark.parametrize("typed", ["2027-03-05", " 2027-03-05 ", "٢٠٢٧-٠٣-٠٥", "2027\u201103\u201105"])
def test_a_day_is_read_in_the_figures_and_dashes_of_every_keyboard(typed: str) -> None:
    assert DAY.kind.accept(DAY.question.body, typed) == "2027-03-05"


@pytest.mark.parametrize("typed", ["", "5 March", "2027-02-30", "0000-01-01", "9" * 100_000, 5, None, ["x"], {}])
def test_what_is_no_day_becomes_a_reason(typed: object) -> None:
    assert isinstance(DAY.kind.accept(DAY.question.body, typed), NotAnAnswer)


def test_a_day_is_told_as_a_day_for_whoever_draws_it_to_say_in_a_language() -> None:
    assert DAY.kind.told(DAY.question.body, "2027-03-05") == (date(2027, 3, 5),)
