"""How long a certificate lasts, and how its days are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from lms.content.reading.model import Term
from lms.credentials.dates import after, from_stamp, in_words, stamp

OTHERS = ("nl", "pl", "pt", "ru", "sv", "tr", "uk", "vi", "zh")


@pytest.mark.parametrize(
    ("start", "term", "last_day"),
    [
        ("2027-03-05T14:02:00Z", Term(years=3), "2030-03-05"),
        ("2028-02-29T00:00:00Z", Term(years=3), "2031-02-28"),
        ("2028-02-29T00:00:00Z", Term(years=4), "2032-02-29"),
        ("2027-08-31T12:00:00Z", Term(months=18), "2029-02-28"),
        ("2027-12-31T12:00:00Z", Term(months=2), "2028-02-29"),
        ("2027-12-15T12:00:00Z", Term(days=90), "2028-03-14"),
        ("2027-01-31T23:59:59Z", Term(months=1, days=1), "2027-03-01"),
    ],
)
def test_a_term_ends_with_the_last_second_of_its_last_day(start: str, term: Term, last_day: str) -> None:
    assert stamp(after(from_stamp(start), term)) == f"{last_day}T23:59:59Z"


def test_the_day_of_the_award_is_that_of_utc() -> None:
    late = datetime(2027, 3, 5, 1, 0, tzinfo=timezone(timedelta(hours=9)))
    assert after(late, Term(years=1)).date() == date(2028, 3, 4)
    assert in_words(late) == "4 March 2027"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "5 March 2027"),
        ("en-US", "5 March 2027"),
        ("de", "5. März 2027"),
        ("pt-BR", "5 de março de 2027"),
        ("vi", "ngày 5 tháng 3 năm 2027"),
        ("zh", "2027年3月5日"),
        ("ar", "5 مارس 2027"),
        ("xx", "2027-03-05"),
    ],
)
def test_a_day_is_written_in_the_language_of_the_credential(language: str, words: str) -> None:
    assert in_words(date(2027, 3, 5), language) == words


def test_every_language_that_is_known_knows_twelve_months() -> None:
    for language in ("ar", "da", "de", "el", "en", "es", "fr", "he", "hi", "it", "ja", "ko", *OTHERS):
        written = {in_words(date(2027, month, 2), language) for month in range(1, 13)}
        assert len(written) == 12
        assert all("2027" in words and "-" not in words for words in written)


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert in_words(date(2027, 8, 1), "fr") == "1er août 2027"


def test_a_stamp_is_read_back_without_its_fraction_of_a_second() -> None:
    moment = datetime(2027, 3, 5, 14, 2, 9, 999999, tzinfo=UTC)
    assert from_stamp(stamp(moment)) == moment.replace(microsecond=0)
