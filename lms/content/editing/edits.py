"""Edits of a file's text by places: everything else keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from lms.sources.diagnostics import Edit

_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Text:
    """A file's text as it stands on the disk, in which places can be found again."""

    def __init__(self, content: bytes) -> None:
        """Raises UnicodeDecodeError for what is not text."""
        self.text = content.decode("utf-8")
        self._lines: list[str] = _LINE.findall(self.text)
        self._starts = list(accumulate((len(line) for line in self._lines), initial=0))

    @property
    def newline(self) -> str:
        """The line end of its first line."""
        first = self._lines[0]
        return first[len(first.rstrip("\r\n")) :] or "\n"

    def line(self, line: int) -> str:
        return self._lines[line - 1] if 0 < line <= len(self._lines) else ""

    def index(self, line: int, column: int) -> int:
        """Where a line and column, both from 1, stand in the text; a mark at its beginning has no column."""
        if line > len(self._lines):
            return len(self.text)
        mark = int(line == 1 and self.text.startswith(_BOM))
        return min(self._starts[line - 1] + mark + column - 1, self._starts[line])

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The text with the edits made, from its end to its beginning. Of two that overlap, the first one counts."""
        stretches = sorted((*self._stretch(edit), n, edit.text) for n, edit in enumerate(edits))
        pieces: list[str] = []
        end = 0
        for start, stop, _, text in stretches:
            if start < end:
                continue
            pieces += [self.text[end:start], text.replace("\n", self.newline)]
            end = stop
        return ("".join(pieces) + self.text[end:]).encode()

    def _stretch(self, edit: Edit) -> tuple[int, int]:
        place = edit.place
        start = self.index(place.line, place.column)
        return start, max(start, self.index(max(place.end_line, place.line), place.end_column))


def overlap(one: Sequence[Edit], other: Sequence[Edit]) -> bool:
    """Whether two findings want to edit the same characters."""
    return any((_begin(a) < _end(b) and _begin(b) < _end(a)) or _begin(a) == _begin(b) for a in one for b in other)


def _begin(edit: Edit) -> tuple[int, int]:
    return edit.place.line, edit.place.column


def _end(edit: Edit) -> tuple[int, int]:
    return max(edit.place.end_line, edit.place.line), edit.place.end_column
