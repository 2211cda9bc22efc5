"""How each line of a page is read: from its first letter and, copied out of the file, letter by letter.

WeasyPrint looks at no letter to find the direction of a line, and the file that it writes does not say which text the
shapes of a script stand for that stacks or turns its letters. So such lines get a wrapper that is told of by a tag of
the file, and there the file says what is written (ISO 32000, 14.9.4, "Replacement Text"). Of lines with letters from
right to left it does not: their shapes stand for one letter each, and Poppler would turn the text round.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from lms.credentials.conformance import object_of

_WRAPPER, _TAG = "article", "/Art"
"""The one inline use of an element that has a tag of its own, by which its text is found again."""

_CLASS = "as-read"
STYLE = f"{_WRAPPER}.{_CLASS} {{ display: inline-block; max-width: 100% }}\n"
"""A line stays where the design puts it: what turns is its reading."""

_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_SHAPED = range(0x700, 0x2000)
"""The scripts of South and South-East Asia and their neighbours; the letters of Europe and East Asia stand alone."""


def direction_of(text: str) -> str:
    """`ltr` or `rtl` by the first letter that has a direction (UAX 9, rules P2 and P3); empty where none has."""
    return next((_DIRECTIONS[kind] for kind in map(unicodedata.bidirectional, text) if kind in _DIRECTIONS), "")


def wrap(root: Element) -> tuple[str, ...]:
    """Wrap the lines that need it; for each wrapper, in the order of the page, what is to be said of it, or nothing.

    An element of the design's own that is no wrapper of ours counts as one of which nothing is said.
    """
    _wrap(root, "ltr")
    ours = (_text(one) if _CLASS in one.get("class", "").split() else "" for one in root.iter(_WRAPPER))
    return tuple(text if _is_shaped(text) else "" for text in ours)


def _wrap(element: Element, around: str) -> None:
    inside = element.get("dir", "")
    inside = inside if inside in _DIRECTIONS.values() else around
    if element.tag in ("head", "style", "svg") or not isinstance(element.tag, str):
        return
    if not _has_words(element):
        for child in element:
            _wrap(child, inside)
        return
    text = _text(element)
    reading = direction_of(text) or inside
    if reading == inside and not _is_shaped(text):
        return
    wrapper = Element(_WRAPPER, {"class": _CLASS, "dir": reading})
    wrapper.text, element.text = element.text, None
    wrapper.extend(list(element))
    for child in wrapper:
        element.remove(child)
    element.append(wrapper)


def _has_words(element: Element) -> bool:
    """Whether text stands in the element itself, and not only in those within it."""
    return any(part and part.strip() for part in (element.text, *(child.tail for child in element)))


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_shaped(text: str) -> bool:
    shaped = any(ord(character) in _SHAPED or unicodedata.category(character) == "Mn" for character in text)
    return shaped and not any(_DIRECTIONS.get(unicodedata.bidirectional(character)) == "rtl" for character in text)


def say_what_is_written(pdf: Any, texts: Sequence[str]) -> None:
    """Give the tagged lines of a page their texts, as `wrap` returned them, just before its bytes are written."""
    if not any(texts):
        return
    root = object_of(pdf, pdf.catalog["StructTreeRoot"])
    told = [one for one in _elements(pdf, root) if one.get("S") == _TAG]
    if len(told) != len(texts):
        raise ValueError("the tags of the file are not those that were expected of WeasyPrint")
    written: dict[int, str] = {}
    for tag, text in zip(told, texts, strict=True):
        if text:
            tag["S"] = "/Span"
            marks = [mark for one in _elements(pdf, tag) for mark in one["K"] if isinstance(mark, int)]
            written |= dict.fromkeys(marks, "") | {marks[0]: text}
    for content in pdf.objects:
        for part in content.stream if isinstance(content, pydyf.Stream) else ():
            if isinstance(part, pydyf.Dictionary) and part.get("MCID") in written:
                part["ActualText"] = pydyf.String(written[part["MCID"]])


def _elements(pdf: Any, element: Any) -> Iterator[Any]:
    """An element of the tree of tags, and all below it, in the order in which they are read."""
    yield element
    for kid in element["K"]:
        below = None if isinstance(kid, int) else object_of(pdf, kid)
        if below is not None and below.get("Type") == "/StructElem":
            yield from _elements(pdf, below)
