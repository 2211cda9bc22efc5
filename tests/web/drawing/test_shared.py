"""What is the same for all is packed, kept and asked for again; what is private never is."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.learning import courses, lessons
from lms.web.app import create_app
from lms.web.workshop import Workshop
from tests.support.site import FILES, House
from tests.support.web import Caller, app_of, signed_in, stranger

SHARED = ["/", "/courses", "/courses/listening", "/courses/listening/quiet"]
COURSE = "content/courses/listening/course.md"
PICTURE = "content/courses/listening/media/ring.svg"
LESSON = "content/courses/listening/01-quiet.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def with_picture(text: str) -> dict[str, str]:
    lesson = FILES[LESSON].replace("Be quiet first.", "Be quiet first.\n\n![A ring.](media/ring.svg)")
    return {LESSON: lesson, PICTURE: SVG.format(text)}


def renamed(word: str) -> dict[str, str]:
    return {COURSE: FILES[COURSE].replace("A course about listening.", word), LESSON: FILES[LESSON] + f"\n{word}\n"}


def varies(answer: TestResponse) -> set[str]:
    return {name.strip() for line in answer.headers.getlist("Vary") for name in line.split(",")}


@pytest.mark.parametrize("path", SHARED)
def test_a_visitor_who_has_the_page_already_gets_no_page(anyone: Caller, path: str) -> None:
    first = anyone.get(path)
    again = anyone.get(path, if_none_match=first.headers["ETag"])
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-cache"
    assert again.headers["ETag"] == first.headers["ETag"]
    assert varies(first) == varies(again) == {"Cookie", "Accept-Encoding"}
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("path", SHARED)
def test_what_a_visitor_kept_is_not_taken_for_the_page_after_a_publication(
    house: House, anyone: Caller, path: str
) -> None:
    before = anyone.get(path)
    house.serve({"certificates/issuer.md": FILES["certificates/issuer.md"].replace("Test", "Renamed")})
    after = anyone.get(path, if_none_match=before.headers["ETag"])
    assert after.status_code == 200
    assert "The Renamed Programme" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


@pytest.mark.parametrize("path", SHARED)
def test_the_page_is_drawn_once_for_all_visitors(app: Flask, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = stranger(app).get(path).data

    def never(*_: object) -> None:
        raise AssertionError("it was drawn again")

    for module, name in ((courses, "catalogue"), (courses, "course_page"), (lessons, "lesson_page")):
        monkeypatch.setattr(module, name, never)
    assert stranger(app).get(path).data == drawn


@pytest.mark.parametrize("path", ["/?stay=1", *SHARED[1:]])
def test_who_is_signed_in_gets_a_page_of_their_own_that_nobody_keeps(
    anyone: Caller, browser: Caller, path: str
) -> None:
    kept = anyone.get(path).headers["ETag"]
    own = browser.get(path, if_none_match=kept, accept_encoding="br, gzip")
    assert own.status_code == 200
    assert own.headers["Cache-Control"] == "no-store"
    assert "ETag" not in own.headers
    assert "Content-Encoding" not in own.headers
    assert "Account" in own.text
    assert "Account" not in anyone.get(path).text


def test_a_message_that_is_said_once_is_said_to_one(app: Flask) -> None:
    stranger(app).get("/courses")
    told = stranger(app)
    with told.client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "You are signed out, Amal.")]
    page = told.get("/courses")
    assert "You are signed out, Amal." in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Amal" not in stranger(app).get("/courses").text


@pytest.mark.parametrize(("way", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_pages_for_visitors_are_packed_as_their_browser_takes_it(anyone: Caller, way: str, unpack: object) -> None:
    plain = anyone.get("/courses/listening/quiet")
    packed = anyone.get("/courses/listening/quiet", accept_encoding=way)
    assert packed.headers["Content-Encoding"] == way
    assert callable(unpack)
    assert unpack(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert anyone.get("/courses/listening/quiet", accept_encoding="gzip;q=0, identity").data == plain.data


def test_brotli_is_taken_before_gzip(anyone: Caller) -> None:
    answer = anyone.get("/courses/listening/quiet", accept_encoding="gzip, deflate, br, zstd")
    assert answer.headers["Content-Encoding"] == "br"


@pytest.mark.parametrize("path", ["/login", "/register", "/reset", "/verify/none", "/assessments/open"])
def test_pages_with_a_token_or_something_private_are_neither_packed_nor_kept(anyone: Caller, path: str) -> None:
    answer = anyone.get(path, accept_encoding="br, gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/account", "/learn", "/courses/listening/quiet", "/certificates"])
def test_pages_of_a_person_are_not_packed_since_their_length_would_tell(browser: Caller, path: str) -> None:
    answer = browser.get(path, accept_encoding="br, gzip")
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_no_page_that_is_kept_holds_a_token(anyone: Caller) -> None:
    assert "csrf_token" in anyone.get("/login").text
    for path in SHARED:
        assert "csrf_token" not in anyone.get(path).text


def test_a_lesson_that_is_closed_to_visitors_is_not_kept(anyone: Caller) -> None:
    answer = anyone.get("/courses/listening/asking")
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_filtered_catalogue_has_its_own_sign(anyone: Caller) -> None:
    all_of_it, some = anyone.get("/courses"), anyone.get("/courses?level=experienced")
    assert some.headers["ETag"] != all_of_it.headers["ETag"]
    assert anyone.get("/courses?level=experienced", if_none_match=some.headers["ETag"]).status_code == 304


def test_a_picture_is_asked_for_again_and_shows_anew_with_its_text(house: House, anyone: Caller) -> None:
    house.serve(with_picture("<title>old</title>"))
    path = "/courses/listening/media/ring.svg"
    old = anyone.get(path)
    assert old.headers["Cache-Control"] == "no-cache"
    assert anyone.get(path, if_none_match=old.headers["ETag"]).status_code == 304
    house.serve(with_picture("<title>new</title>"))
    new = anyone.get(path, if_none_match=old.headers["ETag"])
    assert (new.status_code, "new" in new.text) == (200, True)
    assert "sandbox" in new.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    ["/.well-known/did.json", "/status/ended-1", "/log/key", "/static/old/site.css", "/.well-known/issuer.pem"],
)
def test_what_programs_fetch_costs_nothing_when_they_have_it(anyone: Caller, path: str) -> None:
    first = anyone.get(path)
    assert first.status_code == 200
    again = anyone.get(path, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_nothing_that_depends_on_the_content_is_kept_without_asking(anyone: Caller, house: House) -> None:
    house.serve(with_picture("x"))
    for path in [*SHARED, "/courses/listening/media/ring.svg", "/.well-known/did.json", "/api/v1/courses"]:
        answer = anyone.get(path)
        assert answer.status_code == 200
        assert "max-age" not in answer.headers["Cache-Control"], path


def test_authors_see_each_page_drawn_anew_while_they_write(house: House) -> None:
    app_of(house)
    answer = stranger(create_app(context=house.context, authors=Workshop())).get("/courses", accept_encoding="br")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_head_request_is_answered_with_the_same_headers_and_no_page(anyone: Caller) -> None:
    page, head = anyone.get("/courses"), anyone.client.head("/courses")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == page.headers["ETag"]
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


def test_signing_out_brings_back_the_page_for_visitors(app: Flask, house: House) -> None:
    browser = signed_in(app, house, house.person())
    kept = stranger(app).get("/courses")
    assert browser.get("/courses", if_none_match=kept.headers["ETag"]).status_code == 200
    browser.form("/logout")
    browser.get("/courses")
    assert browser.get("/courses", if_none_match=kept.headers["ETag"]).status_code == 304
