"""What was missed comes back quietly: near the end of a later lesson, and on the learner's own page."""

from __future__ import annotations

from tests.support.web import Caller, csrf_token

QUIET = "/courses/listening/quiet"
ASKING = "/courses/listening/asking"


def finish_quiet(browser: Caller, second: str) -> None:
    browser.form(f"{QUIET}/quizzes/quiet-one", {"answer": "a"})
    browser.form(f"{QUIET}/quizzes/quiet-two", {"answer": second})


def test_a_question_that_was_not_right_is_there_again_without_the_answer_that_was_given(browser: Caller) -> None:
    finish_quiet(browser, "a")
    page = browser.get(ASKING).text
    start = page.index("A question from before, to look at again")
    assert start < page.index('id="lesson_end"')
    again = page[start : page.index('id="lesson_end"')]
    assert f'action="{QUIET}/quizzes/quiet-two"' in again
    assert "checked" not in again
    assert "CANARY-why" not in again
    learn = browser.get("/learn").text
    assert "Worth another look" in learn
    assert f'href="{QUIET}#quiz_quiet-two"' in learn


def test_once_it_is_right_it_stays_away_and_what_was_done_stays_done(browser: Caller) -> None:
    finish_quiet(browser, "a")
    before = browser.get("/learn").text
    assert "1 of 3 lessons done." in before
    browser.form(f"{QUIET}/quizzes/quiet-two", {"answer": "b"})
    assert "A question from before" not in browser.get(ASKING).text
    after = browser.get("/learn").text
    assert "Worth another look" not in after
    assert "1 of 3 lessons done." in after


def test_our_script_changes_nothing_but_the_card_in_the_later_lesson(browser: Caller) -> None:
    finish_quiet(browser, "a")
    fields = {"csrf_token": csrf_token(browser.client), "answer": "b"}
    changed = browser.client.post(f"{QUIET}/quizzes/quiet-two", data=fields, headers={"X-In-Place": "done"}).text
    assert 'id="quiz_quiet-two"' in changed
    assert "lesson_end" not in changed
    assert "so_far" not in changed


def test_nobody_who_missed_nothing_sees_any_of_it(browser: Caller, anyone: Caller) -> None:
    finish_quiet(browser, "b")
    assert "A question from before" not in browser.get(ASKING).text
    assert "Worth another look" not in browser.get("/learn").text
    assert "A question from before" not in anyone.get(QUIET).text
