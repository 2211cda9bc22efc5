"""Lists of numbers as people keep them in spreadsheets, and answers that a spreadsheet reads as text, not as orders."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from lms.credentials import serial
from lms.credentials.serial import Malformed, parse

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]")
_LONGEST_CELL = 600
_MOST_LINES = 5_000


def numbers_in(content: bytes) -> list[str]:
    """The number in each line: the first cell with one in it, else the first with anything in it.

    Where a cell has several, each of them counts. A first line without any is a heading. A file that is no text at all
    is as good as empty.
    """
    text = _text(content)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    found = []
    try:
        for n, row in enumerate(rows):
            cells = [cell.strip()[:_LONGEST_CELL] for cell in row if cell.strip()]
            if n >= _MOST_LINES:
                break
            there = next((numbers for cell in cells if (numbers := _in_cell(cell))), [])
            found += there or (cells[:1] if n > 0 else [])
    except csv.Error:
        return found
    return found


def _in_cell(cell: str) -> list[str]:
    numbers = [one.text for one in serial.numbers_in(cell)]
    return numbers or ([] if isinstance(parse(cell), Malformed) else [cell])


def numbers_typed(text: str) -> list[str]:
    """The numbers in what was typed or pasted: any of a line, and one that the end of a line has cut in two.

    A line without any counts as it is, so that it is asked about, but for a first one, which is a heading.
    """
    found: list[str] = []
    lines = [line.strip()[:_LONGEST_CELL] for line in text.splitlines()[:_MOST_LINES]]
    lines = [line for line in lines if line]
    n = 0
    while n < len(lines):
        numbers, used = _in_cell(lines[n]), 1
        if not numbers and n + 1 < len(lines) and not _in_cell(lines[n + 1]):
            numbers, used = _in_cell(f"{lines[n]}\n{lines[n + 1]}"), 2
        found += numbers or ([_first_cell(lines[n])] if n > 0 or serial.is_much_of_a_number(lines[n]) else [])
        n += used if numbers else 1
    return found


def _first_cell(line: str) -> str:
    return next((cell for cell in re.split(r"[,;\t]", line) if cell.strip()), line).strip()


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
