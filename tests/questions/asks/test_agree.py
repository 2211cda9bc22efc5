from __future__ import annotations

import pytest

from lms.questions.kind import NotAnAnswer
from tests.questions.making import ask

AGREE = ask("id: sign\ntype: agree\nquestion: Everybody in it said yes.")


def test_a_box_is_ticked_or_left_open() -> None:
    kind, body = AGREE.kind, AGREE.question.body
    assert kind.from_form(body, {"answer": ["yes"]}) is True
    assert kind.from_form(body, {}) is None
    assert kind.accept(body, True) is True
    assert kind.to_form(body, True) == {"answer": ["yes"]}
    assert kind.told(body, True) == ("Yes",)


@pytest.mark.parametrize("sent", [False, "yes", "no", 1, None, [True]])
def test_nothing_but_a_tick_is_an_agreement(sent: object) -> None:
    assert isinstance(AGREE.kind.accept(AGREE.question.body, sent), NotAnAnswer)
