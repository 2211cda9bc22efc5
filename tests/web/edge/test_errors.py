"""What goes wrong is told in words, with a status that fits, a number to quote, and what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from lms.credentials.times import RunsBack
from lms.services.ground.refusals import Conflict, Forbidden, Invalid, NotFound, TooMany
from lms.services.learning import courses
from tests.support.site import TODAY
from tests.support.web import API, Caller, csrf_token, stranger

JSON = "application/problem+json"


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/nowhere", "GET", 404), ("/account", "PUT", 405), ("/courses/none", "GET", 404), ("/courses/a/b/c", "GET", 404)],
)
def test_a_page_that_cannot_be_is_told_with_its_number(anyone: Caller, path: str, method: str, status: int) -> None:
    answer = anyone.client.open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["X-Request-Id"] in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<h1>" in answer.text


def test_a_method_that_does_not_fit_is_told_with_those_that_do(anyone: Caller) -> None:
    assert "GET" in anyone.client.put("/courses").headers["Allow"]


def test_the_api_tells_problems_as_json(anyone: Caller) -> None:
    for path, status in (("/api/v1/courses/none", 404), ("/api/v1/nowhere", 404), ("/api/v1/me", 401)):
        answer = anyone.get(path)
        assert answer.status_code == status
        assert answer.mimetype == JSON
        body = answer.get_json()
        assert body["status"] == status
        assert {"type", "title", "detail", "request"} <= set(body)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound("none"), 404),
        (Conflict("no"), 409),
        (Invalid("no", "answer"), 422),
        (Forbidden("no"), 403),
        (TooMany("later", retry_after=17), 429),
    ],
)
def test_each_refusal_has_its_status_on_page_and_in_api(
    anyone: Caller, monkeypatch: pytest.MonkeyPatch, refusal: Exception, status: int
) -> None:
    def refuse(*_: object) -> None:
        raise refusal

    monkeypatch.setattr(courses, "course_page", refuse)
    for path in ("/courses/listening", "/api/v1/courses/listening"):
        answer = anyone.get(path)
        assert answer.status_code == status
        assert answer.headers.get("Retry-After") == ("17" if status == 429 else None)


def test_a_closed_door_names_its_reasons_and_leads_to_what_opens_it(browser: Caller) -> None:
    page = browser.get("/courses/listening/silence")
    assert page.status_code == 403
    assert "First finish all lessons of “Beginning”." in page.text
    assert 'href="/courses/listening#module_begin"' in page.text
    told = browser.post("/api/v1/courses/listening/lessons/silence/completion", **csrf_of(browser))
    assert told.status_code == 409
    assert told.get_json()["reasons"][0]["what"] == "courses/listening#begin"


def csrf_of(caller: Caller) -> dict[str, str]:
    return {"X_CSRFToken": csrf_token(caller.client)}


def test_what_was_typed_is_given_back_when_the_session_has_ended(anyone: Caller) -> None:
    typed = "My own words, <b>with</b> signs & all"
    form = {"answer": typed, "csrf_token": "old", "password": "never shown"}
    answer = anyone.client.post("/courses/listening/quiet/quizzes/quiet-think", data=form)
    assert answer.status_code == 401
    assert "My own words, &lt;b&gt;with&lt;/b&gt; signs &amp; all" in answer.text
    assert "never shown" not in answer.text
    assert ">old<" not in answer.text


def test_what_was_typed_is_given_back_when_a_token_does_not_fit(browser: Caller) -> None:
    form = {"answer": "A long thought", "csrf_token": "made up"}
    answer = browser.client.post("/courses/listening/quiet/quizzes/quiet-think", data=form)
    assert answer.status_code == 400
    assert "A long thought" in answer.text


def test_a_body_that_is_too_large_is_refused_before_it_is_read(browser: Caller) -> None:
    form = {"answer": "x" * (257 * 1024)}
    answer = browser.client.post("/courses/listening/quiet/quizzes/quiet-think", data=form)
    assert answer.status_code == 413
    assert "xxxx" not in answer.text


def test_a_fault_shows_a_number_and_nothing_of_what_broke(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(courses, "course_page", break_down)
    for path in ("/courses/listening", "/api/v1/courses/listening"):
        answer = stranger(app).get(path)
        assert answer.status_code == 500
        assert answer.headers["X-Request-Id"] in answer.text
        assert "secret" not in answer.text


def test_where_even_the_frame_cannot_be_drawn_plain_words_must_do(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_brand() -> str:
        raise OSError("no content")

    monkeypatch.setitem(app.jinja_env.globals, "brand", no_brand)
    answer = stranger(app).get("/nowhere")
    assert answer.status_code == 404
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Request-Id"] in answer.text


def test_a_clock_that_is_wrong_is_told_to_a_reader_in_their_words_and_to_programs_in_those_of_whoever_sets_it(
    anyone: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise RunsBack(TODAY, TODAY + timedelta(days=1))

    monkeypatch.setattr(courses, "course_page", refuse)
    page = anyone.get("/courses/listening?language=ar")
    assert page.status_code == 503
    assert "ساعة هذا الموقع غير مضبوطة الآن" in page.text
    assert "lms log clock" not in page.text
    program = anyone.get(f"{API}/courses/listening")
    assert "lms log clock" in program.get_json()["detail"]
