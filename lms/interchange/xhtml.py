"""A tree as XML text: for pages, for the items of a question package, and for the lists of files around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lms.interchange.tree import Node

_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_of(text: str) -> str:
    """Words as XML holds them. What XML cannot hold at all is left out."""
    return _UNSAYABLE.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(text: str) -> str:
    return text_of(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def written(content: Sequence[Node | str]) -> str:
    """Content as XML, with not one space more than there is in it."""
    pieces: list[str] = []
    for node in content:
        if isinstance(node, str):
            pieces.append(text_of(node))
            continue
        attributes = "".join(f' {name}="{_value(value)}"' for name, value in node.attrs.items())
        if node.children:
            pieces += (f"<{node.tag}{attributes}>", written(node.children), f"</{node.tag}>")
        else:
            pieces.append(f"<{node.tag}{attributes}/>")
    return "".join(pieces)


def document(root: Node, doctype: str = "") -> bytes:
    """A whole file of XML in UTF-8."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return f"{head}{written([root])}\n".encode()


_NAMES_OF_VOID = "br col hr img input link meta source wbr"
_VOID = frozenset(_NAMES_OF_VOID.split())


def page(root: Node) -> bytes:
    """A whole page of HTML that any browser reads from a disk: empty elements stay open, as HTML wants them."""
    return f"<!doctype html>\n{_as_html([root])}\n".encode()


def _as_html(content: Sequence[Node | str]) -> str:
    pieces: list[str] = []
    for node in content:
        if isinstance(node, str):
            pieces.append(text_of(node))
            continue
        attributes = "".join(f' {name}="{_value(value)}"' for name, value in node.attrs.items())
        end = "" if node.tag in _VOID else f"{_as_html(node.children)}</{node.tag}>"
        pieces.append(f"<{node.tag}{attributes}>{end}")
    return "".join(pieces)
