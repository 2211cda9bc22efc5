"""Findings as a person reads them: what, where, the line itself with the characters underlined, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from lms.content.editing.fixes import can_be_mended
from lms.sources.diagnostics import Diagnostic, Place, Severity
from lms.sources.files import SourceTree

Style = Callable[[str, str], str]
"""A text in a colour, or plain."""

_WIDEST = 110
_BEFORE = 40
_TAB = 4
# A mark that makes one letter of several signs has no width of its own; the terminal draws them in one place.
_JOINERS = "\u200d\ufe0e\ufe0f"


def in_human_words(
    findings: Sequence[Diagnostic], tree: SourceTree, files: int, silenced: int, style: Style, *, mended: bool = False
) -> str:
    """Every finding with its frame, and a last line that counts them, the files looked at, and what is silenced.

    Where everything was `mended` that is certain, nobody is sent to do so once more.
    """
    lines_of: dict[str, list[str]] = {}
    pieces = []
    for finding in findings:
        file = finding.place.file
        if file not in lines_of:
            lines_of[file] = _lines(tree, file)
        pieces.append(_one(finding, lines_of[file], style))
    pieces.append(_count(findings, files, silenced, style, mended))
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
    shown = [f"{head}: {finding.message}", f"  {style('-->', 'blue')} {_shown(place.file)}:{place.line}:{place.column}"]
    margin = " " * len(str(place.line))
    bar = style("|", "blue")
    if _has_a_frame(place, lines):
        written, marks = _underlined(place, lines[place.line - 1])
        shown += [f" {margin} {bar}", f" {style(str(place.line), 'blue')} {bar} {written}"]
        shown += [f" {margin} {bar} {style(marks, colour)}"]
    if finding.help:
        shown.append(f" {margin} {style('=', 'blue')} {finding.help}")
    return "\n".join(shown) + "\n"


def _has_a_frame(place: Place, lines: Sequence[str]) -> bool:
    """Not where a whole file is meant: its first line says nothing of the fault."""
    whole_file = (place.line, place.column) == (1, 1) and (place.end_line, place.end_column) <= (1, 1)
    return not whole_file and place.line <= len(lines) and bool(lines[place.line - 1].strip())


def _underlined(place: Place, line: str) -> tuple[str, str]:
    """The line, or the stretch of a long one around its fault, and the marks that stand below it."""
    begin = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    end = max(min(end, len(line)), begin)
    cells = [_cell(line, n) for n in range(len(line))]
    first, last = _stretch([width for _, width in cells], begin)
    end = min(end, last)
    before, after = "…" if first else "", "…" if last < len(line) else ""
    written = before + "".join(text for text, _ in cells[first:last]) + after
    shift = len(before) + sum(width for _, width in cells[first:begin])
    width = sum(width for _, width in cells[begin:end])
    return written, " " * shift + "^" * max(width, 1)


def _stretch(widths: Sequence[int], begin: int) -> tuple[int, int]:
    """Which characters of a line are shown: all, or so many that they fill the widest line around its fault."""
    if sum(widths) <= _WIDEST:
        return 0, len(widths)
    first = begin
    while first > 0 and sum(widths[first - 1 : begin]) <= _BEFORE:
        first -= 1
    last = first
    room = _WIDEST
    while last < len(widths) and room >= widths[last]:
        room -= widths[last]
        last += 1
    return first, last


def _cell(line: str, n: int) -> tuple[str, int]:
    """A character as a terminal may be given it, and how many columns it takes there.

    Authors' files hold no control sequences for somebody's screen.
    """
    character = line[n]
    if character == "\t":
        return " " * _TAB, _TAB
    if character in _JOINERS:
        return character, 0
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return "\ufffd", 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return character, 0 if n else 1
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _shown(text: str) -> str:
    return "".join(_cell(text, n)[0] for n in range(len(text)))


def _count(findings: Sequence[Diagnostic], files: int, silenced: int, style: Style, mended: bool) -> str:
    looked = f"{files} {'file' if files == 1 else 'files'} looked at"
    quiet = f" {silenced} {'finding is' if silenced == 1 else 'findings are'} silenced." if silenced else ""
    if not findings:
        return style(f"Nothing to mend: {looked}.", "green") + quiet
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    counted = [
        f"{number} {word if number == 1 else word + 's'}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    mendable = 0 if mended else sum(map(can_be_mended, findings))
    by_fix = f" {mendable} can be mended by --fix." if mendable else ""
    return f"{' and '.join(counted)}: {looked}.{by_fix}{quiet}"
