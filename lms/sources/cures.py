"""How to write a value that has another shape than its key wants: the help, and the edits where they are certain."""

from __future__ import annotations

import re

from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Place
from lms.sources.tables import LETTERS, Duration, Id, Letter, ListOf, Markdown, Name, Shape, Table, Text, Word
from lms.sources.yamlfaults import quoting_cure
from lms.sources.yamltext import Mapping_, Node, Scalar, Sequence

Cure = tuple[str, tuple[Edit, ...]]

_GLUED = re.compile(r"([A-Za-z][a-z_]*):(?=[^\s/])")
_OTHER_SIGN = re.compile(r"([A-Za-z][a-z_]*)( *[;=→–—-] *| +)([^\n]+)")
_PLAIN_WORD = re.compile(r"[#\w][\w /#.-]*")


def named(node: Node) -> str:
    """What an author calls a shape."""
    return "list" if isinstance(node, Sequence) else "group of keys"


def of_no_keys(node: Scalar | Sequence, known: Table | None) -> Cure:
    """Anything else where keys with values are wanted. A known key lacks the space after its colon."""
    help = "Write each as `key: value`, one on a line."
    if isinstance(node, Scalar) and not node.style and (parted := _parted(node, known)) is not None:
        return parted
    glued = _GLUED.match(node.text) if isinstance(node, Scalar) and not node.style else None
    if glued is None or (known is not None and glued[1] not in known):
        return help, ()
    start = node.place
    column = start.column + glued.end()
    edit = Edit(Place(start.file, start.line, column, start.line, column), " ")
    return f"Write a space after the colon: `{glued[1]}: …`.", (edit,)


def _parted(node: Scalar, known: Table | None) -> Cure | None:
    """The cure for one line of a known key with another sign than a colon behind it."""
    found = _OTHER_SIGN.fullmatch(node.text)
    if found is None or known is None or found[1] not in known:
        return None
    start = node.place
    first, last = start.column + found.start(2), start.column + found.end(2)
    edit = Edit(Place(start.file, start.line, first, start.line, last), ": ")
    return f"Write a colon and a space behind the key: `{found[1]}: {shorten(found[3])}`.", (edit,)


def of_no_text(key: str, node: Sequence | Mapping_, shape: Shape | None) -> Cure:
    """A list or a group where one text is wanted. A list of one word can be nothing but that word."""
    prose = shape is None or isinstance(shape, Text | Markdown)
    if isinstance(node, Sequence) and len(node.items) == 1 and isinstance(alone := node.items[0], Scalar):
        help = f"Write it without brackets or a dash: `{key}: {shorten(alone.text)}`."
        return help, () if prose or not node.on_one_line else (Edit(node.place, alone.text.strip()),)
    if isinstance(node, Mapping_) and prose:
        return "Put quotation marks around a text with a colon or braces in it.", ()
    return "Write one text after the colon, in quotation marks if it begins with a bracket.", ()


def of_item(key: str, node: Sequence | Mapping_) -> tuple[str, str, tuple[Edit, ...]]:
    """What is wrong with an item that should be one text, with its cure. Most often there is a colon in the text."""
    message = f"Each item of `{key}` must be one text, not a {named(node)}."
    alone = next(iter(node.keys.values()), None) if isinstance(node, Mapping_) and len(node.keys) == 1 else None
    at_start = alone is not None and (alone.place.line, alone.place.column) == (node.place.line, node.place.column)
    if alone is None or alone.style or not at_start:
        return message, "Write one text after each dash, or between the commas.", ()
    help, edits = quoting_cure(node.origin, node.place.line - node.origin.first_line)
    message = f"The colon and the space after `{shorten(alone.text)}` make it a key, and an item of `{key}` is a text."
    return message, help or "Put quotation marks around the whole text.", edits


def of_no_list(key: str, node: Node, parts: tuple[str, ...]) -> Cure:
    """Anything else where a list is wanted. Words with commas between them can be nothing but its items."""
    written = f"[{', '.join(parts)}]"
    help = f"Write `{key}: {written if parts else '[one, two]'}`, or each item after a dash."
    return help, (Edit(node.place, written),) if parts else ()


def words_in(node: Scalar, shape: Shape) -> tuple[str, ...]:
    """The words with commas between them that one text holds where a list of words is wanted."""
    item = shape.item if isinstance(shape, ListOf) else None
    if not isinstance(item, Word | Name | Letter | Id | Duration) or node.style or "," not in node.text:
        return ()
    parts = tuple(part.strip() for part in node.text.split(","))
    return parts if all(_PLAIN_WORD.fullmatch(part) for part in parts) else ()


def under_letters(node: Node, shape: Shape, column: int, usual: str) -> Cure:
    """Letters for the dashes of a list where options under letters are wanted, or no dashes where it has letters.

    `column` is that of the key, which its options must not share.
    """
    if shape != LETTERS or not isinstance(node, Sequence) or not 2 <= len(node.items) <= 10:
        return usual, ()
    dashes = [dash for dash in node.dashes if dash is not None]
    if len(dashes) != len(node.items):
        return usual, ()
    if all(isinstance(item, Mapping_) and len(item.keys) == 1 for item in node.items):
        return "Take the dashes away: `a: …`, `b: …`, each on a line.", tuple(Edit(dash, " ") for dash in dashes)
    if not all(isinstance(item, Scalar) for item in node.items):
        return usual, ()
    deeper = "  " if dashes[0].column <= column else ""
    edits = tuple(Edit(dash, f"{deeper}{letter}:") for dash, letter in zip(dashes, "abcdefghij", strict=False))
    return "Write a letter and a colon in the place of each dash: `a: …`, `b: …`.", edits
