"""How to write a value that has another shape than its key wants: the help, and the edits where they are certain."""

from __future__ import annotations

import re

from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Place
from lms.sources.tables import LETTERS, Duration, Id, Letter, ListOf, Markdown, Name, Shape, Table, Text, Word
from lms.sources.yamltext import Mapping_, Node, Scalar, Sequence

Cure = tuple[str, tuple[Edit, ...]]

_GLUED = re.compile(r"([A-Za-z][a-z_]*):(?=[^\s/])")
_PLAIN_WORD = re.compile(r"[#\w][\w /#.-]*")


def named(node: Node) -> str:
    """What an author calls a shape."""
    return "list" if isinstance(node, Sequence) else "group of keys"


def of_no_keys(node: Scalar | Sequence, known: Table | None) -> Cure:
    """Anything else where keys with values are wanted. A known key lacks the space after its colon."""
    help = "Write each as `key: value`, one on a line."
    glued = _GLUED.match(node.text) if isinstance(node, Scalar) and not node.style else None
    if glued is None or (known is not None and glued[1] not in known):
        return help, ()
    start = node.place
    column = start.column + glued.end()
    edit = Edit(Place(start.file, start.line, column, start.line, column), " ")
    return f"Write a space after the colon: `{glued[1]}: …`.", (edit,)


def of_no_text(key: str, node: Sequence | Mapping_, shape: Shape | None) -> Cure:
    """A list or a group where one text is wanted. A list of one word can be nothing but that word."""
    prose = shape is None or isinstance(shape, Text | Markdown)
    if isinstance(node, Sequence) and len(node.items) == 1 and isinstance(alone := node.items[0], Scalar):
        help = f"Write it without brackets or a dash: `{key}: {shorten(alone.text)}`."
        return help, () if prose or not node.on_one_line else (Edit(node.place, alone.text.strip()),)
    if isinstance(node, Mapping_) and prose:
        return "Put quotation marks around a text with a colon or braces in it.", ()
    return "Write one text after the colon, in quotation marks if it begins with a bracket.", ()


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


def under_letters(node: Node, shape: Shape) -> tuple[Edit, ...]:
    """Letters for the dashes of a list where options under letters are wanted."""
    if shape != LETTERS or not isinstance(node, Sequence) or not 2 <= len(node.items) <= 10:
        return ()
    if not all(isinstance(item, Scalar) for item in node.items) or any(dash is None for dash in node.dashes):
        return ()
    return tuple(Edit(dash, f"{letter}:") for dash, letter in zip(node.dashes, "abcdefghij", strict=False) if dash)
