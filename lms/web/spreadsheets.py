"""Lists of numbers as people keep them in spreadsheets, and answers that a spreadsheet reads as text, not as orders."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from lms.credentials.serial import Malformed, parse

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]")
_LONGEST_CELL = 600
_MOST_LINES = 5_000


def numbers_in(content: bytes) -> list[str]:
    """The number in each line: the first cell that looks like one, else the first with anything in it.

    A first line without any is a heading. A file that is no text at all is as good as empty.
    """
    text = _text(content)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    found = []
    try:
        for n, row in enumerate(rows):
            cells = [cell.strip()[:_LONGEST_CELL] for cell in row if cell.strip()]
            number = next((cell for cell in cells if not isinstance(parse(cell), Malformed)), None)
            if n >= _MOST_LINES:
                break
            if cells and (number is not None or n > 0):
                found.append(number or cells[0])
    except csv.Error:
        return found
    return found


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file that every spreadsheet opens, as UTF-8 with its mark. No cell of it can start a formula."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    for row in (heading, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig", "replace")


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _STARTS_A_FORMULA.match(cell) else cell


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", "")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)
