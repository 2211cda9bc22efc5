"""How each shape of question asks and marks as an item of QTI 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms.interchange.qtiparts import (
    RESPONSE,
    Parts,
    base,
    is_correct,
    map_response,
    own_class,
    plain,
    points_if,
    set_to,
    share_of_points,
    variable,
)
from lms.interchange.tree import Node, el
from lms.questions.credit import ALL_OR_NOTHING, EACH_CHOICE
from lms.questions.quiz import Choice
from lms.questions.shapes import (
    Arrange,
    Figure,
    Gaps,
    Judge,
    Pair,
    PickOne,
    PickSeveral,
    Room,
    Steps,
    Words,
)


def _prompt(made: Parts) -> Node:
    return el("qti-prompt", *made.block(made.question.html))


def _choices(made: Parts, choices: Iterable[Choice]) -> list[Node]:
    return [
        el("qti-simple-choice", *made.flow(choice.html), identifier=choice.key)
        for choice in sorted(choices, key=lambda choice: choice.key)
    ]


def _choice(made: Parts, shape: PickOne | PickSeveral, most: int) -> None:
    order = " lms-keep-order" if shape.keep_order else ""
    made.body.append(
        el(
            "qti-choice-interaction",
            _prompt(made),
            *_choices(made, shape.options),
            class_=f"lms-letters{order}",
            response_identifier=RESPONSE,
            shuffle="false" if shape.keep_order else "true",
            max_choices=str(most),
        )
    )


def _pick_one(made: Parts, shape: PickOne) -> None:
    points, right = made.question.points, shape.right
    entries = [(letter, made.points) for letter in right]
    entries += [(letter, plain(Fraction(share) * points)) for letter, share in shape.credit.items()]
    made.declare("single", "identifier", right[:1], entries=entries)
    _choice(made, shape, 1)
    made.rules.append(set_to("SCORE", map_response()))


def _pick_several(made: Parts, shape: PickSeveral) -> None:
    right, wrong, credit = shape.right, shape.wrong, shape.credit
    n = len(right) + len(wrong)
    _choice(made, shape, 0)
    if credit == ALL_OR_NOTHING:
        if n == len(shape.options):
            made.declare("multiple", "identifier", right)
            made.rules.append(points_if(is_correct(), made.points))
            return
        # What is ignored is worth nothing, and one wrong choice more than all the right ones together.
        made.declare("multiple", "identifier", right, entries=_worth(right, wrong, str(-n)))
        whole = el("qti-equal", map_response(), base("float", str(len(right))), tolerance_mode="exact")
        made.rules.append(points_if(whole, made.points))
    elif credit == EACH_CHOICE:
        made.declare("multiple", "identifier", right, entries=_worth(right, wrong, "-1"))
        earned = el("qti-sum", map_response(), base("float", str(len(wrong))))
        answered = el("qti-not", el("qti-is-null", variable(RESPONSE)))
        made.rules.append(
            el("qti-response-condition", el("qti-response-if", answered, share_of_points(made, earned, n)))
        )
    else:
        made.declare("multiple", "identifier", right, entries=_worth(right, wrong, "-1"), lower="0")
        made.rules.append(share_of_points(made, map_response(), len(right)))


def _worth(right: Iterable[str], wrong: Iterable[str], cost: str) -> list[tuple[str, str]]:
    return [*((letter, "1") for letter in right), *((letter, cost) for letter in wrong)]


def _judge(made: Parts, shape: Judge) -> None:
    made.declare("single", "identifier", ["true" if shape.right else "false"])
    made.body.append(
        el(
            "qti-choice-interaction",
            _prompt(made),
            el("qti-simple-choice", "True", identifier="true"),
            el("qti-simple-choice", "False", identifier="false"),
            class_=own_class(shape),
            response_identifier=RESPONSE,
            shuffle="false",
            max_choices="1",
        )
    )
    made.rules.append(points_if(is_correct(), made.points))


def _arrange(made: Parts, shape: Arrange) -> None:
    right = shape.right
    made.parts = list(right)
    made.declare("ordered", "identifier", right)
    made.body.append(
        el(
            "qti-order-interaction",
            _prompt(made),
            *_choices(made, shape.options),
            class_="lms-letters",
            response_identifier=RESPONSE,
            shuffle="true",
        )
    )
    if shape.credit == ALL_OR_NOTHING:
        made.rules.append(points_if(is_correct(), made.points))
        return
    for n, letter in enumerate(right, 1):
        there = el("qti-match", el("qti-index", variable(RESPONSE), n=str(n)), base("identifier", letter))
        more = set_to("SCORE", el("qti-sum", variable("SCORE"), base("float", "1")))
        made.rules.append(el("qti-response-condition", el("qti-response-if", there, more)))
    made.rules.append(share_of_points(made, variable("SCORE"), len(right)))


def _pair(made: Parts, shape: Pair) -> None:
    pairs = {f"L_{here}": f"R_{there}" for here, there in shape.pairs.items()}
    made.parts = list(pairs)
    directed = [f"{here} {there}" for here, there in pairs.items()]
    made.declare("multiple", "directedPair", directed, entries=[(pair, "1") for pair in directed])
    sides = [
        el("qti-simple-match-set", *_associable(made, side, sign, most))
        for side, sign, most in ((shape.left, "L", "1"), (shape.right, "R", "0"))
    ]
    made.body.append(
        el(
            "qti-match-interaction",
            _prompt(made),
            *sides,
            class_="lms-letters",
            response_identifier=RESPONSE,
            shuffle="true",
            max_associations=str(len(pairs)),
        )
    )
    if shape.credit == ALL_OR_NOTHING:
        made.rules.append(points_if(is_correct(), made.points))
    else:
        made.rules.append(share_of_points(made, map_response(), len(pairs)))


def _associable(made: Parts, choices: Iterable[Choice], sign: str, most: str) -> list[Node]:
    return [
        el("qti-simple-associable-choice", *made.flow(choice.html), identifier=f"{sign}_{choice.key}", match_max=most)
        for choice in sorted(choices, key=lambda choice: choice.key)
    ]


def _entry(name: str, ignoring: Iterable[str]) -> Node:
    classes = " ".join(f"lms-ignore-{one}" for one in ignoring) or "lms-ignore-nothing"
    return el("qti-text-entry-interaction", class_=classes, response_identifier=name)


def _accepting(made: Parts, name: str, words: Words) -> None:
    case = "case" not in words.ignoring
    entries = [(text, "1") for text in words.accept]
    made.declare("single", "string", words.accept[:1], name, entries=entries, case=case)


def _words(made: Parts, shape: Words) -> None:
    _accepting(made, RESPONSE, shape)
    made.body += made.block(made.question.html)
    made.body.append(el("p", _entry(RESPONSE, shape.ignoring)))
    made.rules.append(share_of_points(made, map_response(), 1))


def _figure(made: Parts, shape: Figure) -> None:
    made.declare("single", "float", [shape.right])
    unit: list[Node | str] = [" ", el("span", shape.unit, class_="lms-unit")] if shape.unit else []
    made.body += made.block(made.question.html)
    made.body.append(el("p", el("qti-text-entry-interaction", response_identifier=RESPONSE), *unit))
    within = shape.within
    equal = el("qti-equal", el("qti-correct", identifier=RESPONSE), variable(RESPONSE))
    if within == "0":
        equal.attrs["tolerance-mode"] = "exact"
    else:
        equal.attrs["tolerance-mode"] = "relative" if within.endswith("%") else "absolute"
        equal.attrs["tolerance"] = " ".join([within.removesuffix("%")] * 2)
    made.rules.append(points_if(equal, made.points))


def _gaps(made: Parts, shape: Gaps) -> None:
    question = made.question
    made.classes.append(own_class(shape))
    made.parts = [f"GAP_{name}" for name in shape.names]
    if question.html:
        made.body.append(el("div", *made.block(question.html), class_="lms-question"))
    pieces = [shape.pieces[0]]
    for n, after in enumerate(shape.pieces[1:]):
        pieces += [f"\ue000{n}\ue001", after]
    entries = []
    for name in shape.names:
        _accepting(made, f"GAP_{name}", shape.words[name])
        entries.append(_entry(f"GAP_{name}", shape.words[name].ignoring))
    made.body += _with_entries(made.block("".join(pieces)), entries)
    earned = el("qti-sum", *(map_response(name) for name in made.parts))
    made.rules.append(share_of_points(made, earned, len(made.parts)))


def _with_entries(content: Sequence[Node | str], entries: Sequence[Node]) -> list[Node | str]:
    found: list[Node | str] = []
    for node in content:
        if isinstance(node, Node):
            found.append(Node(node.tag, node.attrs, _with_entries(node.children, entries)))
            continue
        pieces = re.split("\ue000(\\d+)\ue001", node)
        found += [entries[int(piece)] if n % 2 else piece for n, piece in enumerate(pieces) if piece]
    return found


def _steps(made: Parts, shape: Steps) -> None:
    labels = {choice.key: choice.html for choice in shape.labels}
    made.declare("single", "identifier", ())
    steps = []
    for step in map(str, range(shape.lowest, shape.highest + 1)):
        label: list[Node | str] = (
            [" ", el("span", *made.flow(labels[step]), class_="lms-label")] if step in labels else []
        )
        steps.append(el("qti-simple-choice", step, *label, identifier=f"step_{step}"))
    made.body.append(
        el(
            "qti-choice-interaction",
            _prompt(made),
            *steps,
            class_=own_class(shape),
            response_identifier=RESPONSE,
            shuffle="false",
            max_choices="1",
        )
    )


def _room(made: Parts, shape: Room) -> None:
    made.declare("single", "string", ())
    classes = f"{own_class(shape)} lms-words-{shape.words}" if shape.words else own_class(shape)
    made.body.append(el("qti-extended-text-interaction", _prompt(made), class_=classes, response_identifier=RESPONSE))


SHAPES: Mapping[type[Any], Callable[[Parts, Any], None]] = {
    PickOne: _pick_one,
    PickSeveral: _pick_several,
    Judge: _judge,
    Arrange: _arrange,
    Pair: _pair,
    Words: _words,
    Figure: _figure,
    Gaps: _gaps,
    Steps: _steps,
    Room: _room,
}
