"""A day for somebody's calendar, as RFC 5545 has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
_LASTS = timedelta(minutes=15)


def event(uid: str, title: str, starts: datetime, address: str, written: datetime) -> str:
    """One event with an address. The same `uid` again moves it, where it stands in a calendar already."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//lms//opening//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_moment(written)}",
        f"DTSTART:{_moment(starts)}",
        f"DTEND:{_moment(starts + _LASTS)}",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(address)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(at: datetime) -> str:
    """To the second, never before it: whoever comes then finds the door open."""
    whole = at if at.microsecond == 0 else at.replace(microsecond=0) + timedelta(seconds=1)
    return f"{whole.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A text in which no sign is taken for the end of it."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """A line in pieces of 75 bytes at most, none of which cuts a letter in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = "", 1
        piece, size = piece + letter, size + width
    return "\r\n ".join([*pieces, piece])
