"""The shortcuts of the application change nothing of what is answered."""

from __future__ import annotations

import pytest
from flask import Flask, request

from lms.web import site
from lms.web.site import Answer, Site
from tests.support.site import House
from tests.support.web import Caller, app_of, stranger


def test_what_was_remembered_of_one_address_is_not_answered_at_another(anyone: Caller) -> None:
    for _ in range(2):
        assert "Being quiet" in anyone.get("/courses/listening/quiet").text
        assert anyone.get("/courses/listening/none").status_code == 404
        assert anyone.client.post("/courses/listening/quiet").status_code == 405
        assert "Listening" in anyone.get("/courses/listening").text


def test_addresses_are_remembered_and_not_without_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(app, Site)
    monkeypatch.setattr(site, "MOST_REMEMBERED", 5)
    caller = stranger(app)
    for number in range(20):
        caller.get(f"/verify/{number}")
        assert 0 < len(app._remembered) <= 5
    before = set(app._remembered)
    caller.get(f"/verify/{'x' * 2000}")
    assert set(app._remembered) == before


def test_arguments_of_one_request_are_not_those_of_the_next(app: Flask) -> None:
    seen: list[dict[str, object]] = []

    @app.before_request
    def _spoil() -> None:
        arguments = request.view_args
        assert arguments is not None
        seen.append(dict(arguments))
        arguments["course"] = "listening"

    caller = stranger(app)
    for _ in range(2):
        caller.get("/courses/another")
    assert seen == [{"course": "another"}, {"course": "another"}]


def test_an_address_with_signs_of_any_language_is_read_as_it_was_meant(anyone: Caller) -> None:
    for path in ("/courses/%C3%A9t%C3%A9", "/courses/%ff%fe", "/verify/%E2%98%83"):
        assert anyone.get(path).status_code in (400, 404)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:99", "a b", "[::1", ""])
def test_nothing_that_is_answered_depends_on_the_host_that_was_sent(house: House, host: str) -> None:
    caller = stranger(app_of(house))
    for path in ("//courses", "/learn", "/courses/listening/quiet"):
        answer = caller.client.get(path, headers={"Host": host}, base_url="http://localhost")
        assert "evil" not in answer.headers.get("Location", "") + answer.text


def test_a_whole_body_goes_out_with_its_length_and_none_to_who_asks_for_the_head(app: Flask) -> None:
    answers = stranger(app).client
    whole = answers.get("/healthz")
    assert (whole.data, whole.headers["Content-Length"]) == (b"fine\n", "5")
    assert answers.head("/healthz").data == b""
    assert answers.head("/healthz").headers["Content-Length"] == "5"


def test_a_page_made_quickly_is_like_any_other(browser: Caller, app: Flask) -> None:
    with app.test_request_context("/"):
        quick, usual = Answer.page(b"<p>\xc3\xa9</p>"), app.make_response(b"<p>\xc3\xa9</p>")
        assert sorted(quick.headers) == sorted(usual.headers)
        assert (quick.status, quick.mimetype, quick.get_data()) == (usual.status, usual.mimetype, usual.get_data())
        quick.set_data("longer")
        quick.headers["X-More"] = "x"
        assert (quick.headers["Content-Length"], quick.content_length) == ("6", 6)
    path = "/courses/listening/quiet"
    page, head = browser.get(path), browser.client.head(path)
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(page.data)))


def test_what_waits_for_the_end_of_a_response_is_called(app: Flask) -> None:
    ended: list[str] = []
    with app.test_request_context("/"):
        answer = Answer("x")
        answer.call_on_close(lambda: ended.append("closed"))
        answer.get_wsgi_response({"REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"})
        sent = answer({"REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"}, lambda *_: None)
        assert b"".join(sent) == b"x"
        close = getattr(sent, "close", None)
        assert close is not None
        close()
    assert ended == ["closed"]
