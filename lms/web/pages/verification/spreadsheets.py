"""Lists of numbers as people keep them in spreadsheets, and answers that a spreadsheet reads as text, not as orders."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice, pairwise

from lms.credentials import serial
from lms.credentials.discretion import is_same_name
from lms.credentials.serial import Malformed, parse

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]")
_LONGEST_CELL = 600
_NAMES = re.compile(r"\b(name|holder|nombre|apellidos?|titular|nom|naam|nome)\b", re.IGNORECASE)
_MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One number that is asked about, and the cells of the line that it came in; none where it was typed alone."""

    number: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedList:
    """A list as somebody keeps it: what its columns are called, where it says so, and what is asked in each line."""

    lines: tuple[Asked, ...]
    heading: tuple[str, ...] = ()


def listed_in(content: bytes) -> AskedList:
    """The number in each line: the first cell with one in it, else the first with anything in it.

    Where a cell has several, each of them counts. A first line without any is a heading. A file that is no text at all
    is as good as empty.
    """
    text = text_of(content)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    heading: tuple[str, ...] = ()
    found: list[Asked] = []
    try:
        for n, row in enumerate(islice(rows, _MOST_LINES)):
            cells = tuple(cell.strip()[:_LONGEST_CELL] for cell in row)
            filled = [cell for cell in cells if cell]
            numbers = next((numbers for cell in filled if (numbers := _in_cell(cell))), filled[: n > 0])
            found += [Asked(number, cells) for number in numbers]
            heading = cells if n == 0 and not numbers else heading
    except csv.Error:
        pass
    return AskedList(tuple(found), heading)


def name_fits(asked: Asked, heading: tuple[str, ...], holder: str) -> bool | None:
    """Whether the holder's name stands in the line, in one cell or in two beside each other.

    None where it does not, and no heading says that a column holds names: then the line may be about anything else.
    """
    cells = [cell for cell in asked.cells if cell]
    pairs = [f"{one} {other}" for one, other in pairwise(cells)] + [f"{other} {one}" for one, other in pairwise(cells)]
    if any(is_same_name(one, holder) for one in (*cells, *pairs)):
        return True
    named = [cell for title, cell in zip(heading, asked.cells, strict=False) if _NAMES.search(title) and cell]
    return False if named else None


def _in_cell(cell: str) -> list[str]:
    numbers = [one.text for one in serial.numbers_in(cell)]
    return numbers or ([] if isinstance(parse(cell), Malformed) else [cell])


def typed_in(text: str) -> AskedList:
    """What is asked in what was typed or pasted: a table keeps its columns."""
    if "\t" in text:
        return listed_in(text.encode())
    return AskedList(tuple(map(Asked, _numbers_typed(text))))


def _numbers_typed(text: str) -> list[str]:
    """The numbers in what was typed: any of a line, and one that the end of a line has cut in two.

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


def text_of(content: bytes) -> str:
    """The file as text: in UTF-8, or as Windows writes it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\0", "")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)
