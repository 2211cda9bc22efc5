"""Where a block stands in its file, so that every finding inside it can name the file's own lines and columns."""

from __future__ import annotations

from collections.abc import Sequence as Items

from lms.sources.diagnostics import Place


class Origin:
    """Where a block of YAML stands in its file: its first line, and the number of characters before each line."""

    __slots__ = ("columns", "file", "first_line", "text")

    def __init__(self, text: str, file: str, first_line: int, columns: int | Items[int]) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.columns = columns

    def column(self, line: int, column: int) -> int:
        """The column in the file, from 1, of a line and column of the block, both from 0."""
        if isinstance(self.columns, int):
            return self.columns + column + 1
        return (self.columns[line] if line < len(self.columns) else 0) + column + 1

    def place(self, line: int, column: int, end_line: int, end_column: int) -> Place:
        first = self.first_line
        return Place(
            self.file, first + line, self.column(line, column), first + end_line, self.column(end_line, end_column)
        )

    def place_at(self, index: int, length: int) -> Place:
        """The place of so many characters of the block's text, on one line."""
        before = self.text.rfind("\n", 0, index) + 1
        line = self.text.count("\n", 0, index)
        return self.place(line, index - before, line, index - before + length)
