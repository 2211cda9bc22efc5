"""How each kind of question asks and marks as an item of QTI 3."""

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
    plain,
    points_if,
    set_to,
    share_of_points,
    variable,
)
from lms.interchange.tree import Node, el
from lms.questions.credit import ALL_OR_NOTHING, EACH_CHOICE
from lms.questions.quiz import Choice


def _prompt(made: Parts) -> Node:
    return el("qti-prompt", *made.block(made.question.html))


def _choices(made: Parts, choices: Iterable[Choice]) -> list[Node]:
    return [
        el("qti-simple-choice", *made.flow(choice.html), identifier=choice.key)
        for choice in sorted(choices, key=lambda choice: choice.key)
    ]


def _choice(made: Parts, most: int) -> None:
    order = " lms-keep-order" if made.question.keep_order else ""
    made.body.append(
        el(
            "qti-choice-interaction",
            _prompt(made),
            *_choices(made, made.question.options),
            class_=f"lms-letters{order}",
            response_identifier=RESPONSE,
            shuffle="false" if made.question.keep_order else "true",
            max_choices=str(most),
        )
    )


def _choose_one(made: Parts) -> None:
    points = made.question.points
    right = made.rule["right"]
    entries = [(letter, made.points) for letter in right]
    entries += [(letter, plain(Fraction(share) * points)) for letter, share in made.rule["credit"].items()]
    made.declare("single", "identifier", right[:1], entries=entries)
    _choice(made, 1)
    made.rules.append(set_to("SCORE", map_response()))


def _choose_many(made: Parts) -> None:
    right, wrong, credit = made.rule["right"], made.rule["wrong"], made.rule["credit"]
    n = len(right) + len(wrong)
    _choice(made, 0)
    if credit == ALL_OR_NOTHING:
        if n == len(made.question.options):
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


def _true_or_false(made: Parts) -> None:
    made.declare("single", "identifier", ["true" if made.rule["right"] else "false"])
    made.body.append(
        el(
            "qti-choice-interaction",
            _prompt(made),
            el("qti-simple-choice", "True", identifier="true"),
            el("qti-simple-choice", "False", identifier="false"),
            class_="lms-true-or-false",
            response_identifier=RESPONSE,
            shuffle="false",
            max_choices="1",
        )
    )
    made.rules.append(points_if(is_correct(), made.points))


def _put_in_order(made: Parts) -> None:
    right = made.rule["right"]
    made.parts = list(right)
    made.declare("ordered", "identifier", right)
    made.body.append(
        el(
            "qti-order-interaction",
            _prompt(made),
            *_choices(made, made.question.options),
            class_="lms-letters",
            response_identifier=RESPONSE,
            shuffle="true",
        )
    )
    if made.rule["credit"] == ALL_OR_NOTHING:
        made.rules.append(points_if(is_correct(), made.points))
        return
    for n, letter in enumerate(right, 1):
        there = el("qti-match", el("qti-index", variable(RESPONSE), n=str(n)), base("identifier", letter))
        more = set_to("SCORE", el("qti-sum", variable("SCORE"), base("float", "1")))
        made.rules.append(el("qti-response-condition", el("qti-response-if", there, more)))
    made.rules.append(share_of_points(made, variable("SCORE"), len(right)))


def _match(made: Parts) -> None:
    pairs = {f"L_{here}": f"R_{there}" for here, there in made.rule["right"].items()}
    made.parts = list(pairs)
    directed = [f"{here} {there}" for here, there in pairs.items()]
    made.declare("multiple", "directedPair", directed, entries=[(pair, "1") for pair in directed])
    sides = [
        el("qti-simple-match-set", *_associable(made, side, sign, most))
        for side, sign, most in ((made.question.left, "L", "1"), (made.question.right, "R", "0"))
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
    if made.rule["credit"] == ALL_OR_NOTHING:
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


def _accepting(made: Parts, name: str, rule: Mapping[str, Any]) -> None:
    case = "case" not in rule["ignore_differences"]
    entries = [(text, "1") for text in rule["accept"]]
    made.declare("single", "string", rule["accept"][:1], name, entries=entries, case=case)


def _short_answer(made: Parts) -> None:
    _accepting(made, RESPONSE, made.rule)
    made.body += made.block(made.question.html)
    made.body.append(el("p", _entry(RESPONSE, made.rule["ignore_differences"])))
    made.rules.append(share_of_points(made, map_response(), 1))


def _number(made: Parts) -> None:
    made.declare("single", "float", [made.rule["right"]])
    unit: list[Node | str] = [" ", el("span", made.question.unit, class_="lms-unit")] if made.question.unit else []
    made.body += made.block(made.question.html)
    made.body.append(el("p", el("qti-text-entry-interaction", response_identifier=RESPONSE), *unit))
    within = made.rule["within"]
    equal = el("qti-equal", el("qti-correct", identifier=RESPONSE), variable(RESPONSE))
    if within == "0":
        equal.attrs["tolerance-mode"] = "exact"
    else:
        equal.attrs["tolerance-mode"] = "relative" if within.endswith("%") else "absolute"
        equal.attrs["tolerance"] = " ".join([within.removesuffix("%")] * 2)
    made.rules.append(points_if(equal, made.points))


def _fill_in(made: Parts) -> None:
    question, blanks = made.question, made.rule["blanks"]
    made.classes.append("lms-fill-in")
    made.parts = [f"GAP_{name}" for name in question.blanks]
    if question.html:
        made.body.append(el("div", *made.block(question.html), class_="lms-question"))
    pieces = [question.gaps[0]]
    for n, after in enumerate(question.gaps[1:]):
        pieces += [f"\ue000{n}\ue001", after]
    entries = []
    for name in question.blanks:
        _accepting(made, f"GAP_{name}", blanks[name])
        entries.append(_entry(f"GAP_{name}", blanks[name]["ignore_differences"]))
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


def _scale(made: Parts) -> None:
    question = made.question
    labels = {choice.key: choice.html for choice in question.labels}
    made.declare("single", "identifier", ())
    steps = []
    for step in map(str, range(question.lowest, question.highest + 1)):
        label: list[Node | str] = (
            [" ", el("span", *made.flow(labels[step]), class_="lms-label")] if step in labels else []
        )
        steps.append(el("qti-simple-choice", step, *label, identifier=f"step_{step}"))
    made.body.append(
        el(
            "qti-choice-interaction",
            _prompt(made),
            *steps,
            class_="lms-scale",
            response_identifier=RESPONSE,
            shuffle="false",
            max_choices="1",
        )
    )


def _reflect(made: Parts) -> None:
    words = made.question.words
    made.declare("single", "string", ())
    classes = f"lms-reflect lms-words-{words}" if words else "lms-reflect"
    made.body.append(el("qti-extended-text-interaction", _prompt(made), class_=classes, response_identifier=RESPONSE))


KINDS: Mapping[str, Callable[[Parts], None]] = {
    "choose-one": _choose_one,
    "choose-many": _choose_many,
    "true-or-false": _true_or_false,
    "put-in-order": _put_in_order,
    "match": _match,
    "short-answer": _short_answer,
    "number": _number,
    "fill-in": _fill_in,
    "scale": _scale,
    "reflect": _reflect,
}
