"""A question that cannot be answered says why, and leads to what opens it and back."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from lms.services.ground.person import Person
from tests.services.walks import finish_course
from tests.support import spanish
from tests.support.site import House, question
from tests.support.web import Caller
from tests.web.site import ANSWERS, FILES

LESSON = "/courses/welcome/every-kind"
AFTER = {
    "content/courses/after/course.md": "---\ntitle: After\nsummary: So.\nopens_after: [courses/listening]\n---\nSo.\n",
    "content/courses/after/01-here.md": "---\ntitle: Here\n---\nRead.\n\n"
    + question("here-one").replace("objective: listening\n", ""),
}


def card(page: str, quiz: str) -> str:
    found = [one for one in page.split('<div class="quiz"')[1:] if one.startswith(f' id="quiz_{quiz}"')]
    return re.split("<h2|<section", found[0])[0]


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def links(page: str) -> dict[str, str]:
    """Where each link of a card leads, with the place that it comes back to."""
    found = (urlsplit(html.unescape(one)) for one in re.findall(r'href="([^"]+)"', page))
    return {one.path: parse_qs(one.query).get("next", [""])[0] for one in found if one.query}


@pytest.mark.parametrize("quiz", ANSWERS)
def test_a_visitor_reads_in_the_card_how_to_answer_and_comes_back_to_it(
    house: House, anyone: Caller, quiz: str
) -> None:
    house.serve(FILES)
    here = card(anyone.get(LESSON).text, quiz)
    assert "Join , or sign in , to answer." in words(here)
    assert links(here) == {"/register": f"{LESSON}#quiz_{quiz}", "/login": f"{LESSON}#quiz_{quiz}"}


def test_the_way_back_is_carried_by_the_form(anyone: Caller) -> None:
    back = "/courses/listening/quiet#quiz_quiet-one"
    page = anyone.get("/courses/listening/quiet").text
    join = re.search(r'href="(/register[^"]+)"', card(page, "quiet-one"))
    assert join is not None
    assert f'name="next" value="{back}"' in anyone.get(html.unescape(join[1])).text


def test_in_another_language_the_card_says_it_too_and_the_words_are_marked(house: House, anyone: Caller) -> None:
    house.serve(spanish.under("de"))
    here = card(anyone.get("/courses/listening/quiet?language=de").text, "quiet-one")
    assert "¿Qué hay de quiet-one?" in here
    assert re.search(r'<p class="quiz-shut" lang="en-GB">', here)


def test_a_lesson_that_may_be_read_and_not_answered_yet_says_so_in_each_card(
    house: House, browser: Caller, anyone: Caller, amal: Person
) -> None:
    house.serve(AFTER)
    page = browser.get("/courses/after/here").text
    here = card(page, "here-one")
    assert "You cannot answer here yet." in words(here)
    assert "<button" not in here.split("</fieldset>")[1].split("</div>")[0]
    assert "First finish the course “Listening”." in words(page[page.index('id="lesson_end"') :])
    assert "to answer." in words(card(anyone.get("/courses/after/here").text, "here-one"))
    finish_course(house, amal)
    assert "You cannot answer here yet." not in browser.get("/courses/after/here").text


def test_a_course_that_is_open_and_not_begun_takes_answers(browser: Caller) -> None:
    here = card(browser.get("/courses/listening/quiet").text, "quiet-one")
    assert "Check my answer" in words(here)
    assert "quiz-shut" not in here
