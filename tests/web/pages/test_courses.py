"""The catalogue, a course and its lessons: read by anyone who may, answered by those who are signed in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from lms.services.ground.person import Person
from lms.services.learning import lessons as learning
from lms.store import prepared
from lms.web.drawing.filters import PATHS
from lms.web.pages.learning import lesson_pages
from tests.support.site import House
from tests.support.web import Caller, signed_in
from tests.web.site import ANSWERS, FILES

LESSON = "/courses/welcome/every-kind"
KINDS = list(ANSWERS)


@pytest.fixture(autouse=True)
def _courses(house: House) -> None:
    house.serve(FILES)


def answer(caller: Caller, quiz: str, fields: dict[str, str | list[str]] | None = None, lesson: str = LESSON) -> str:
    """Answer as a plain form does, and read the page that comes back."""
    sent = caller.form(f"{lesson}/quizzes/{quiz}", fields or ANSWERS[quiz])
    assert sent.status_code == 303, sent.text
    assert sent.headers["Location"] == f"{lesson}#quiz_{quiz}"
    return caller.get(lesson).text


def card(page: str, quiz: str) -> str:
    """One question of a lesson's page."""
    start = page.index(f'id="quiz_{quiz}"')
    return page[start : page.index("</form>", start)]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


# The catalogue


def test_the_catalogue_is_there_for_anyone(anyone: Caller) -> None:
    page = anyone.get("/courses").text
    assert "Speaking for others" in page
    assert "Listening" in page


def test_each_course_shows_its_paths_by_a_drawing_and_by_name(anyone: Caller, house: House) -> None:
    drawings = [card.count('<svg viewBox="0 0 48 48"') for card in anyone.get("/courses").text.split("<article")[1:]]
    courses = house.context.catalog().courses.values()
    assert sorted(drawings) == sorted(len(course.paths) for course in courses)
    names = " · ".join(f"<span>{PATHS[path]}</span>" for path in ("awareness", "creator"))
    assert f"{names}</span>" in anyone.get("/courses?path=creator").text


def test_the_catalogue_can_be_narrowed_by_path_and_level(anyone: Caller) -> None:
    assert "Speaking for others" not in anyone.get("/courses?path=legislation&level=experienced").text
    assert "الكلام عن الآخرين" in anyone.get("/courses?path=legislation&level=experienced").text
    assert "Speaking for others" in anyone.get("/courses?path=creator").text


def test_a_choice_that_nothing_fits_leads_back_to_all(anyone: Caller) -> None:
    page = anyone.get("/courses?path=creator&level=practising").text
    assert "No course fits this choice yet" in page
    assert 'href="/courses"' in page


def test_a_word_that_is_no_path_shows_everything(anyone: Caller) -> None:
    page = anyone.get("/courses?path=<script>&level=x").text
    assert "Speaking for others" in page
    assert "<script>&" not in page


# A course


def test_a_course_can_be_read_by_anyone_and_leads_to_its_first_lesson(anyone: Caller) -> None:
    page = anyone.get("/courses/welcome").text
    assert "Nobody" in page
    assert f'href="{LESSON}">Read the first lesson' in page


def test_a_course_says_how_far_one_is_and_leads_to_where_one_stopped(browser: Caller) -> None:
    answer(browser, "one")
    page = browser.get("/courses/welcome").text
    assert "0 of 3 lessons done." in page
    assert f'href="{LESSON}#quiz_many"' in page
    assert "Continue" in page


def test_a_course_names_what_is_closed_and_why(browser: Caller) -> None:
    assert "First finish all lessons of “To begin with”." in browser.get("/courses/welcome").text


# Who may read a lesson


def test_the_first_lesson_can_be_read_by_anyone_and_answered_by_none(anyone: Caller) -> None:
    page = anyone.get(LESSON).text
    assert "You may be reading this lying down." in page
    assert "Check my answer" not in page
    assert 'href="/register?next=' in page


def test_other_lessons_say_to_a_visitor_what_opens_them(anyone: Caller) -> None:
    page = anyone.get("/courses/welcome/to-read")
    assert page.status_code == 403
    assert "This lesson is for people who have joined." in page.text
    assert "There is nothing to answer here." not in page.text


def test_a_closed_lesson_shows_its_reasons_and_nothing_else(browser: Caller) -> None:
    page = browser.get("/courses/welcome/behind-the-door")
    assert page.status_code == 403
    assert "First finish all lessons of “To begin with”." in page.text
    assert "CANARY-CLOSED" not in page.text


