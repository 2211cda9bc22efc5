"""Marked-up text as a tree, whatever it was written in: XML, HTML, or the pages of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

MOST_LEVELS = 80
"""How deep a tree may be. Deeper ones are refused or flattened, so that what walks them may call itself."""

Content = "Node | str"


class Node:
    """An element with its attributes and what is in it. `line` is where it begins in its file, 0 for none."""

    __slots__ = ("attrs", "children", "line", "tag")

    def __init__(
        self, tag: str, attrs: dict[str, str] | None = None, children: Sequence[Node | str] = (), line: int = 0
    ) -> None:
        self.tag = tag
        self.attrs = attrs or {}
        self.children: list[Node | str] = list(children)
        self.line = line

    def get(self, name: str, default: str = "") -> str:
        return self.attrs.get(name, default)

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    @property
    def elements(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    def named(self, *tags: str) -> list[Node]:
        """The elements just below that have one of these names."""
        return [child for child in self.elements if child.tag in tags]

    def first(self, tag: str) -> Node | None:
        return next((child for child in self.elements if child.tag == tag), None)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in reading order."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    @property
    def text(self) -> str:
        """All the words in it, as they are written."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def words(self, tag: str, default: str = "") -> str:
        """The words of the first element of a name just below, without space around them."""
        found = self.first(tag)
        return default if found is None else found.text.strip()


def el(tag: str, *children: Node | str, **attrs: str) -> Node:
    """An element being made: `el("p", "Words", class_="note", xml_lang="en")`; `data_x` gives `data-x`."""
    return Node(tag, {_attribute(name): value for name, value in attrs.items()}, children)


def _attribute(name: str) -> str:
    if name.startswith("xml_"):
        return f"xml:{name[4:]}"
    return name.rstrip("_").replace("_", "-")


def mapped(nodes: Sequence[Node | str], change: Callable[[Node], Sequence[Node | str]]) -> list[Node | str]:
    """The same content with each element, inner ones first, replaced by what `change` makes of it."""
    found: list[Node | str] = []
    for node in nodes:
        if isinstance(node, str):
            found.append(node)
        else:
            found += change(Node(node.tag, dict(node.attrs), mapped(node.children, change), node.line))
    return found
