"""The text that a form gives: its author's words, with the answers in the gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lms.questions.ask import Ask
from lms.questions.asking import Told
from lms.questions.quiz import Json
from lms.wording.phrases import listed

GAP = re.compile(r"\{([^{}\n]{1,80})\}")
_STOPS = (".", ",", ";", ":", "!", "?", "،", "؛", "؟", ")")


class Piece(NamedTuple):
    """A piece of the text that a tool gives: its author's words, or somebody's answer."""

    text: str
    is_answer: bool = False


def give(
    text: str, asks: Sequence[Ask], answers: Mapping[str, Json], say: Callable[[Told], str]
) -> tuple[tuple[Piece, ...], ...]:
    """The text with the answers in its gaps, line by line. A line of which every gap stays empty is left out.

    Where a gap stands alone on its line, each part of an answer has a line of its own.
    """
    told = {ask.id: tuple(ask.kind.told(ask.question.body, answers[ask.id])) for ask in asks if ask.id in answers}
    lines: list[tuple[Piece, ...]] = []
    for line in text.rstrip().split("\n"):
        lines += _given_lines(line, told, say)
    return tuple(_without_gaps_between(lines))


def _given_lines(
    line: str, told: Mapping[str, tuple[Told, ...]], say: Callable[[Told], str]
) -> Iterator[tuple[Piece, ...]]:
    names = [found[1] for found in GAP.finditer(line)]
    if names and not any(told.get(name) for name in names):
        return
    before, _gap, after = line.partition(f"{{{names[0]}}}") if len(names) == 1 else (line, "", "")
    if names and not _has_words(before) and not after.strip():
        for part in told[names[0]]:
            yield Piece(before), Piece(say(part), is_answer=True)
        return
    yield tuple(_filled(GAP.split(line), told, say))


def _filled(parts: Sequence[str], told: Mapping[str, tuple[Told, ...]], say: Callable[[Told], str]) -> Iterator[Piece]:
    """Words and gaps in turn. A gap that stays empty leaves one space behind, and none before a stop."""
    words = parts[0]
    for name, after in zip(parts[1::2], parts[2::2], strict=True):
        if told.get(name):
            yield Piece(words)
            yield Piece(say(listed(tuple(map(say, told[name])))), is_answer=True)
            words = after
        else:
            words = words.rstrip() if after.startswith(_STOPS) else words
            words += after.lstrip() if words[-1:].isspace() or not words else after
    yield Piece(words)


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _without_gaps_between(lines: Iterable[tuple[Piece, ...]]) -> Iterator[tuple[Piece, ...]]:
    """The lines without empty ones at the beginning and the end, or more than one between two."""
    empty = 0
    begun = False
    for line in lines:
        if not any(piece.text.strip() for piece in line):
            empty = 1
            continue
        if empty and begun:
            yield ()
        empty, begun = 0, True
        yield line


def as_text(lines: Iterable[tuple[Piece, ...]]) -> str:
    """The whole as plain text."""
    return "".join("".join(piece.text for piece in line) + "\n" for line in lines)
