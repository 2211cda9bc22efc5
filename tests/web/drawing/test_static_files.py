"""Style and script are served packed, for ever, under an address that changes with them."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from lms.web.drawing import static_files
from lms.web.drawing.static_files import FOLDER, FOR_EVER, STYLES, StaticFiles
from tests.support.web import Caller

MOST_FOR_A_LESSON = 60_000
"""Bytes over the wire for style and scripts together; a lesson's page of 100 KB has room for the rest."""


@pytest.fixture
def files(app: Flask) -> StaticFiles:
    found: StaticFiles = app.extensions[static_files.EXTENSION]
    return found


def test_a_file_is_kept_for_ever_under_its_address(anyone: Caller, files: StaticFiles) -> None:
    answer = anyone.get(files.address("site.css"), accept_encoding="gzip")
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == files.by_name["site.css"].content
    assert "Set-Cookie" not in answer.headers


def test_a_browser_that_takes_no_gzip_gets_the_file_as_it_is(anyone: Caller, files: StaticFiles) -> None:
    answer = anyone.get(files.address("site.css"))
    assert "Content-Encoding" not in answer.headers
    assert answer.data == files.by_name["site.css"].content


def test_an_address_from_before_an_update_gives_todays_file_and_is_not_kept(anyone: Caller) -> None:
    answer = anyone.get("/static/0123456789abcdef/quiz.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["none.css", "../app.py", "tokens.css/", "%2e%2e/app.py", ""])
def test_nothing_but_the_files_is_served(anyone: Caller, files: StaticFiles, name: str) -> None:
    assert anyone.get(f"/static/{files.digest}/{name}").status_code == 404


def test_every_style_of_ours_is_in_the_one_that_is_served(files: StaticFiles) -> None:
    served = files.by_name["site.css"].content
    assert {path.name for path in FOLDER.glob("*.css")} == {*STYLES, "workshop.css"}
    assert all((FOLDER / name).read_bytes() in served for name in STYLES)


def test_style_and_scripts_of_a_lesson_are_light(files: StaticFiles) -> None:
    sent = (files.by_name[name] for name in ("site.css", "times.js", "quiz.js"))
    assert sum(len(file.packed("gzip")) for file in sent) < MOST_FOR_A_LESSON


def test_a_name_that_is_not_there_is_told_when_a_page_is_drawn(files: StaticFiles) -> None:
    with pytest.raises(KeyError, match=r"none\.js"):
        files.address("none.js")