def test_a_closed_lesson_takes_no_answers_and_no_completion(browser: Caller) -> None:
    assert browser.form("/courses/listening/silence/quizzes/silence-one", {"answer": "a"}).status_code == 403
    assert browser.form("/courses/welcome/behind-the-door/completion").status_code == 403
    assert "0 of 3" not in browser.get("/courses/welcome").text


# Answering


@pytest.mark.parametrize("quiz", KINDS)
def test_a_right_answer_of_each_kind_is_marked_and_stands_in_its_fields(browser: Caller, quiz: str) -> None:
    shown = card(answer(browser, quiz), quiz)
    said = words(shown)
    assert ("Saved" if quiz in ("scale", "thoughts") else "Right") in said
    assert "Not yet" not in said
    for value in ANSWERS[quiz].values():
        for one in [value] if isinstance(value, str) else value:
            assert one in shown


def test_a_wrong_answer_says_not_yet_with_its_own_why_alone(browser: Caller) -> None:
    shown = card(answer(browser, "one", {"answer": "a"}), "one")
    assert "Not yet" in words(shown)
    assert "CANARY-WHY-A" in shown
    assert "CANARY-WHY-B" not in shown
    assert "CANARY-WHY-C" not in shown
    assert "Try again" in shown


def test_a_right_answer_explains_every_option(browser: Caller) -> None:
    shown = card(answer(browser, "one"), "one")
    assert all(f"CANARY-WHY-{letter}" in shown for letter in "ABC")


def test_part_of_an_answer_is_partly_right_in_exact_words(browser: Caller) -> None:
    said = words(card(answer(browser, "many", {"answer": ["a", "b"]}), "many"))
    assert "Partly right" in said
    assert "You have 33% of it." in said
    assert "This is for himself." in said


def test_nothing_of_a_key_is_there_before_an_answer(browser: Caller, anyone: Caller) -> None:
    for page in (browser.get(LESSON).text, anyone.get(LESSON).text):
        assert "CANARY-WHY" not in page
        assert "Nobody needs to notice" not in page
        assert "permission" not in page


def test_nobody_sees_what_another_answered(browser: Caller, other: Caller) -> None:
    answer(browser, "thoughts", {"answer": "PRIVATE-THOUGHT"})
    answer(browser, "one", {"answer": "c"})
    assert "PRIVATE-THOUGHT" in browser.get(LESSON).text
    page = other.get(LESSON).text
    assert "PRIVATE-THOUGHT" not in page
    assert "CANARY-WHY" not in page
    assert "checked" not in page


def test_equal_answers_of_two_people_carry_each_ones_own_token(browser: Caller, other: Caller) -> None:
    token = re.compile(r'name="csrf_token" value="([^"]+)"')
    mine, theirs = (set(token.findall(answer(one, "one", {"answer": "a"}))) for one in (browser, other))
    assert len(mine) == len(theirs) == 1
    assert mine != theirs


def test_hints_open_one_by_one(browser: Caller) -> None:
    shown = card(browser.get(LESSON).text, "one")
    first = shown.index("Whose story is it?")
    assert shown.index("Show a hint") < first < shown.index("Show another hint") < shown.index("Who was lying there")


@pytest.mark.parametrize(
    ("quiz", "fields", "words_said"),
    [
        ("one", {}, "Choose or write an answer first, then check it."),
        ("thoughts", {}, "Choose or write an answer first, then save it."),
        ("order", {"answer.a": "1", "answer.b": "1", "answer.c": "2"}, "Give each line a place of its own"),
        ("figure", {"answer": "about two thousand"}, "number"),
        ("figure", {"answer": "1e10000000"}, "number"),
    ],
)
def test_an_answer_that_cannot_be_taken_stays_on_the_page_with_what_to_do(
    browser: Caller, quiz: str, fields: dict[str, str], words_said: str
) -> None:
    sent = browser.form(f"{LESSON}/quizzes/{quiz}", fields)
    assert sent.status_code == 422
    assert "<title>Error: " in sent.text
    assert "<title>Error: " not in browser.get(LESSON).text
    shown = card(sent.text, quiz)
    assert words_said in words(shown)
    for value in fields.values():
        assert value in shown


