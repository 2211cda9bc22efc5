"""On the pages that learners see, their author is told what is wrong, and where on the page."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from lms.services.publishing import workbench
from lms.sources.files import read_tree
from lms.web.workshop.placing import elements_of
from tests.support.drafts import COURSE, LESSON, Drafts
from tests.support.site import FILES
from tests.support.web import Caller, signed_in

PAGE = "/courses/listening/quiet"
Get = Callable[[str], str]


@pytest.fixture
def get(app: Flask) -> Get:
    return lambda path: app.test_client().get(path).get_data(as_text=True)


def test_a_fault_leaves_the_last_good_page_which_says_so(drafts: Drafts, get: Get) -> None:
    drafts.save({COURSE: FILES[COURSE].replace("summary:", "<b>sumary</b>:")})
    drafts.publish()
    page = get("/courses")
    assert "How to listen." in page
    assert "the last version without errors" in page
    assert f"{COURSE}:3</code></a>, column 1" in page
    assert "<b>sumary" not in page
    assert page.index("<main ") < page.index(f"{COURSE}:3") < page.index("</main>")
    drafts.save({COURSE: FILES[COURSE]})
    assert "the last version without errors" not in get("/courses")


def test_a_finding_stands_before_the_paragraph_it_is_about(drafts: Drafts, get: Get) -> None:
    text = FILES[LESSON].replace("Be quiet first.", "First words.\n\nMiddle words.\n\n- One\n- Two\n\nLast words.")
    drafts.save({LESSON: text})
    drafts.publish()
    drafts.save({LESSON: text.replace("Middle words.", "Middle [words](nowhere.md), changed.")})
    drafts.publish()
    page = get(PAGE)
    assert "changed" not in page.replace("have changed", "")
    note = page.index("Found in the file")
    assert page.index("First words.") < note < page.index("Middle words.") < page.index("Last words.")


def test_a_finding_in_a_question_stands_before_its_card(drafts: Drafts, get: Get) -> None:
    drafts.save({LESSON: FILES[LESSON].replace("id: quiet-two\n", "id: quiet-two\npoints: none\n")})
    page = get(PAGE)
    note = page.index("Found in the file")
    assert page.index('id="quiz_quiet-one"') < note < page.index('id="quiz_quiet-two"')


def test_no_line_is_quoted_where_it_could_hold_a_key(drafts: Drafts, get: Get) -> None:
    drafts.save({LESSON: FILES[LESSON].replace("answer: b", "answer: b  # CANARY-KEY\npoints: none")})
    assert "<mark>" in get("/workshop/courses/listening/quiet")
    assert "<mark>" not in get(PAGE)


def test_a_warning_shows_at_its_place_and_claims_nothing_of_an_older_version(drafts: Drafts, get: Get) -> None:
    drafts.save({LESSON: FILES[LESSON].replace("Be quiet first.", "Be <b>quiet</b> first.")})
    drafts.publish()
    page = get(PAGE)
    assert "M101" in page
    assert "last version without errors" not in page


def test_each_page_leads_to_its_authors_view_and_back(get: Get) -> None:
    for learners, authors in {
        PAGE: "/workshop/courses/listening/quiet",
        "/courses/listening": "/workshop/courses/listening",
        "/assessments/exam": "/workshop/assessments/exam",
    }.items():
        assert f'<a href="{authors}">See it as its author</a>' in get(learners)
        assert re.search(rf'href="{learners}"[^>]*>See it', get(authors))


def test_a_page_that_is_drawn_once_for_all_readers_gets_todays_findings(drafts: Drafts, app: Flask, get: Get) -> None:
    learner = signed_in(app, drafts.house, drafts.house.person("Rosa Lima"))
    assert "error" not in learner.get(PAGE).text
    drafts.save({LESSON: FILES[LESSON] + "\n[x](nowhere.md)\n"})
    assert "1 error" in learner.get(PAGE).text


def test_the_answer_to_a_form_is_left_as_it_is(drafts: Drafts, app: Flask) -> None:
    """The page would ask to have the form sent again when it refreshes itself."""
    learner: Caller = signed_in(app, drafts.house, drafts.house.person("Rosa Lima"))
    answer = learner.form(f"{PAGE}/quizzes/quiet-one", {})
    assert answer.status_code == 422
    assert "workshop_bar" not in answer.text


def test_while_the_files_are_read_learners_pages_are_there_and_the_workshop_looks_again(
    app: Flask, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def slow(site: Path, banks: Path | None = None) -> object:
        assert may_read.wait(60)
        return read_tree(site, banks)

    monkeypatch.setattr(workbench, "read_tree", slow)
    monkeypatch.setattr(workbench, "PATIENCE", 0)
    page = get("/courses")
    assert "How to listen." in page
    assert "<li>The files are being read</li>" in page
    assert 'data-state=""' in page
    assert app.test_client().get("/workshop/state").json == {"pending": True, "state": ""}
    answer = app.test_client().get("/workshop/courses/listening/quiet")
    assert (answer.status_code, answer.headers["Refresh"], answer.headers["Retry-After"]) == (503, "1", "1")
    assert "The files are being read" in answer.text
    may_read.set()
    monkeypatch.setattr(workbench, "PATIENCE", 60)
    assert app.test_client().get("/workshop/courses/listening/quiet").status_code == 200
    assert "The files are being read" not in get("/courses")


def test_only_files_of_pages_get_the_bar(app: Flask) -> None:
    client = app.test_client()
    for path in ("/workshop/state", "/api/v1/courses", "/static/any/workshop.js", "/healthz"):
        assert 'id="workshop_bar"' not in client.get(path).text
    assert client.get("/nowhere").text.count('id="workshop_bar"') == 1


def test_the_parts_of_a_lessons_page_are_known_whatever_is_inside_of_them() -> None:
    page = (
        '<main><div class="prose">\n<p>One &amp; <em>two</em></p>\n<hr>\n<ul>\n<li>a<br>b</li></ul>'
        '<div class="quiz" id="quiz_x"><form><p>Not me</p></form></div></div><p>Not me either</p></main>'
    )
    found = elements_of(page)
    assert [one.text for one in found] == ["One & two", "", "ab", "quiz_x"]
    assert [page[one.offset : one.offset + 3] for one in found] == ["<p>", "<hr", "<ul", "<di"]
