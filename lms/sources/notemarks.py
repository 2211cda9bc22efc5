"""Marks of footnotes that lead to no note, and notes that nothing leads to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings, Place

_DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]{1,100})\]:")
_MARK = re.compile(r"\[\^([^\]\s]{1,100})\]")


class Shown(Protocol):
    """A text being drawn."""

    findings: Findings

    @property
    def keeps_notes(self) -> bool: ...

    def place(self, words: str, before: tuple[str, ...] = ("",)) -> Place: ...


def report_notes(lines: Sequence[str], page: Shown, enough: int) -> None:
    """Marks without a note, notes without a mark, notes where there can be none: until enough is found."""
    defined = Counter(found[1] for line in lines if (found := _DEFINED.match(line)))
    asked = {label for line in lines for label in _MARK.findall(_DEFINED.sub("", line))}
    for line in lines:
        if len(page.findings.items) > enough:
            return
        own = _DEFINED.match(line)
        if own is not None and page.keeps_notes:
            _report_defined(own[1], defined, asked, page)
        for label in _MARK.findall(_DEFINED.sub("", line)):
            _report_asked(label, defined, page)


def _report_defined(label: str, defined: Counter[str], asked: set[str], page: Shown) -> None:
    if label not in asked:
        message = f"Nothing in the text leads to this note: [^{shorten(label)}]"
        page.findings.warn(
            page.place(f"[^{label}]:"), "M114", message, "Write its mark where it belongs, or take it out."
        )
    elif defined[label] > 1:
        defined[label] = 1
        message = f"There are two notes of this name, and the last one alone is shown: [^{shorten(label)}]"
        page.findings.warn(page.place(f"[^{label}]:"), "M114", message, "Give one of them another name.")


def _report_asked(label: str, defined: Counter[str], page: Shown) -> None:
    words = f"[^{label}]"
    if not page.keeps_notes:
        message = f"There are no footnotes here, so this is shown as it is written: {shorten(words)}"
        page.findings.warn(page.place(words), "M114", message, "Write the note in round brackets where it belongs.")
    elif label not in defined:
        message = f"There is no note of this name, so the mark is shown as it is written: {shorten(words)}"
        help = f"Write the note on a line of its own: {shorten(words)}: …"
        page.findings.warn(page.place(words), "M114", message, help)
