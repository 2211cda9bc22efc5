"""The text of a file that does not say how it is written."""

from __future__ import annotations

import codecs
import re

from lms.interchange.report import Unreadable

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that is read at all: a bank of ours holds 256 KiB of text, and pictures beside it."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


def refuse_large(size: int) -> None:
    if size > MOST_BYTES:
        raise Unreadable(f"This file is larger than {MOST_BYTES // 1024 // 1024} MiB. Please split it.")


def is_guessed(content: bytes) -> bool:
    """Whether the encoding of a text is not known but taken for the likeliest."""
    if any(content.startswith(mark) for mark, _ in _MARKS):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def read_text(content: bytes) -> str:
    """The text with line feeds alone: in UTF-8 or UTF-16, or else as Windows writes western European languages."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            try:
                return _clean(content.decode(name))
            except UnicodeDecodeError as fault:
                raise Unreadable(f"This file says that it is in {name[:6].upper()}, and it is not.") from fault
    if b"\0" in content:
        raise Unreadable("This is not a text file.")
    try:
        return _clean(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _clean(content.decode("cp1252", "replace"))


def _clean(text: str) -> str:
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_controls(text: str) -> str:
    """A text without characters that nobody sees and that no file of ours may hold."""
    return _CONTROLS.sub("", text)
