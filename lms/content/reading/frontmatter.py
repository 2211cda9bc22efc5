"""Front matter that does not stand between its two lines of three dashes: what stands in their place, and the cure."""

from __future__ import annotations

import re

from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings, Place

FENCE = "---"
_MOST_LINES = 200
_AROUND = "\u00a0\u1680\u2000\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2060\u202f\u205f\u3000\ufeff \t"
_LIKE_DASHES = re.compile(r"(?:[-\u2010-\u2015\u2212_*=~+.]){2,8}|`{3,}[a-z]*|~{3,}[a-z]*")
_KEY = re.compile(r"[\"']?[A-Za-z][\w -]{0,40}[\"']?\s*[:=]")
_EQUALS = re.compile(r"^(\s*[A-Za-z][\w-]*)(\s*=\s*)")
_GOES_ON = re.compile(r"\s+\S|\s*- |#|\s*$|[\]})]")


def report_lost_opening(text: str, file: str, what: str, findings: Findings) -> bool:
    """Whether the first line of a file was meant to be three dashes, in which case a finding says so."""
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    first = next((n for n, line in enumerate(lines) if line.strip(_AROUND)), 0)
    seen = lines[first].strip(_AROUND)
    if seen.startswith("{\\rtf"):
        help = "Open it, copy what is written there, and save that as plain text, with the encoding UTF-8."
        findings.add(_line(file, lines, first), "S007", "This is a document in RTF under the name of a text.", help)
        return True
    if seen.startswith("{"):
        message = f"This {what} begins with front matter in JSON."
        help = "Write `title: …` and the other keys, one on a line, between two lines of three dashes."
        findings.add(_line(file, lines, first), "S007", message, help)
        return True
    if not _LIKE_DASHES.fullmatch(seen):
        return False
    end = next((n for n, line in enumerate(lines) if n > first and _ends(line, seen)), 0)
    inside = lines[first + 1 : end]
    if not any(_KEY.match(line) for line in inside):
        return False
    edits = [Edit(Place(file, 1, 1, first + 1, len(lines[first]) + 1), FENCE)]
    if lines[end].rstrip() != FENCE:
        edits.append(Edit(Place(file, end + 1, 1, end + 1, len(lines[end]) + 1), FENCE))
    edits += _colons(inside, file, first + 2)
    if seen == FENCE:
        message = f"The front matter of this {what} begins on line {first + 1}, and must begin on the first one."
        if not first:
            message = "Something that nobody can see stands before these three dashes."
        help = "Take everything before the three dashes away."
    else:
        message = f"The front matter of this {what} stands between lines of `{shorten(seen)}`."
        help = "Write three hyphens, ---, on a line of their own before it and after it."
    findings.add(_line(file, lines, 0 if seen == FENCE else first), "S007", message, help, edits=tuple(edits))
    return True


def report_lost_end(lines: list[str], file: str, opening: Place, findings: Findings) -> None:
    """The front matter begins on the first line and has no line of three dashes after it. `lines` follow the first."""
    last = next((n for n, line in enumerate(lines) if not (_KEY.match(line) or _GOES_ON.match(line))), len(lines))
    message = "The front matter begins here and does not end."
    if last < len(lines) and _LIKE_DASHES.fullmatch(lines[last].strip(_AROUND)):
        seen = shorten(lines[last])
        place = Place(file, last + 2, 1, last + 2, len(lines[last]) + 1)
        help = f"Write three hyphens in the place of `{seen}`."
        findings.add(place, "S008", "This line is not three hyphens, so the front matter does not end here.", help,
                     edits=(Edit(place, FENCE),))  # fmt: skip
        return
    if 0 < last < len(lines):
        while last > 1 and not lines[last - 1].strip():
            last -= 1
        edit = Edit(Place(file, last + 2, 1, last + 2, 1), f"{FENCE}\n")
        help = f"Write three dashes on a line of their own after line {last + 1}: `{shorten(lines[last - 1])}`."
        findings.add(opening, "S008", message, help, edits=(edit,))
        return
    findings.add(opening, "S008", message, "Write a line of three dashes after its last key.")


def _ends(line: str, opened: str) -> bool:
    seen = line.strip(_AROUND)
    return bool(seen) and (
        seen in (opened, FENCE) or (_LIKE_DASHES.fullmatch(seen) is not None and seen[0] == opened[0])
    )


def _colons(inside: list[str], file: str, first: int) -> list[Edit]:
    """Colons for the equals signs of TOML."""
    edits = []
    for n, line in enumerate(inside):
        found = _EQUALS.match(line)
        if found is not None:
            edits.append(Edit(Place(file, first + n, found.start(2) + 1, first + n, found.end(2) + 1), ": "))
    return edits


def _line(file: str, lines: list[str], n: int) -> Place:
    return Place(file, n + 1, 1, n + 1, max(len(lines[n]), 1) + 1)
