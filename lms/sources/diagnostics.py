"""A finding about an author's file: where, what, and the cure. Findings are collected, never raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Only errors stop a publication."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a source file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `file` of its place is relative to the site; `help` says what to do, and may be empty."""

    place: Place
    code: str
    severity: Severity
    message: str
    help: str = ""

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
        }


@dataclass(slots=True)
class Findings:
    """Collects diagnostics while files are read. The severity of a code is looked up in `lms.sources.codes`."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, place: Place, code: str, message: str, help: str = "", severity: Severity = Severity.ERROR) -> None:
        self.items.append(Diagnostic(place, code, severity, message, help))

    def warn(self, place: Place, code: str, message: str, help: str = "") -> None:
        self.add(place, code, message, help, Severity.WARNING)


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line, column and code, each finding once: the same input always reads the same."""
    return tuple(sorted(set(found), key=lambda one: one.sort_key))
