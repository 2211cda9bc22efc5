"""Rows of a table that do not fit its head, and rows that make no table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from lms.sources.diagnostics import Findings, Place

_CELL = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"[ >]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")


class Shown(Protocol):
    """A text being drawn."""

    findings: Findings

    def place(self, words: str, before: tuple[str, ...] = ("",)) -> Place: ...


def report_tables(lines: Sequence[str], text: str, page: Shown) -> None:
    """Rows with more or fewer cells than the head, of which some would be lost; and rows without a head."""
    n = 0
    while n + 1 < len(lines):
        if "|" in lines[n] and "|" in lines[n + 1] and _DELIMITER.fullmatch(lines[n + 1]):
            wanted = _cells(lines[n])
            _report_dashes(lines[n + 1], wanted, text, page)
            n += 2
            while n < len(lines) and "|" in lines[n]:
                _report_row(lines[n], wanted, text, page)
                n += 1
            continue
        row, next_row = lines[n].strip(" >"), lines[n + 1].strip(" >")
        if row.startswith("|") and next_row.startswith("|") and not (n and lines[n - 1].strip(" >").startswith("|")):
            message = "This is no table yet: there is no line of dashes under its first row."
            page.findings.warn(
                page.place(_whole(row, text)), "M113", message, f"Write {'| --- ' * _cells(row)}| under this line."
            )
        n += 1


def _report_dashes(line: str, wanted: int, text: str, page: Shown) -> None:
    """A line of dashes with other cells than the head makes no table of it."""
    cells = _cells(line)
    if cells != wanted:
        message = f"This is no table yet: its head has {_amount(wanted)}, and the line of dashes under it has {cells}."
        help = f"Write {'| --- ' * wanted}| here."
        page.findings.warn(page.place(_whole(line.strip(" >"), text)), "M113", message, help)


def _report_row(line: str, wanted: int, text: str, page: Shown) -> None:
    cells = _cells(line)
    if cells == wanted:
        return
    row = line.strip(" >")
    lost = ", and the last would be lost" if cells > wanted else ""
    message = f"This row has {_amount(cells)}, and the table's first one has {wanted}{lost}."
    help = "Write as many cells, with | between them; a cell may be empty."
    page.findings.warn(page.place(_whole(row, text)), "M113", message, help)


def _whole(row: str, text: str) -> str:
    """The words to look for, so that a short row is not found within a longer one."""
    return f"{row}\n" if f"{row}\n" in text else row


def _cells(line: str) -> int:
    return len(_CELL.findall(line.strip(" >").strip("|"))) + 1


def _amount(cells: int) -> str:
    return f"{cells} {'cell' if cells == 1 else 'cells'}"