@pytest.mark.parametrize("typed", ["2,371", "2.371", "٢,٣٧١"])
def test_a_number_with_two_readings_shows_both_and_the_right_one_counts_until_one_is_chosen(
    browser: Caller, typed: str
) -> None:
    shown = card(answer(browser, "figure", {"answer": typed}), "figure")
    assert f"{typed} can be read in two ways." in words(shown)
    assert "2371 (a whole number)" in words(shown)
    assert "2.371 (between 2 and 3)" in words(shown)
    assert "Right" in words(shown)
    chosen = card(answer(browser, "figure", {"answer": typed, "answer.meant": "2.371"}), "figure")
    assert "Not yet" in words(chosen)
    assert f'value="{typed}"' in chosen
    assert 'value="2.371" checked' in chosen


def test_a_number_with_one_reading_asks_for_no_choice(browser: Caller) -> None:
    for typed in ("2371", "2 371", "0,125", "2,5"):
        assert "two ways" not in card(answer(browser, "figure", {"answer": typed}), "figure")


@pytest.mark.parametrize("typed", ["\u200b", "\u00ad\ufeff", " \u200e "])
def test_what_nobody_can_see_is_no_answer(browser: Caller, typed: str) -> None:
    for quiz in ("word", "thoughts", "figure"):
        sent = browser.form(f"{LESSON}/quizzes/{quiz}", {"answer": typed})
        assert sent.status_code == 422
        assert "Choose or write an answer first" in words(card(sent.text, quiz))


def test_no_field_that_is_marked_lets_the_browser_change_what_is_typed(browser: Caller) -> None:
    page = browser.get(LESSON).text
    fields = [one for one in re.findall(r"<input [^>]*>", page) if 'type="text"' in one and 'name="answer' in one]
    assert len(fields) == 4
    for field in fields:
        assert 'autocorrect="off" autocapitalize="off" spellcheck="false"' in field
        assert "decimal" not in field


def test_an_answer_is_shown_as_it_was_typed(browser: Caller) -> None:
    hostile = "</textarea><script>alert(1)</script> {{ 7 * 7 }} & \u202e"
    shown = card(answer(browser, "thoughts", {"answer": hostile}), "thoughts")
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} &amp; \u202e" in shown


def test_an_unknown_question_is_not_there(browser: Caller) -> None:
    assert browser.form(f"{LESSON}/quizzes/none", {"answer": "a"}).status_code == 404
    assert browser.form("/courses/welcome/none/quizzes/one", {"answer": "a"}).status_code == 404


# In place, by our script


def test_our_script_gets_the_question_alone(browser: Caller) -> None:
    browser.headers["X-In-Place"] = "open"
    sent = browser.client.post(
        f"{LESSON}/quizzes/one", data={"answer": "a", "csrf_token": _token(browser)}, headers=browser.headers
    )
    assert sent.status_code == 200
    assert sent.text.strip().startswith('<div class="quiz" id="quiz_one"')
    assert "<html" not in sent.text
    assert "CANARY-WHY-A" in sent.text


def test_our_script_gets_what_to_mend_as_well(browser: Caller) -> None:
    headers = {"X-In-Place": "open"}
    sent = browser.client.post(f"{LESSON}/quizzes/one", data={"csrf_token": _token(browser)}, headers=headers)
    assert sent.status_code == 422
    assert "Choose or write an answer first" in sent.text
    assert "<html" not in sent.text


def test_the_last_answer_brings_the_way_on_with_it(browser: Caller) -> None:
    for quiz in KINDS[:-3]:
        answer(browser, quiz)
    sent = browser.client.post(
        f"{LESSON}/quizzes/gaps", data=ANSWERS["gaps"] | {"csrf_token": _token(browser)}, headers={"X-In-Place": "open"}
    )
    assert 'id="lesson_end"' in sent.text
    assert "This lesson is done." in words(sent.text)


def _token(caller: Caller) -> str:
    return caller.get("/account").text.split('name="csrf_token" value="')[1].split('"')[0]


# Completion


def test_a_lesson_with_questions_is_done_when_they_are_answered(browser: Caller) -> None:
    for quiz in KINDS[:8]:
        page = answer(browser, quiz)
    assert "This lesson is done." in words(page)
    assert "Next: Something to read" in words(page)
    assert "1 of 3 lessons done" in words(browser.get("/courses/welcome").text)


