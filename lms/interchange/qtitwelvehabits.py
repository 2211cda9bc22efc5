"""Habits of those who write QTI 1.2, put into what the specification says, so that an item can be read as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from lms.interchange.qtitwelvematerial import plain_of
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node, el

_DECIMALS = 12
_BOUNDS = ("vargte", "varlte", "vargt", "varlt")


def straightened(item: Node, changes: list[str]) -> Node:
    """The item with whole choices, and with conditions that say themselves what they ask and what they earn."""
    presentation = item.first("presentation")
    owners = {} if presentation is None else _owners(presentation)
    if presentation is not None:
        _give_words_to_choices(presentation)
    parts: list[Node | str] = []
    for part in item.children:
        if isinstance(part, Node) and part.tag == "resprocessing":
            conditions = [_straight(one, owners) for one in part.named("respcondition")]
            others = [one for one in part.children if not (isinstance(one, Node) and one.tag == "respcondition")]
            parts.append(Node(part.tag, part.attrs, [*others, *_in_order(conditions, owners, changes)], part.line))
        else:
            parts.append(part)
    return Node(item.tag, item.attrs, parts, item.line)


def _owners(presentation: Node) -> dict[str, str]:
    """The response of each choice whose name no other response has too."""
    owners: dict[str, str] = {}
    for response in presentation.all("response_lid"):
        for label in response.all("response_label"):
            name = label.get("ident").strip()
            owners[name] = "" if name in owners else response.get("ident")
    return {name: owner for name, owner in owners.items() if owner}


def _give_words_to_choices(presentation: Node) -> None:
    """Blackboard writes the things to choose from once, below all lists of things to match, in the same order."""
    blocks = [node for node in presentation.all("flow") if node.get("class").casefold() == "right_match_block"]
    texts = [flow for block in blocks for flow in block.named("flow") if plain_of(flow)]
    for response in presentation.all("response_lid"):
        labels = response.all("response_label")
        if texts and len(labels) == len(texts) and not any(plain_of(label) for label in labels):
            for label, text in zip(labels, texts, strict=True):
                label.children += text.children
            response.children += [one for flow in _around(presentation, response) for one in _words_beside(flow)]
    for block in blocks:
        block.children.clear()


def _around(presentation: Node, response: Node) -> Iterator[Node]:
    return (flow for flow in presentation.all("flow") if response in flow.elements)


def _words_beside(flow: Node) -> list[Node | str]:
    """What stands beside a list, which is what is matched. It is taken from there."""
    words: list[Node | str] = [Node("material", one.attrs, [one]) for one in flow.elements if one.tag == "flow"]
    words += flow.named("material")
    flow.children = [one for one in flow.elements if one.tag not in ("flow", "material")]
    return words


def _straight(condition: Node, owners: dict[str, str]) -> Node:
    """A condition that names responses alone, whose numbers are not longer than a person writes them."""
    attributes = dict(condition.attrs)
    actions = {one.get("action").casefold() for one in condition.named("setvar")}
    if "continue" not in attributes and actions & {"add", "subtract"}:
        # What is added up would end at its first part, by the letter of the specification.
        attributes["continue"] = "Yes"
    children = [_asked(one, owners) if isinstance(one, Node) else one for one in condition.children]
    return Node(condition.tag, attributes, children, condition.line)


def _asked(node: Node, owners: dict[str, str]) -> Node:
    if node.tag == "varequal" and not node.text.strip() and node.get("respident") in owners:
        name = node.get("respident")
        return Node(node.tag, {**node.attrs, "respident": owners[name], "choice": "yes"}, [name], node.line)
    if node.tag in (*_BOUNDS, "varequal"):
        return Node(node.tag, node.attrs, [_short(node.text)], node.line)
    children = [_asked(one, owners) if isinstance(one, Node) else one for one in node.children]
    if node.tag == "conditionvar" and {"vargte", "varlte"} <= {one.tag for one in node.elements}:
        children = [one for one in children if not (isinstance(one, Node) and one.tag == "varequal")]
    return Node(node.tag, node.attrs, children, node.line)


def _short(text: str) -> str:
    """A number without the noise that a sum of binary fractions leaves at its end."""
    try:
        number = Decimal(text.strip())
        places = -int(number.as_tuple().exponent)
    except (InvalidOperation, ValueError, TypeError):
        return text
    return f"{round(number, _DECIMALS).normalize():f}" if _DECIMALS < places < 40 else text


def _in_order(conditions: Sequence[Node], owners: dict[str, str], changes: list[str]) -> list[Node]:
    """What is only said of single choices first, which ends nothing; then what is earned, where that is said at all."""
    of_choices = [one for one in conditions if any(node.get("choice") for node in one.all("varequal"))]
    others = [one for one in conditions if one not in of_choices]
    if not any(map(_earns, others)) and any(map(_is_called_correct, others)):
        changes.append("it does not say what a right answer earns; here it earns everything, and each pair the same")
        others = _earning([one for one in others if _is_called_correct(one)], others)
    return [*(_said_alone(one) for one in of_choices), *others]


def _earns(condition: Node) -> bool:
    return any(one.text.strip().strip("0.-") for one in condition.named("setvar"))


def _is_called_correct(condition: Node) -> bool:
    return any(one.get("linkrefid").casefold() == "correct" for one in condition.named("displayfeedback"))


def _earning(right: Sequence[Node], conditions: Sequence[Node]) -> list[Node]:
    """Conditions of which the right ones earn. Several places add up, and what is said otherwise is said until all are
    right; of one place, the first that is right ends it."""
    asked = [node for one in right for node in one.all("varequal", *_BOUNDS)]
    if len({node.get("respident") for node in asked}) == 1:
        points = el("setvar", "1", action="Set", varname="SCORE")
        return [_with(one, one.attrs, [*one.children, points]) if one in right else one for one in conditions]
    points = el("setvar", "1", action="Add", varname="SCORE")
    otherwise = el("conditionvar", el("not", el("and", *asked)))
    found = []
    for one in conditions:
        if one in right:
            found.append(_with(one, {**one.attrs, "continue": "Yes"}, [*one.children, points]))
        else:
            rest = [node for node in one.elements if node.tag != "setvar"]
            asks = [otherwise if node.all("other") and node.tag == "conditionvar" else node for node in rest]
            found.append(_with(one, one.attrs, asks))
    return found


def _with(condition: Node, attributes: dict[str, str], children: Sequence[Node | str]) -> Node:
    return Node(condition.tag, attributes, children, condition.line)


def _said_alone(condition: Node) -> Node:
    if _earns(condition):
        raise CannotCarry("some of its options earn a part of the points", "Write what each earns under `credit`.")
    children = [one for one in condition.children if not (isinstance(one, Node) and one.tag == "setvar")]
    return Node(condition.tag, {**condition.attrs, "continue": "Yes"}, children, condition.line)
