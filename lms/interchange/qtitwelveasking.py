"""What an item of QTI 1.2 presents, as the body of an item of version 2: its texts, and what is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lms.interchange.qtiparts import own_class
from lms.interchange.qtitwelvematerial import content_of, material_of, plain_of
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node, el
from lms.questions.shapes import Judge

_ESSAY = ("it asks for an essay, which is marked by a person", "Write it as a `reflect`, which nobody marks.")
_BY_KIND: Mapping[str, tuple[str, str]] = {
    "essay": _ESSAY,
    "short response": _ESSAY,
    "file_upload": ("a file is handed in", "Write it as a `reflect`, which nobody marks."),
    "file upload": ("a file is handed in", "Write it as a `reflect`, which nobody marks."),
    "calculated": ("its numbers are calculated anew for everybody", "Write a `number` for each set of values."),
    "hot spot": ("a place of a picture is chosen in it", "Describe the picture, and write its places as options."),
}
_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
_NUMBERS = ("integer", "decimal", "scientific")
_TYPED_GAPS, _LISTED_GAPS = "multiple_blanks", "multiple_dropdowns"
PAIRS = "PAIRS"
"""The name of the response in which all pairs of an item are."""


@dataclass(slots=True)
class Asked:
    """The body of an item, and what its rules mean by each response and each label of it."""

    content: list[Node | str] = field(default_factory=list)
    declarations: list[Node] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def declare(self, name: str, cardinality: str, base: str, form: str) -> None:
        """A response. `form` says how a rule compares it: one of single, multiple, ordered, words, number."""
        self.forms[name] = form
        node = el("responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
        self.declarations.append(node)

    def declared(self, name: str) -> Node:
        return next(node for node in self.declarations if node.get("identifier") == name)


def asked(item: Node, kind: str) -> Asked:
    """What an item asks. Raises CannotCarry for what has no like here."""
    kind = kind.casefold().removesuffix("_question").removeprefix("cc.").partition(".v0")[0]
    if kind in _BY_KIND:
        raise CannotCarry(*_BY_KIND[kind])
    presentation = item.first("presentation")
    if presentation is None:
        raise CannotCarry("it has no text")
    responses = presentation.all(*_RESPONSES)
    body = Asked()
    in_gaps = len(responses) > 1 or kind.endswith((_TYPED_GAPS, _LISTED_GAPS))
    if responses and in_gaps and all(one.tag == "response_lid" for one in responses):
        _several_lists(body, presentation, responses, kind)
    else:
        body.content = _body(body, presentation, kind, len(responses) > 1)
    return body


def _body(body: Asked, around: Node, kind: str, inline: bool) -> list[Node | str]:
    """The texts and what is answered, in their order."""
    content: list[Node | str] = []
    for node in around.elements:
        if node.tag in _RESPONSES:
            content += [*_prompt(node), _interaction(body, node, kind)]
        elif node.all(*_RESPONSES):
            inner = _body(body, node, kind, inline)
            content += [Node("div", {}, inner)] if node.get("class").casefold() == "block" else inner
        else:
            content += _beside_a_gap(node) if inline else content_of(node)
    return content


def _beside_a_gap(node: Node) -> list[Node | str]:
    """Material that stands on the line of a gap."""
    parts = material_of(node) if node.tag == "material" else content_of(node)
    return parts if all(isinstance(part, str) for part in parts) else [Node("div", {}, parts)]


def _prompt(node: Node) -> list[Node | str]:
    return [part for one in node.named("material") for part in content_of(one)]


def _interaction(body: Asked, node: Node, kind: str) -> Node:
    if node.tag == "response_lid" and node.all("response_label"):
        return _order(body, node) if node.get("rcardinality").casefold() == "ordered" else _choice(body, node, kind)
    if node.tag in ("response_str", "response_num") and node.all("render_fib"):
        return _entry(body, node, kind)
    raise CannotCarry(
        "places of a picture, or a program of its own, are part of it", "Write it as one of the kinds here."
    )


def _id(text: str) -> str:
    return "_".join(text.split())


def _labels(body: Asked, node: Node) -> list[tuple[str, Node]]:
    """The choices of a response by their identifiers."""
    found = [(_id(label.get("ident")), label) for label in node.all("response_label")]
    body.labels |= {(node.get("ident"), label.get("ident").strip()): name for name, label in found}
    return found


def _choice(body: Asked, node: Node, kind: str) -> Node:
    name, many = node.get("ident"), node.get("rcardinality").casefold() == "multiple"
    labels = _labels(body, node)
    classes = ""
    if kind in ("true_false", "true/false") and {plain_of(label).casefold() for _, label in labels} == {
        "true",
        "false",
    }:
        labels = [(plain_of(label).casefold(), label) for _, label in labels]
        body.labels |= {(name, label.get("ident").strip()): one for one, label in labels}
        classes = own_class(Judge)
    body.declare(name, "multiple" if many else "single", "identifier", "multiple" if many else "single")
    render = next(iter(node.all("render_choice")), node)
    attributes = {
        "responseIdentifier": name,
        "class": classes,
        "shuffle": "true" if render.get("shuffle").casefold() == "yes" else "false",
        "maxChoices": render.get("maxnumber", "0" if many else "1"),
        "minChoices": render.get("minnumber", "0"),
    }
    return Node("choiceInteraction", attributes, [_simple(one, label) for one, label in labels], node.line)


def _simple(name: str, label: Node) -> Node:
    fixed = "true" if label.get("rshuffle").casefold() == "no" else "false"
    return Node("simpleChoice", {"identifier": name, "fixed": fixed}, material_of(label), label.line)


def _order(body: Asked, node: Node) -> Node:
    name = node.get("ident")
    body.declare(name, "ordered", "identifier", "ordered")
    choices = [_simple(one, label) for one, label in _labels(body, node)]
    return Node("orderInteraction", {"responseIdentifier": name, "shuffle": "true"}, choices, node.line)


def _entry(body: Asked, node: Node, kind: str) -> Node:
    name = node.get("ident")
    form = node.all("render_fib")[0].get("fibtype").casefold()
    is_number = node.tag == "response_num" or form in _NUMBERS or kind in ("numerical", "numeric")
    body.declare(name, "single", "float" if is_number else "string", "number" if is_number else "words")
    return Node("textEntryInteraction", {"responseIdentifier": name}, line=node.line)


def _several_lists(body: Asked, presentation: Node, responses: Sequence[Node], kind: str) -> None:
    """Several lists: gaps in a text where their names stand in it, else things to match."""
    text = [part for node in presentation.elements for part in _without_responses(node)]
    words = "".join(part if isinstance(part, str) else part.text for part in text)
    names = {plain_of(Node("x", children=node.named("material"))): node for node in responses}
    if len(names) == len(responses) and all(f"[{name}]" in words for name in names):
        read = _typed_gap if kind.endswith(_TYPED_GAPS) else _listed_gap
        body.content = _with_gaps(text, {name: read(body, node) for name, node in names.items()})
    else:
        body.content = [*text, _pairs(body, responses)]


def _without_responses(node: Node) -> list[Node | str]:
    if node.tag in _RESPONSES:
        return []
    if node.all(*_RESPONSES):
        return [part for inner in node.elements for part in _without_responses(inner)]
    return content_of(node)


def _typed_gap(body: Asked, node: Node) -> Node:
    """A gap for words: its labels are what it accepts."""
    name = node.get("ident")
    for label in node.all("response_label"):
        body.labels[name, label.get("ident").strip()] = plain_of(label)
    body.declare(name, "single", "string", "words")
    return Node("textEntryInteraction", {"responseIdentifier": name}, line=node.line)


def _listed_gap(body: Asked, node: Node) -> Node:
    name = node.get("ident")
    body.declare(name, "single", "identifier", "single")
    choices = [Node("inlineChoice", {"identifier": one}, material_of(label)) for one, label in _labels(body, node)]
    return Node("inlineChoiceInteraction", {"responseIdentifier": name}, choices, node.line)


def _with_gaps(content: Sequence[Node | str], gaps: Mapping[str, Node]) -> list[Node | str]:
    found: list[Node | str] = []
    pattern = re.compile("|".join(re.escape(f"[{name}]") for name in sorted(gaps, key=len, reverse=True)))
    cut: Callable[[str], list[str]] = lambda text: re.split(f"({pattern.pattern})", text)  # noqa: E731
    for node in content:
        if isinstance(node, Node):
            found.append(Node(node.tag, node.attrs, _with_gaps(node.children, gaps), node.line))
        else:
            found += [gaps.get(piece[1:-1], piece) if n % 2 else piece for n, piece in enumerate(cut(node)) if piece]
    return found


def _pairs(body: Asked, responses: Sequence[Node]) -> Node:
    """Things to match: each list is one on the left, and what they offer together is on the right."""
    left: list[Node | str] = []
    right: dict[str, tuple[str, Node]] = {}
    for n, node in enumerate(responses, 1):
        if node.get("rcardinality").casefold() == "multiple":
            raise CannotCarry(
                "several things belong to one in it", "Write a choice of several for each thing on its left."
            )
        left.append(Node("simpleAssociableChoice", {"identifier": f"L{n}"}, _prompt(node), node.line))
        for label in node.all("response_label"):
            there = right.setdefault(plain_of(label), (f"R{len(right) + 1}", label))[0]
            body.labels[node.get("ident"), label.get("ident").strip()] = f"L{n} {there}"
        body.forms[node.get("ident")] = "pair"
    body.declare(PAIRS, "multiple", "directedPair", "pair")
    choices = [Node("simpleAssociableChoice", {"identifier": name}, material_of(one)) for name, one in right.values()]
    sides = [Node("simpleMatchSet", {}, side) for side in (left, choices)]
    return Node("matchInteraction", {"responseIdentifier": PAIRS}, sides, responses[0].line)
