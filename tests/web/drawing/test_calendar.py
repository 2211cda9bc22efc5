"""A day for a calendar: whole by RFC 5545, whatever a title holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from lms.web.drawing.calendar import event

AT = datetime(2027, 3, 5, 14, 2, 0, tzinfo=UTC)


def lines(title: str = "An examination", at: datetime = AT) -> list[str]:
    text = event("opening-1@example.org", title, at, "https://example.org/assessments/exam", AT)
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.split("\r\n")[:-1]


def test_it_is_one_event_with_its_day_and_address() -> None:
    assert lines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//lms//opening//EN",
        "BEGIN:VEVENT",
        "UID:opening-1@example.org",
        "DTSTAMP:20270305T140200Z",
        "DTSTART:20270305T140200Z",
        "DTEND:20270305T141700Z",
        "SUMMARY:An examination",
        "DESCRIPTION:https://example.org/assessments/exam",
        "URL:https://example.org/assessments/exam",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_the_time_is_told_in_utc_and_never_before_the_door_opens() -> None:
    there = AT.astimezone(timezone(timedelta(hours=5))) + timedelta(microseconds=1)
    assert "DTSTART:20270305T140201Z" in lines(at=there)


def test_signs_that_end_a_text_are_escaped_and_no_line_can_be_slipped_in() -> None:
    title = "a,b;c\\d\r\nATTACH:x"
    assert "SUMMARY:a\\,b\\;c\\\\d\\nATTACH:x" in lines(title)


def test_long_lines_are_folded_between_letters() -> None:
    title = "Prüfung über Ärzte und Öffentlichkeit: 健康 " * 6
    folded = lines(title)
    assert all(len(line.encode()) <= 75 for line in folded)
    whole = "\r\n".join(folded).replace("\r\n ", "")
    assert f"SUMMARY:{title}" in whole
