"""The parts that items of QTI 3 are made of: texts, declarations, and the steps of their marking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from lms.interchange.htmlreading import read_html
from lms.interchange.tree import Node, el, mapped
from lms.questions.kinds import KINDS
from lms.questions.quiz import Question, Quiz

RESPONSE = "RESPONSE"

# The last of these are those of formulas, which are formulas by their namespace alone.
_KEPT = frozenset(
    [
        "href",
        "class",
        "start",
        "title",
        "xmlns",
        "display",
        "alttext",
        "mathvariant",
        "stretchy",
        "fence",
        "columnalign",
        "linethickness",
    ]
)


def own_class(shape: object) -> str:
    """The class that tells a shape of ours from others which QTI asks alike, named after the kind that takes it."""
    taken = shape if isinstance(shape, type) else type(shape)
    return f"lms-{KINDS.taking(taken).name}"


Place = Callable[[str], str]
"""Where a picture lies in the package, as seen from the items, by its address on our pages."""


@dataclass(slots=True)
class Parts:
    """The parts of an item as they are put together."""

    quiz: Quiz
    place: Place
    declarations: list[Node] = field(default_factory=list)
    body: list[Node | str] = field(default_factory=list)
    rules: list[Node] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)

    @property
    def question(self) -> Question:
        return self.quiz.question

    @property
    def points(self) -> str:
        return str(self.question.points)

    def flow(self, html: str) -> list[Node | str]:
        """A text of ours as QTI may hold it."""
        return mapped(read_html(html).children, self._allowed)

    def block(self, html: str) -> list[Node | str]:
        """The same where only blocks may stand."""
        return [node for node in self.flow(html) if isinstance(node, Node) or node.strip()]

    def _allowed(self, node: Node) -> Sequence[Node | str]:
        if node.tag == "img":
            attrs = {"src": self.place(node.get("src")), "alt": node.get("alt")}
            return [Node("img", attrs)]
        if node.tag == "a" and not node.get("href").startswith(("https:", "mailto:")):
            return node.children
        if node.tag == "s":
            return [Node("span", {"class": "lms-struck"}, node.children)]
        if node.tag == "div" and "table-responsive" in node.classes:
            return node.children
        kept = {name: value for name, value in node.attrs.items() if name in _KEPT}
        return [Node(node.tag, kept, node.children)]

    def declare(
        self, cardinality: str, base: str, correct: Iterable[str], name: str = RESPONSE, **mapping: Any
    ) -> None:
        node = el("qti-response-declaration", identifier=name, cardinality=cardinality, base_type=base)
        values = [el("qti-value", one) for one in correct]
        if values:
            node.children.append(el("qti-correct-response", *values))
        if mapping:
            node.children.append(_mapping(**mapping))
        self.declarations.append(node)


def _mapping(entries: Sequence[tuple[str, str]], case: bool | None = None, lower: str = "") -> Node:
    node = el("qti-mapping", default_value="0")
    if lower:
        node.attrs["lower-bound"] = lower
    for key, value in entries:
        entry = el("qti-map-entry", map_key=key, mapped_value=value)
        if case is not None:
            entry.attrs["case-sensitive"] = "true" if case else "false"
        node.children.append(entry)
    return node


def variable(name: str) -> Node:
    return el("qti-variable", identifier=name)


def base(kind: str, value: str) -> Node:
    return el("qti-base-value", value, base_type=kind)


def set_to(name: str, value: Node) -> Node:
    return el("qti-set-outcome-value", value, identifier=name)


def points_if(condition: Node, points: str) -> Node:
    return el("qti-response-condition", el("qti-response-if", condition, set_to("SCORE", base("float", points))))


def is_correct() -> Node:
    return el("qti-match", variable(RESPONSE), el("qti-correct", identifier=RESPONSE))


def share_of_points(parts: Parts, earned: Node, of: int) -> Node:
    """Points times what was earned, divided last: so that no third is rounded on the way."""
    return set_to(
        "SCORE", el("qti-divide", el("qti-product", earned, base("float", parts.points)), base("float", str(of)))
    )


def map_response(name: str = RESPONSE) -> Node:
    return el("qti-map-response", identifier=name)


def plain(number: Fraction) -> str:
    """A number with few decimals, exactly; shares of ours have at most fourteen."""
    scaled = number * 10**16
    whole, rest = divmod(int(scaled), 10**16)
    decimals = f"{rest:016d}".rstrip("0")
    return f"{whole}.{decimals}" if decimals else str(whole)
