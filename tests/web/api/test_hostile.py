"""What nobody should send gets a refusal with a reason, and no fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.services.assessing import sitting
from tests.services.walks import begin
from tests.support import allkinds
from tests.support.site import house_at
from tests.support.web import API, Caller, app_of, by_token, signed_in

PATHS = [
    ("POST", f"{API}/courses/listening/lessons/quiet/quizzes/quiet-one/answers"),
    ("POST", f"{API}/assessments/open/attempts"),
    ("POST", f"{API}/me/certificates"),
]
JUNK = [
    b"\x00\xff\xfe",
    b"{",
    b'{"answer": "a", "answer": "b"}',
    b'{"answer": NaN}',
    b'{"answer": "\\ud800"}',
    b'{"answer": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    b"[]",
    b'"a"',
    b"null",
    b"1",
]


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_refused_with_a_reason(caller: Caller, method: str, path: str, junk: bytes) -> None:
    answer = caller.send(method, path, junk)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_another_media_type_is_refused(caller: Caller, method: str, path: str) -> None:
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x", ""):
        headers = caller.headers | {"Content-Type": kind}
        answer = caller.client.open(path, method=method, data=b'{"answer": "a"}', headers=headers)
        assert answer.status_code == 415, kind


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_more_than_is_taken_is_refused_before_it_is_read(caller: Caller, method: str, path: str) -> None:
    answer = caller.send(method, path, b'{"answer": "' + b"a" * (256 * 1024) + b'"}')
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_an_unknown_address_or_method_is_told_as_a_problem(caller: Caller) -> None:
    for method, path, status in (
        ("GET", f"{API}/nothing", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/v2/courses", 404),
        ("DELETE", f"{API}/courses", 405),
        ("GET", f"{API}/attempts/x/submission", 405),
        ("OPTIONS", f"{API}/courses", 405),
        ("TRACE", f"{API}/courses", 405),
    ):
        answer = caller.send(method, path)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), (method, path)
        if status == 405:
            assert "Allow" in answer.headers


def test_asking_for_the_head_alone_gives_the_head_alone(caller: Caller) -> None:
    answer = caller.send("HEAD", f"{API}/courses")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_type == "application/json"


def test_a_problem_has_the_four_members_that_every_reader_knows(caller: Caller) -> None:
    told = caller.get(f"{API}/courses/nowhere").get_json()
    assert {"type", "title", "status", "detail"} <= told.keys()
    assert told["status"] == 404


def test_what_is_private_is_never_stored(caller: Caller) -> None:
    for path in ("/me", "/me/progress", "/me/certificates", "/courses", "/assessments/open"):
        assert caller.get(f"{API}{path}").headers["Cache-Control"] == "no-store"


@pytest.mark.postgres
def test_no_text_that_a_database_cannot_hold_becomes_a_fault(postgres_url: str, tmp_path: Path) -> None:
    with house_at(postgres_url, tmp_path, allkinds.FILES) as house:
        app, amal = app_of(house), house.person()
        program, browser = by_token(app, house, amal), signed_in(app, house, amal)
        attempt = begin(house, amal, "kinds")
        answers = [browser.form("/assessments/kinds", {"key": "\0"})]
        for id in ("%00", f"{attempt}%00", "%ED%A0%80", "%FF", "x" * 5000):
            answers += [program.get(f"{API}/attempts/{id}"), browser.get(f"/attempts/{id}")]
            answers.append(program.put(f"{API}/attempts/{id}/answers/1", {"answer": "a", "seq": 1}))
            answers.append(program.post(f"{API}/attempts/{id}/submission"))
            answers.append(browser.get(f"/certificates/{id}"))
            assert {answer.status_code for answer in answers[1:]} == {404}
            # What is nearly a number is answered as mistyped.
            assert browser.get(f"/verify/{id}").status_code in (400, 404)
        for n in (6, 7, 8, 10):
            fields = {"answer": "a\0b", "answer.1": "a\0b"}
            answers.append(browser.form(f"/attempts/{attempt}/answers/{n}", fields))
        assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
        assert [item.answer for item in sitting.attempt(house.context, amal, attempt).items if item.answer] == []
