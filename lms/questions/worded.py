"""HTML in which words of ours stand among an author's: it knows which, so that each is drawn in its own language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Ours:
    """Words of ours, as plain text."""

    words: str


Piece = str | Ours
"""HTML of an author's, which need not be whole by itself, or words of ours."""


class Worded(str):
    """The whole as HTML, in which nothing tells whose words are whose, and the pieces that it is made of."""

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __new__(cls, *pieces: Piece) -> Worded:
        made = super().__new__(cls, "".join(one if isinstance(one, str) else escape(one.words) for one in pieces))
        made.pieces = pieces
        return made


def drawn(html: str, mark: Callable[[str], str], say: Callable[[str], str] = str) -> str:
    """HTML with the words of ours in it, if there are any, said by `say` and as `mark` draws them."""
    if not isinstance(html, Worded):
        return html
    return "".join(one if isinstance(one, str) else mark(escape(say(one.words))) for one in html.pieces)


def either(texts: Iterable[str]) -> list[Piece]:
    """One text of an author's or another: `ask or talk`."""
    pieces: list[Piece] = []
    for text in texts:
        pieces += [" ", Ours(_("or")), " ", text] if pieces else [text]
    return pieces
