"""The quoted form of a line that YAML misreads, so that an author can copy the cure."""

from __future__ import annotations

import re

_KEY_AND_TEXT = re.compile(r"^(?P<before>\s*(?:- +)*(?:[^\s:#'\"\[{][^:]*?|'[^']*'|\"[^\"]*\"): +)(?P<text>\S.*?)\s*$")
_ITEM = re.compile(r"^(?P<before>\s*(?:- +)+)(?P<text>\S.*?)\s*$")
_LONGEST = 160


def quoted(text: str) -> str:
    """A text in quotation marks that YAML reads as it is written here."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def quoting_help(block: str, line: int) -> str:
    """How to write the text of one line (from 0) in quotation marks; "" where the line has no text to quote."""
    written = block.split("\n")
    if not 0 <= line < len(written) or len(written[line]) > _LONGEST:
        return ""
    found = _KEY_AND_TEXT.match(written[line]) or _ITEM.match(written[line])
    if found is None or found["text"][0] in "|>#":
        return ""
    text = found["text"]
    if text[0] in "\"'" and len(text) > 1 and text[-1] == text[0]:
        text = text[1:-1]
    elif text[0] in "\"'" and text.count(text[0]) == 1:
        text = text[1:]
    return f"Put the text in quotation marks: {found['before'].strip()} {quoted(text)}"