def test_a_lesson_to_read_is_marked_by_its_reader_and_leads_on(browser: Caller) -> None:
    assert "I have read this" in browser.get("/courses/welcome/to-read").text
    sent = browser.form("/courses/welcome/to-read/completion")
    assert sent.status_code == 303
    assert "“Something to read” is done." in browser.get(sent.headers["Location"]).text
    assert "I have read this" not in browser.get("/courses/welcome/to-read").text


def test_a_lesson_with_questions_cannot_be_marked_as_read(browser: Caller) -> None:
    assert browser.form(f"{LESSON}/completion").status_code == 409


# What is drawn once for all


def test_an_edit_of_the_content_is_on_the_page_at_once(house: House, browser: Caller) -> None:
    assert "Both are fine." in browser.get(LESSON).text
    path = "content/courses/welcome/01-every-kind.md"
    house.serve({**FILES, path: FILES[path].replace("Both are fine.", "Either is fine.")})
    page = browser.get(LESSON).text
    assert "Either is fine." in page
    assert "Both are fine." not in page


def test_each_reader_has_the_frame_that_is_theirs(app: Flask, house: House, anyone: Caller, browser: Caller) -> None:
    colleague = signed_in(app, house, house.person("Sam Staff", role="staff"))
    pages = [caller.get(LESSON).text for caller in (anyone, browser, colleague, anyone, browser, colleague)]
    assert ["Sign out" in page for page in pages] == [False, True, True] * 2
    assert ['href="/staff"' in page for page in pages] == [False, False, True] * 2


@pytest.fixture
def statements(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that reaches the database from now on, whichever way it goes."""
    seen: list[str] = []
    fetched = prepared._fetched

    def watched(connection: Any, text: str, *rest: Any) -> Any:
        seen.append(text)
        return fetched(connection, text, *rest)

    asked = prepared._Readers.ask

    def watched_reader(readers: Any, engine: Any, text: str, *rest: Any) -> Any:
        seen.append(text)
        return asked(readers, engine, text, *rest)

    monkeypatch.setattr(prepared, "_fetched", watched)
    monkeypatch.setattr(prepared._Readers, "ask", watched_reader)
    event.listen(house.context.database.engine, "before_cursor_execute", lambda *said: seen.append(said[2]))
    return seen


def test_a_lesson_page_asks_the_database_twice_at_most(browser: Caller, statements: list[str]) -> None:
    for quiz in KINDS[:4]:
        answer(browser, quiz)
    statements.clear()
    assert browser.get(LESSON).status_code == 200
    asked = [one for one in statements if not one.startswith("BEGIN")]
    assert 1 <= len(asked) <= 2


def test_a_page_is_put_together_without_drawing_anything_again(
    browser: Caller, other: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for caller in (browser, other):
        answer(caller, "one", {"answer": "a"})
    browser.get(LESSON)

    def never(*_: object, **__: object) -> str:
        raise AssertionError("Something was drawn again.")

    monkeypatch.setattr(lesson_pages, "_macros", never)
    monkeypatch.setattr(lesson_pages, "render_template", never)
    assert other.get(LESSON).status_code == 200


# Pictures


def test_a_picture_is_served_beside_its_lesson_and_runs_nothing(anyone: Caller) -> None:
    page = anyone.get(LESSON).text
    source = re.search(r'<img src="([^"]+)"', page)
    assert source
    answer = anyone.get(source[1] if source[1].startswith("/") else f"/courses/welcome/{source[1]}")
    assert answer.mimetype == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    again = anyone.get("/courses/welcome/media/ring.svg", if_none_match=answer.headers["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name", ["none.svg", "../course.md", "../../../assessments/banks/listening.md", "%2e%2e/course.md"]
)
def test_nothing_but_the_pictures_of_a_course_is_served(anyone: Caller, name: str) -> None:
    assert anyone.get(f"/courses/welcome/media/{name}").status_code in (403, 404)


# Languages


def test_a_course_that_reads_from_right_to_left_says_so(browser: Caller) -> None:
    page = browser.get("/courses/arabic/first-step").text
    assert '<article lang="ar" dir="rtl">' in page
    assert '<html lang="en-GB" dir="ltr">' in page


def test_the_pages_and_the_api_tell_the_same(house: House, amal: Person, browser: Caller) -> None:
    answer(browser, "one")
    page = learning.lesson_page(house.context, amal, "welcome", "every-kind")
    told = browser.get("/api/v1/courses/welcome/lessons/every-kind").get_json()
    assert told["title"] == page.lesson.title
    assert page.answers["one"].correct
