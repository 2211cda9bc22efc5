"""One item of QTI while it is being read: its texts and pictures, its rules, and what was noticed on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lms.interchange.markdown import to_markdown
from lms.interchange.media import Pictures
from lms.interchange.qtirules import Rules
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node, mapped

ITEM = "assessmentItem"
MARK = "\ue000{}\ue001"
"""What keeps the place of an interaction while the words around it are read: signs of private use."""

FEEDBACK = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback"})
_ACTIVE = frozenset({"printedVariable", "templateInline", "templateBlock", "include", "xinclude"})


def canonical(node: Node) -> Node:
    """The same tree under the names of version 2: version 3 writes `qti-simple-choice` for `simpleChoice`."""
    attrs = {_camel(name): value for name, value in node.attrs.items()}
    children = [child if isinstance(child, str) else canonical(child) for child in node.children]
    tag = _camel(node.tag.removeprefix("qti-")) if node.tag.startswith("qti-") else node.tag
    return Node(tag, attrs, children, node.line)


def _camel(name: str) -> str:
    if name.startswith(("data-", "aria-")):
        return name
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)


_SAYS_NOTHING = re.compile(r"(?:question|item|untitled|quiz)?[\W\d_]*", re.IGNORECASE)


def called(node: Node) -> str:
    """What people call an item: its title, or its identifier where that says nothing, such as "Question 1"."""
    title = " ".join(node.get("title").split())
    return (node.get("identifier") or node.get("ident")) if _SAYS_NOTHING.fullmatch(title) else title


Fetch = Callable[[str], bytes]
"""The bytes of a file that an item names, by the address as it is written there. Raises CannotCarry."""


@dataclass(frozen=True, slots=True)
class About:
    """What stands around an item and belongs to its question: its group, tags, hints, notes, and what is lost."""

    category: str = ""
    tags: tuple[str, ...] = ()
    hints: tuple[Sequence[Node | str], ...] = ()
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(slots=True)
class Item:
    """One item being read: its body without what answers it, and how it is marked."""

    node: Node
    pictures: Pictures
    fetch: Fetch
    rules: Rules
    changes: list[str] = field(default_factory=list)
    interactions: list[Node] = field(default_factory=list)

    @property
    def body(self) -> Node:
        found = self.node.first("itemBody")
        if found is None:
            raise CannotCarry("it has no text")
        return found

    def markdown(self, content: Sequence[Node | str]) -> str:
        return to_markdown(_as_html(content), self._picture, self.changes).strip()

    def _picture(self, address: str) -> str:
        if address.startswith("data:"):
            return self.pictures.from_data_address(address)
        return self.pictures.add(address.rpartition("/")[2], self.fetch(address))

    def choices(self, nodes: Sequence[Node]) -> dict[str, str]:
        """The text of each choice by its identifier."""
        texts = {}
        for node in nodes:
            if node.get("templateIdentifier"):
                raise CannotCarry("its options are drawn by chance")
            texts[node.get("identifier")] = self.markdown([one for one in node.children if not _is_feedback(one)])
        if len(texts) < len(nodes):
            raise CannotCarry("two of its options have one identifier")
        return texts

    def tell(self, what: str) -> None:
        self.changes.append(what)

    def declared(self, node: Node) -> str:
        """The name of the response that an interaction asks for."""
        name = node.get("responseIdentifier")
        if name not in self.rules.responses:
            raise CannotCarry(f"what it asks for, `{name[:40]}`, is not declared")
        return name


def _is_feedback(node: Node | str) -> bool:
    return isinstance(node, Node) and node.tag in FEEDBACK


def _as_html(content: Sequence[Node | str]) -> list[Node | str]:
    """Content in which pictures that are written as objects are pictures. What is said afterwards is read apart."""

    def change(node: Node) -> Sequence[Node | str]:
        if node.tag in FEEDBACK:
            return []
        if node.tag in _ACTIVE:
            raise CannotCarry("a part of its text is worked out when it is shown")
        if node.tag == "span" and "lms-struck" in node.classes:
            return [Node("s", {}, node.children)]
        if node.tag == "object" and node.get("type").startswith("image/"):
            return [Node("img", {"src": node.get("data"), "alt": node.text.strip()})]
        return [node]

    return mapped(content, change)


def without_marks(text: str, instead: str) -> str:
    """A text without its marks, and without the breaks that only led to one of them."""
    text = _without_idle_breaks(re.sub("\ue000\\d+\ue001", instead, text))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    # Some tools write the question above what answers it, and once more into its prompt.
    half = len(text) // 2 - 1
    return text[:half] if half > 0 and text == f"{text[:half]}\n\n{text[:half]}" else text


def _without_idle_breaks(text: str) -> str:
    """A text whose paragraphs neither begin nor end with a break: a backslash there would be shown."""
    lines = [line.rstrip() for line in text.split("\n")]
    for n in range(len(lines) - 1, -1, -1):
        is_last = n + 1 == len(lines) or not lines[n + 1]
        if is_last and (len(lines[n]) - len(lines[n].rstrip("\\"))) % 2:
            lines[n] = lines[n][:-1].rstrip()
    for n, line in enumerate(lines):
        if line.strip() == "\\" and (n == 0 or not lines[n - 1]):
            lines[n] = ""
    return "\n".join(lines)
