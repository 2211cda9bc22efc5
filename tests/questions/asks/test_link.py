from __future__ import annotations

import pytest

from lms.questions.kind import NotAnAnswer
from tests.questions.making import ask

LINK = ask("id: where\ntype: link\nquestion: Where?")


def test_a_link_that_is_typed_as_people_say_it_is_one() -> None:
    assert LINK.kind.accept(LINK.question.body, " example.org/a?b=c#d ") == "https://example.org/a?b=c#d"
    assert LINK.kind.accept(LINK.question.body, "http://example.org") == "http://example.org"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "https://[", "nowhere"),
        *("https://example.org/a b", f"https://example.org/{'x' * 3_000}", 5, None, []),
    ],
)
def test_what_is_no_page_of_the_web_becomes_a_reason(typed: object) -> None:
    assert isinstance(LINK.kind.accept(LINK.question.body, typed), NotAnAnswer)
