"""Values read as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from flask import Flask

from lms.questions.worded import Ours, Worded
from lms.web.drawing import filters


def test_a_date_reads_as_day_month_and_year() -> None:
    assert filters.day(date(2027, 3, 5)) == "5 March 2027"
    assert filters.day(datetime(2027, 3, 5, 23, 30, tzinfo=timezone(-timedelta(hours=5)))) == "6 March 2027"
    assert filters.day(None) == ""


def test_a_time_says_that_it_is_utc_until_a_script_knows_better() -> None:
    at = datetime(2027, 3, 5, 14, 2, 9, tzinfo=UTC)
    assert ">14:02 UTC<" in filters.clock(at)
    assert 'datetime="2027-03-05T14:02:09+00:00"' in filters.when(at)


@pytest.mark.parametrize(("share", "words"), [(Fraction(3, 4), "75%"), (Fraction(2, 3), "66%"), (None, "")])
def test_a_share_that_is_not_told_is_nothing(share: Fraction | None, words: str) -> None:
    assert filters.percent(share) == words


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("courses/a", "/courses/a"),
        ("courses/a/b", "/courses/a/b"),
        ("courses/a#voice", "/courses/a#module_voice"),
        ("assessments/exam", "/assessments/exam"),
        ("certificates/foundations", "/certificates"),
        ("account", "/account"),
    ],
)
def test_what_a_path_names_has_a_page(app: Flask, path: str, address: str) -> None:
    with app.test_request_context():
        assert filters.address(path) == address


def test_arabic_reads_from_right_to_left_whatever_its_region() -> None:
    assert filters.direction("ar-EG") == filters.direction("he") == "rtl"
    assert filters.direction("en-GB") == "ltr"


def test_a_list_box_gets_text_without_tags() -> None:
    assert filters.plain("A <strong>clear</strong> &amp; short leaflet") == "A clear & short leaflet"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("curl/8.0", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent: str, words: str) -> None:
    assert filters.device(agent) == words


def test_words_of_ours_in_an_authors_text_say_that_they_are_english() -> None:
    assert filters.shown(Worded("<em>ask</em> ", Ours("or"), " talk")) == (
        '<em>ask</em> <bdi lang="en-GB">or</bdi> talk'
    )
    assert filters.shown("<em>ask</em>") == "<em>ask</em>"
