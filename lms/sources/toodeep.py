"""Words in so many lists and quotations that the parser reads no further: they would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from markdown_it.token import Token

from lms.sources.diagnostics import Findings, Place


class Shown(Protocol):
    """A text being drawn."""

    findings: Findings

    def place(self, words: str, before: tuple[str, ...] = ("",)) -> Place: ...


def report_too_deep(tokens: Sequence[Token], text: str, deepest: int, page: Shown) -> None:
    """The first line of each list or quotation that lies as deep as nothing in it is read any more."""
    for token, inner in pairwise(tokens):
        if token.nesting == 1 and token.level == deepest - 1 and token.map and inner.nesting == -1:
            line = text.split("\n")[token.map[0]].strip()
            message = "This lies in so many lists or quotations that it is not read, and would be lost."
            help = "Write it less deep, such as below a heading of its own."
            page.findings.add(page.place(line), "M119", message, help)
