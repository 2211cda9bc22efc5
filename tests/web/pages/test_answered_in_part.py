"""An answer of which something is missing is told as such, until it is handed in."""

from __future__ import annotations

import html
import re

import pytest

from lms.questions import marking
from lms.questions.quiz import Json
from lms.services.assessing import sitting
from lms.services.ground.person import Person
from tests.questions.making import EVERY_KIND, quiz
from tests.services.walks import begin
from tests.support import allkinds
from tests.support.site import House
from tests.support.web import Caller

PARTLY: dict[str, list[Json]] = {
    "put-in-order": [[None, "b", None, None], [["a", "b"], "c", "d", None]],
    "match": [{"a": "x"}, {"a": "x", "b": "y"}],
    "fill-in": [{"1": "consent"}, {"2": "listen"}],
    "number": ["about ninety"],
}


def words(page: str) -> str:
    text = re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_an_answer_is_whole_when_nothing_of_it_is_left_open(kind: str) -> None:
    one = quiz(EVERY_KIND[kind])
    whole = marking.keep(one.question, marking.example(one.question, one.solution.key))
    assert marking.is_whole(one.question, whole)
    assert not marking.is_whole(one.question, None)
    for given in PARTLY.get(kind, []):
        assert not marking.is_whole(one.question, marking.keep(one.question, given))


@pytest.fixture
def paper(house: House, amal: Person) -> str:
    """Of ten answers an order is half done and one pair of two is found; the last is left out."""
    house.serve(allkinds.FILES)
    attempt = begin(house, amal, "kinds")
    page = sitting.attempt(house.context, amal, attempt)
    options, left, right = (
        [one.key for one in group]
        for group in (page.items[3].question.body.options, page.items[4].question.body.left,
                      page.items[4].question.body.right)
    )  # fmt: skip
    given: dict[int, Json] = {
        1: page.items[0].question.body.options[0].key, 2: [page.items[1].question.body.options[0].key], 3: True,
        4: [options[0], None, None], 5: {left[0]: right[0]}, 6: "a word", 7: "12", 8: {"1": "ask", "2": "write"},
        9: "2",
    }  # fmt: skip
    for n, answer in given.items():
        sitting.save(house.context, amal, attempt, n, answer, None)
    return attempt


def test_the_look_before_handing_in_counts_it_apart(browser: Caller, paper: str) -> None:
    page = browser.get(f"/attempts/{paper}/check").text
    said = words(page)
    assert "You have answered 7 of 10 questions, and 2 in part." in said
    assert "Something is missing in these 2 answers. They can be handed in so; what is missing earns no points." in said
    parts = page[page.index('id="partly"') : page.index("</section>", page.index('id="partly"'))]
    assert re.findall(r'aria-label="Question (\d+)"', parts) == ["4", "5"]
    assert f'href="/attempts/{paper}?n=10">Go back to the questions' in page


def test_the_list_of_questions_says_so_too_also_for_who_listens(browser: Caller, paper: str) -> None:
    page = browser.get(f"/attempts/{paper}?n=1").text
    assert "All questions: 7 of 10 answered, 2 in part" in words(page)
    assert 'aria-label="Question 4: answered in part"' in page
    assert 'aria-label="Question 3: answered"' in page
    assert page.count("number-partly") == 2


def test_once_it_is_whole_it_is_counted_with_the_others(
    browser: Caller, house: House, amal: Person, paper: str
) -> None:
    browser.get(f"/attempts/{paper}?n=1")
    body = sitting.attempt(house.context, amal, paper).items[3].question.body
    sitting.save(house.context, amal, paper, 4, [one.key for one in body.options], None)
    assert "8 of 10 answered, 1 in part" in words(browser.get(f"/attempts/{paper}?n=1").text)
    sitting.save(house.context, amal, paper, 10, "My thoughts.", None)
    assert f'href="/attempts/{paper}?n=5">Go back to the questions' in browser.get(f"/attempts/{paper}/check").text
    assert "Question 5 of 10" in words(browser.get(f"/attempts/{paper}").text)
