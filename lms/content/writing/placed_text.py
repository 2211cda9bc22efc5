"""A stretch of an author's text that knows where in its file every part of it stands."""

from __future__ import annotations

from collections.abc import Sequence

from lms.content.writing.sentences import blanked
from lms.sources.diagnostics import Place
from lms.sources.yamltext import Scalar


class Stretch:
    """A paragraph, heading, cell or item of a body as written. `kind` says which: prose, quote, heading or cell.

    `cites` says that it names a source, so that what is emphasised in it is the title of a work.
    """

    __slots__ = ("_blanked", "_file", "_lines", "cites", "kind", "text")

    def __init__(
        self, text: str, kind: str, file: str, lines: Sequence[tuple[int, int]], *, cites: bool = False
    ) -> None:
        """`lines` has, for each line of the text, its number in the file and the characters that stand before it."""
        self.cites = cites
        self.text = text
        self.kind = kind
        self._file = file
        self._lines = lines
        self._blanked: str | None = None

    @property
    def blanked(self) -> str:
        if self._blanked is None:
            self._blanked = blanked(self.text)
        return self._blanked

    def place(self, begin: int, end: int) -> Place:
        line, column = self._at(begin)
        end_line, end_column = self._at(max(end, begin))
        return Place(self._file, line, column, end_line, end_column)

    def _at(self, index: int) -> tuple[int, int]:
        n = min(self.text.count("\n", 0, index), len(self._lines) - 1)
        line, before = self._lines[n]
        return line, max(before + index - (self.text.rfind("\n", 0, index) + 1), 0) + 1


class Written:
    """A text in a block of YAML: a question, an option."""

    __slots__ = ("_blanked", "kind", "scalar", "text")

    def __init__(self, scalar: Scalar) -> None:
        self.scalar = scalar
        self.text = scalar.text
        self.kind = "prose"
        self._blanked: str | None = None

    @property
    def blanked(self) -> str:
        if self._blanked is None:
            self._blanked = blanked(self.text)
        return self._blanked

    @property
    def whole(self) -> Place:
        """The place of all of it; of a text in quotation marks or after `|`, with these."""
        return self.scalar.place

    def place(self, begin: int, end: int) -> Place:
        """The place of a part, or of the whole text where the part is not written as it reads."""
        pieces = [piece for piece in self.text[begin:end].split("\n") if piece.strip()]
        first = self.scalar.find(pieces[0]) if pieces else None
        last = self.scalar.find(pieces[-1], first[1] - 1) if first is not None else None
        if first is None or last is None:
            return self.scalar.place
        return Place(first[0].file, first[0].line, first[0].column, last[0].end_line, last[0].end_column)


Text = Stretch | Written
