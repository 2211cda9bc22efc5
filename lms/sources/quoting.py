"""The quoted form of a line that YAML misreads, so that an author can copy the cure."""

from __future__ import annotations

import re
from typing import NamedTuple

_KEY_AND_TEXT = re.compile(r"^(?P<before>\s*(?:- +)*(?:[^\s:#'\"\[{][^:]*?|'[^']*'|\"[^\"]*\"): +)(?P<text>\S.*?)\s*$")
_ITEM = re.compile(r"^(?P<before>\s*(?:- +)+)(?P<text>\S.*?)\s*$")
_LONGEST = 160
# As a word processor writes them in the place of straight ones.
_SHORTENED = re.compile(r"'(?:tis|twas|em|til|cause|n|round|bout|[0-9])\b", re.IGNORECASE)
_CURLY = "“”„‟«»"


def quoted(text: str) -> str:
    """A text in quotation marks that YAML reads as it is written here."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


class Quoting(NamedTuple):
    """How to write the text of a line in quotation marks: the help, and the stretch of the line that it replaces.

    `certain` is False where a bracket or a comment on the line may be meant as such.
    """

    help: str
    start: int
    end: int
    text: str
    certain: bool


def quoting_of(block: str, line: int) -> Quoting | None:
    """The quoted form of the text of one line (from 0), None where the line has no text to quote."""
    written = block.split("\n")
    if not 0 <= line < len(written) or len(written[line]) > _LONGEST:
        return None
    found = _KEY_AND_TEXT.match(written[line]) or _ITEM.match(written[line])
    if found is None or found["text"][0] in "|>#":
        return None
    text = found["text"]
    certain = " #" not in text and not (text[0] in "[{" and text[-1] in "]}")
    if (text[0] in _CURLY and text[-1] in _CURLY and len(text) > 2) or (
        text[0] in "\"'" and len(text) > 1 and text[-1] == text[0]
    ):
        text = text[1:-1]
    elif text[0] in "\"'" and text.count(text[0]) == 1 and not _SHORTENED.match(text):
        text = text[1:]
    help = f"Put the text in quotation marks: {found['before'].strip()} {quoted(text)}"
    return Quoting(help, found.start("text"), found.end("text"), quoted(text), certain)
