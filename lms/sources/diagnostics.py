"""A finding about an author's file: where, what, and the cure. Findings are collected, never raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from lms.sources.pickled import as_call


class Severity(StrEnum):
    """Only errors stop a publication."""

    ERROR = "error"
    WARNING = "warning"


@as_call
@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a source file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0


class Edit(NamedTuple):
    """A text that takes the place of a stretch of a file. A place that ends where it begins only adds it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `file` of its place is relative to the site; `help` says what to do, and may be empty.

    `edits` mend it, all together, where it is certain how.
    """

    place: Place
    code: str
    severity: Severity
    message: str
    help: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (self.place.file, self.place.line, self.place.column, self.code, self.message)

    def to_json(self) -> dict[str, object]:
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "help": self.help,
            "end_line": max(self.place.end_line, self.place.line),
            "end_column": self._end_column(),
        }

    def _end_column(self) -> int:
        """The column after the last one; a place without an end is one character."""
        place = self.place
        return place.end_column if (place.end_line, place.end_column) > (place.line, place.column) else place.column + 1


@dataclass(slots=True)
class Findings:
    """Collects diagnostics while files are read. The severity of a code is looked up in `lms.sources.codes`."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        place: Place,
        code: str,
        message: str,
        help: str = "",
        severity: Severity = Severity.ERROR,
        edits: tuple[Edit, ...] = (),
    ) -> None:
        self.items.append(Diagnostic(place, code, severity, message, help, edits))

    def warn(self, place: Place, code: str, message: str, help: str = "", edits: tuple[Edit, ...] = ()) -> None:
        self.add(place, code, message, help, Severity.WARNING, edits)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line, column and code, each finding once: the same input always reads the same."""
    return tuple(sorted(set(diagnostics), key=lambda one: one.sort_key))
