"""A tutorial as steps that a machine can follow just as a person would.

What it understands is what its readers do: `console` blocks are typed (a `$` before each command, then what it answers,
with `…` for what may differ). “Save this as `PATH`” is saved, “Change `this` to `that` in `PATH`” is changed. Where an
address of the local site is opened, what stands between “ ” after it must be on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SITE = "http://127.0.0.1:8000"

_PIECE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*)\n(?P<body>(?s:.*?))^(?P=fence)$|(?P<prose>(?:^(?!```).*\S.*\n?)+)",
    re.MULTILINE,
)
_SAVE = re.compile(r"\bSave this as `([^`]+)`")
_CHANGE = re.compile(r"\bChange `([^`]+)` to `([^`]+)` in `([^`]+)`")
_ADDRESS = re.compile(re.escape(SITE) + r"(/[^\s)>]*)")
_ENDS_WITH = re.compile(r"<!-- ends with status (\d+) -->")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command, the lines that it answers, and the status that it ends with."""

    command: str
    answer: tuple[str, ...]
    status: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that is written, whole."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A file in which some words take the place of others."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that is opened, and what must be on it."""

    path: str
    words: tuple[str, ...]


Step = Typed | Saved | Changed | Opened


def steps(page: Path) -> list[Step]:
    """What the tutorial asks its reader to do, in order."""
    found: list[Step] = []
    file, status = "", 0
    for piece in _PIECE.finditer(page.read_text(encoding="utf-8")):
        if piece["prose"] is not None:
            prose = " ".join(piece["prose"].split())
            if named := _SAVE.search(prose):
                file = named[1]
            if ends := _ENDS_WITH.search(prose):
                status = int(ends[1])
            found += [Changed(path, before, after) for before, after, path in _CHANGE.findall(prose)]
            found += _opened(prose)
        elif piece["language"] == "console":
            found += _typed(piece["body"], status)
            status = 0
        elif file:
            found.append(Saved(file, piece["body"]))
            file = ""
    return found


def _opened(prose: str) -> Iterator[Opened]:
    """Each address of a paragraph, with the words quoted after it and before the next."""
    _, *parts = _ADDRESS.split(prose)
    for path, told in zip(parts[::2], parts[1::2], strict=True):
        yield Opened(path.rstrip(".,:;"), tuple(re.findall(r"“([^”]+)”", told)))


def _typed(block: str, status: int) -> Iterator[Typed]:
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, *answer = part.rstrip("\n").split("\n")
        yield Typed(command, tuple(line for line in answer if line.strip()), status)


def is_missing(answer: tuple[str, ...], output: str) -> str | None:
    """The first line of the answer that is not in the output, in this order; None where all are."""
    lines = iter(output.splitlines())
    for expected in answer:
        if expected.strip() == "…":
            continue
        pattern = re.compile(re.escape(expected.strip()).replace("…", ".*"))
        if not any(pattern.fullmatch(line.strip()) for line in lines):
            return expected
    return None
