"""Findings as a person reads them: what, where, the line itself with the characters underlined, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from lms.sources.diagnostics import Diagnostic, Severity
from lms.sources.files import SourceTree

Style = Callable[[str, str], str]
"""A text in a colour, or plain."""

_WIDEST = 110
_BEFORE = 40


def in_human_words(findings: Sequence[Diagnostic], tree: SourceTree, style: Style) -> str:
    """Every finding with its frame, and a last line that counts them."""
    lines_of: dict[str, list[str]] = {}
    pieces = []
    for finding in findings:
        file = finding.place.file
        if file not in lines_of:
            lines_of[file] = _lines(tree, file)
        pieces.append(_one(finding, lines_of[file], style))
    pieces.append(_count(findings, tree, style))
    return "\n".join(pieces)


def _lines(tree: SourceTree, file: str) -> list[str]:
    source = tree.files.get(file)
    if source is None:
        return []
    text = source.content.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _one(finding: Diagnostic, lines: Sequence[str], style: Style) -> str:
    colour = "red" if finding.severity is Severity.ERROR else "yellow"
    place = finding.place
    head = style(f"{finding.severity} {finding.code}", colour)
    shown = [f"{head}: {finding.message}", f"  --> {place.file}:{place.line}:{place.column}"]
    margin = " " * len(str(place.line))
    if 0 < place.line <= len(lines) and lines[place.line - 1].strip():
        written, marks = _underlined(finding, lines[place.line - 1])
        shown += [f" {margin} |", f" {place.line} | {written}", f" {margin} | {style(marks, colour)}"]
    if finding.help:
        shown.append(f" {margin} = {finding.help}")
    return "\n".join(shown) + "\n"


def _underlined(finding: Diagnostic, line: str) -> tuple[str, str]:
    """The line, or the stretch of a long one around its fault, and the marks that stand below it."""
    place = finding.place
    begin = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    end = min(max(end, begin + 1), max(len(line), begin + 1))
    if len(line) > _WIDEST:
        cut = max(begin - _BEFORE, 0)
        line = ("…" if cut else "") + line[cut : cut + _WIDEST] + ("…" if len(line) > cut + _WIDEST else "")
        begin, end = begin - cut + bool(cut), min(end - cut + bool(cut), len(line))
    line = "".join(_visible(character) for character in line)
    before = sum(_width(character) for character in line[:begin])
    width = sum(_width(character) for character in line[begin:end])
    return line, " " * before + "^" * max(width, 1)


def _visible(character: str) -> str:
    """A character as a terminal may be given it: authors' files hold no control sequences for somebody's screen."""
    if character == "\t":
        return " "
    return "\ufffd" if unicodedata.category(character) in ("Cc", "Cf") and character != "\u200d" else character


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _count(findings: Sequence[Diagnostic], tree: SourceTree, style: Style) -> str:
    files = len(tree.files)
    looked = f"{files} {'file' if files == 1 else 'files'} looked at"
    if not findings:
        return style(f"Nothing to mend: {looked}.", "green")
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    counted = [
        f"{number} {word if number == 1 else word + 's'}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return f"{' and '.join(counted)}: {looked}."
