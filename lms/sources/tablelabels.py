"""The head of its column for every cell of a table: where there is little room a row is read as a card of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from markdown_it.token import Token

_TAG = re.compile(r"<[^<>]*>")
LABEL = "data-label"


def label(tokens: Sequence[Token]) -> None:
    """Give every cell in the body of a table the words at the head of its column."""
    heads: list[str] = []
    column = 0
    for token, after in zip(tokens, (*tokens[1:], None), strict=True):
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append(" ".join("".join(_words(after.children or ())).split()) if after else "")
        elif token.type == "td_open":
            if heads[column : column + 1] not in ([], [""]):
                token.attrSet(LABEL, heads[column])
            column += 1


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "drawn":
            yield unescape(_TAG.sub("", token.content))
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield token.content
