"""The texts of QTI 1.2: pieces of material, in paragraphs or in lines, as content that all of QTI is read as."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lms.interchange.foreigntext import as_html
from lms.interchange.htmlreading import read_html
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node

_MOVES = {
    "mataudio": "a sound recording",
    "matvideo": "a film",
    "matapplet": "a program",
    "matapplication": "a program",
}
_FLOWS = ("flow", "flow_mat", "flow_label", "material", "mat_extension", "hint", "solution", "hintmaterial")
_AROUND = frozenset({*_FLOWS, "solutionmaterial", "altmaterial"})


def material_of(node: Node) -> list[Node | str]:
    """All the material in an element, in its order."""
    return [part for child in node.elements for part in content_of(child)]


def content_of(node: Node) -> list[Node | str]:
    """One piece of material, or those in what is around some. What asks is left out: it is read apart."""
    read = _PIECES.get(node.tag)
    if read is not None:
        return read(node)
    if node.tag in ("matref", "material_ref"):
        raise CannotCarry("a text of it stands elsewhere in the file")
    if node.tag in _MOVES:
        raise CannotCarry(f"it has {_MOVES[node.tag]}", "Put it into the lesson, and ask about it there.")
    if node.tag not in _AROUND:
        return []
    inner = material_of(node)
    is_block = node.tag == "material" or node.get("class").casefold() in ("block", "formatted_text_block")
    return [Node("div", {}, inner)] if inner and is_block else inner


def plain_of(node: Node) -> str:
    """The words of an element, of HTML too, on one line."""
    inner = "".join(part if isinstance(part, str) else part.text for part in material_of(node))
    return " ".join((inner or node.text).split())


def _text(node: Node) -> list[Node | str]:
    form = (node.get("texttype") or node.get("type") or "text/plain").casefold()
    if "html" in form or form in ("smart_text", "text/rtf"):
        return read_html(node.text).children
    return read_html(as_html(node.text)).children if "\n" in node.text.strip() else [node.text]


def _picture(node: Node) -> list[Node | str]:
    address = node.get("uri") or node.get("url")
    if not address and node.text.strip():
        kind = node.get("imagtype") or node.get("imagetype") or "image/png"
        address = f"data:{kind};base64,{''.join(node.text.split())}"
    return [Node("img", {"src": address, "alt": node.get("label") or node.get("alt")})]


_PIECES: Mapping[str, Callable[[Node], list[Node | str]]] = {
    "mattext": _text,
    "mat_formattedtext": _text,
    "matemtext": lambda node: [Node("em", {}, _text(node))],
    "matbreak": lambda node: [Node("br")],
    "matimage": _picture,
}
