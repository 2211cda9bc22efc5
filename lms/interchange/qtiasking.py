"""What the interactions of QTI ask, and the shapes of ours that they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase

from lms.interchange import qtikeys
from lms.interchange.answers import Fields
from lms.interchange.draft import explained, kind_for, lettered
from lms.interchange.qtifeedback import RIGHT, tried_choices, why_of
from lms.interchange.qtiitem import Item
from lms.interchange.qtiparts import own_class
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node
from lms.questions.quiz import Json
from lms.questions.shapes import Arrange, Judge, Pair, PickOne, PickSeveral, Room, Steps

_AS_CHOICE = "Describe the picture in words, and write each place as an option of a choice."
_AS_PAIRS = "Write it as a `match`: the places of the picture on the left, what belongs there on the right."
NOT_CARRIED: Mapping[str, tuple[str, str]] = {
    "associateInteraction": ("things are paired freely in it", "Write it as a `match` of two sides."),
    "graphicGapMatchInteraction": ("things are dragged onto a picture in it", _AS_PAIRS),
    "graphicAssociateInteraction": ("places of a picture are paired in it", _AS_PAIRS),
    "graphicOrderInteraction": (
        "places of a picture are put in order in it",
        "Write its places in words, to be put in order.",
    ),
    "hotspotInteraction": ("a place of a picture is chosen in it", _AS_CHOICE),
    "selectPointInteraction": ("a point of a picture is chosen in it", _AS_CHOICE),
    "positionObjectInteraction": ("things are put onto a picture in it", _AS_PAIRS),
    "sliderInteraction": ("a slider is moved in it", "Write it as a `number`, or as a `scale` that nobody marks."),
    "drawingInteraction": ("something is drawn in it", "Write it as a `reflect`, which nobody marks."),
    "uploadInteraction": ("a file is handed in", "Write it as a `reflect`, which nobody marks."),
    "mediaInteraction": ("a recording is played in it", "Put the recording into the lesson, and ask about it there."),
    "customInteraction": ("it brings a program of its own", "Write it as one of the kinds here."),
    "portableCustomInteraction": ("it brings a program of its own", "Write it as one of the kinds here."),
    "endAttemptInteraction": ("it goes on after the answer", "Write a question for each step."),
    "extendedTextInteraction": (
        "it asks for an essay, which is marked by a person",
        "Write it as a `reflect`, which nobody marks.",
    ),
}
"""Interactions that have no like here: why, and what can be written instead."""


def read_own(item: Item, first: Node) -> Fields | None:
    """What we write ourselves for questions that nobody marks; None for all else."""
    classes = {name for node in item.node.walk() for name in node.classes if name.startswith("lms-")}
    if own_class(Steps) in classes and first.tag == "choiceInteraction":
        return _scale(item, first)
    if own_class(Room) in classes and first.tag == "extendedTextInteraction":
        words = next((name.removeprefix("lms-words-") for name in classes if name.startswith("lms-words-")), "")
        return {"type": kind_for(Room), "words": words}
    return None


def _scale(item: Item, node: Node) -> Fields:
    steps = {}
    for choice in node.named("simpleChoice"):
        number = choice.get("identifier").removeprefix("step_")
        label = [one for one in choice.children if isinstance(one, Node) and "lms-label" in one.classes]
        steps[number] = item.markdown(label[0].children) if label else ""
    if len(steps) < 2 or not all(re.fullmatch("-?[0-9]{1,4}", number) for number in steps):
        raise CannotCarry("its scale has no whole numbers")
    ends = sorted(steps, key=int)
    labels = {number: label for number, label in steps.items() if label}
    return {"type": kind_for(Steps), "from": ends[0], "to": ends[-1], "labels": labels}


def _letters(
    node: Node, identifiers: Sequence[str], texts: Sequence[str], what: str, letters: str = ascii_lowercase
) -> dict[str, str]:
    """A letter for each identifier: itself where all of them are letters, as in what we wrote ourselves."""
    lettered(texts, what)
    if all(re.fullmatch("(?:[LR]_)?[A-Za-z]", one) for one in identifiers) and "lms-letters" in node.classes:
        return {one: one[-1] for one in identifiers}
    return dict(zip(identifiers, lettered(texts, what, letters), strict=True))


def _choice(item: Item, node: Node) -> Fields:
    nodes = node.named("simpleChoice")
    texts = item.choices(nodes)
    fields = _choice_of(item, node, nodes, texts)
    fixed = [choice for choice in nodes if choice.get("fixed") == "true"]
    if node.get("shuffle", "false") == "true" and not fixed:
        return fields
    if node.get("shuffle", "false") == "true" and len(fixed) < len(nodes):
        item.tell("only some of its options kept their places there, and here all do")
    return fields if fields["type"] == kind_for(Judge) else {**fields, "keep_order": "yes"}


def _choice_of(item: Item, node: Node, nodes: Sequence[Node], texts: Mapping[str, str]) -> Fields:
    name = item.declared(node)
    many = item.rules.responses[name].cardinality == "multiple"
    is_ours = set(texts) == {"true", "false"} and own_class(Judge) in node.classes
    letters = {one: one for one in texts} if is_ours else _letters(node, list(texts), list(texts.values()), "options")
    find = qtikeys.multiple if many else qtikeys.single
    keys = find(item.rules, name, list(texts), item.changes)
    right: list[str] = keys["answer"] if isinstance(keys["answer"], list) else [keys["answer"]]
    by_part, whole = why_of(item, nodes, tried_choices(name, list(texts), right, many))
    why = explained({letters[one]: by_part[one] for one in texts}, _with(by_part, name, whole), _named(letters, right))
    if is_ours:
        return {**keys, "type": kind_for(Judge), "credit": "", "why": why}
    _tell_bounds(item, node, many, len(texts))
    options = {letters[one]: text for one, text in texts.items()}
    return {"type": kind_for(PickSeveral if many else PickOne), **_under(keys, letters), "why": why, "options": options}


def _tell_bounds(item: Item, node: Node, many: bool, count: int) -> None:
    most, least = node.get("maxChoices", "1"), node.get("minChoices", "0")
    if many and most.isdigit() and 0 < int(most) < count:
        item.tell(f"at most {most} of its options could be chosen there, and here any number")
    if many and least.isdigit() and int(least) > 1:
        item.tell(f"at least {least} of its options had to be chosen there, and here any number")


def _with(by_part: Mapping[str, str], name: str, whole: str) -> str:
    """What is said of the whole, with what is said of the response itself."""
    return "\n\n".join(text for text in (by_part.get(name, ""), whole) if text)


def _named(letters: Mapping[str, str], identifiers: Sequence[str]) -> list[str]:
    return [letters[one] for one in identifiers]


def _under(fields: Fields, letters: Mapping[str, str]) -> Fields:
    """Keys of a kind, with letters in the place of identifiers."""

    def renamed(value: Json) -> Json:
        return [letters[one] for one in value] if isinstance(value, list) else letters.get(value, value)

    found = {key: renamed(value) if key in ("answer", "ignore") else value for key, value in fields.items()}
    if isinstance(fields.get("credit"), dict):
        found["credit"] = {letters[one]: share for one, share in fields["credit"].items()}
    return found


def _order(item: Item, node: Node) -> Fields:
    nodes = node.named("simpleChoice")
    texts = item.choices(nodes)
    name = item.declared(node)
    letters = _letters(node, list(texts), list(texts.values()), "lines")
    keys = qtikeys.ordered(item.rules, name, list(texts), item.changes)
    by_part, whole = why_of(item, nodes, {RIGHT: {name: keys["answer"]}})
    why = explained({letters[one]: by_part[one] for one in texts}, _with(by_part, name, whole), [])
    options = {letters[one]: text for one, text in texts.items()}
    return {"type": kind_for(Arrange), "options": options, **_under(keys, letters), "why": why}


def _match(item: Item, node: Node) -> Fields:
    sets = node.named("simpleMatchSet")
    if len(sets) != 2:
        raise CannotCarry("its two sides cannot be told apart")
    nodes = sets[0].named("simpleAssociableChoice")
    left, right = item.choices(nodes), item.choices(sets[1].named("simpleAssociableChoice"))
    name = item.declared(node)
    keys = qtikeys.matched(item.rules, name, list(left), list(right), item.changes)
    here = _letters(node, list(left), list(left.values()), "things to match")
    there = _letters(node, list(right), list(right.values()), "things to choose from", ascii_uppercase)
    both = [*nodes, *sets[1].named("simpleAssociableChoice")]
    by_part, whole = why_of(item, both, {RIGHT: {name: list(keys["answer"].items())}})
    whole = _with(
        by_part, name, "\n\n".join([*(by_part[one] for one in right if by_part[one]), *([whole] * bool(whole))])
    )
    return {
        "type": kind_for(Pair),
        "left": {here[one]: text for one, text in left.items()},
        "right": {there[one]: text for one, text in right.items()},
        "answer": {here[one]: there[other] for one, other in keys["answer"].items()},
        "credit": keys["credit"],
        "points": keys["points"],
        "why": explained({here[one]: by_part[one] for one in left}, whole, []),
    }


def _words_of_a_text(item: Item, node: Node) -> Fields:
    """Words of a text that are chosen: the text is the question, and the words are its options, in their order."""
    nodes = node.all("hottext")
    return {**_choice_of(item, node, nodes, item.choices(nodes)), "keep_order": "yes"}


READERS: Mapping[str, Callable[[Item, Node], Fields]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "hottextInteraction": _words_of_a_text,
}
