"""Two versions of one file as a unified diff, for `git apply` and for a person."""

from __future__ import annotations

import difflib
from collections.abc import Callable

Style = Callable[[str, str], str]
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def unified(path: str, before: bytes, after: bytes, style: Style = lambda words, colour: words) -> str:
    """The diff with three lines around each change; line ends stay as they are in the file."""
    old, new = _lines(before), _lines(after)
    found = []
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
        text = line.rstrip("\n") if line.endswith("\n") else line
        end = "\n" if line.endswith("\n") else "\n\\ No newline at end of file\n"
        found.append((style(text, _COLOURS[text[0]]) if text[:1] in _COLOURS else text) + end)
    return "".join(found)


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", "surrogateescape")
    pieces = text.split("\n")
    return [f"{piece}\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
