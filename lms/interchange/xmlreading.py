"""XML from strangers as a tree. What XML can do beyond marking text up, it cannot do here.

No document type, so no entities of its own and nothing fetched; depth, number and names of elements are bounded while
the file is read, not after.
"""

from __future__ import annotations

from xml.parsers import expat

from lms.interchange.report import Unreadable
from lms.interchange.tree import MOST_LEVELS, Node

_MOST_ELEMENTS = 200_000
_MOST_ATTRIBUTES = 60


class _Reader:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self.refuse_document_type
        self.parser.EntityDeclHandler = self.refuse_document_type
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.say

    def refuse_document_type(self, *_: object) -> None:
        raise Unreadable(
            f"Line {self.parser.CurrentLineNumber} has a document type (<!DOCTYPE or <!ENTITY), which is not read here."
        )

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise Unreadable(f"This file has more than {_MOST_ELEMENTS:,} elements. Please split it.")
        if len(self.open) >= MOST_LEVELS or len(attributes) > _MOST_ATTRIBUTES:
            raise Unreadable(f"Line {self.parser.CurrentLineNumber} is nested too deeply to be read.")
        found = {_local(key): value for key, value in attributes.items()}
        node = Node(_local(name), found, line=self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def say(self, text: str) -> None:
        self.open[-1].children.append(text)


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def read_xml(content: bytes) -> Node:
    """The tree of an XML file in any encoding that it names. Raises Unreadable with the line and the reason."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as fault:
        reason = expat.ErrorString(fault.code)
        raise Unreadable(f"This is not well-formed XML: line {fault.lineno}, {reason}.") from fault
    except (LookupError, ValueError) as fault:
        raise Unreadable("This XML file names an encoding that cannot be read.") from fault
    if reader.root is None:
        raise Unreadable("There is nothing in this XML file.")
    return reader.root
