"""The marking of an item of QTI 1.2 as response processing of version 2, which is then tried answer by answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.interchange.qtitwelveasking import PAIRS, Asked
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node, el

_SCORE = "SCORE"
_COMPARED = {"varlt": "lt", "varlte": "lte", "vargt": "gt", "vargte": "gte"}
_CHANGED = {"set": "", "add": "sum", "subtract": "subtract", "multiply": "product", "divide": "divide"}
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")


def processing(item: Node, body: Asked) -> list[Node]:
    """The steps of the marking. What they reward is declared with each response, where a kind of answer asks for it."""
    marked = item.named("resprocessing")
    conditions = [one for part in marked for one in part.named("respcondition")]
    names = {_name(one) for condition in conditions for one in condition.named("setvar")}
    score = _SCORE if _SCORE in names or not names else min(names)
    if len(names) > 1 and score != _SCORE:
        raise CannotCarry("it counts points under several names", "Write its key and its points by hand.")
    most = _most([one for part in marked for one in part.all("decvar")], score)
    for condition in conditions:
        _declare_rewarded(condition, body, score)
    return [_condition(one, body, score, most) for one in conditions]


def _name(setvar: Node) -> str:
    name = (setvar.get("varname") or setvar.get("variablename") or _SCORE).strip()
    return _SCORE if name.casefold() == "score" else name


def _most(declared: list[Node], score: str) -> str:
    """What `SCORE.max` stands for."""
    own = [one for one in declared if (one.get("varname") or _SCORE).casefold() == score.casefold()]
    most = own[0].get("maxvalue").strip() if own else ""
    return most if _is_more_than_nothing(most) else "1"


def _declare_rewarded(condition: Node, body: Asked, score: str) -> None:
    """Says of each response what a condition rewards: the candidates, each of which the rules must bear out."""
    variables = condition.first("conditionvar")
    earned = [one.text.strip().casefold() for one in condition.named("setvar") if _name(one) == score]
    if variables is None or not any(one.endswith(".max") or _is_more_than_nothing(one) for one in earned):
        return
    for equal in _not_negated(variables):
        name = equal.get("respident")
        form = body.forms.get(name)
        value = _value(equal, body)
        if form == "words":
            entry = el("mapEntry", mapKey=value, mappedValue="1", caseSensitive=_case(equal))
            _part(body.declared(name), "mapping").children.append(entry)
        elif form in ("ordered", "number"):
            _part(body.declared(name), "correctResponse").children.append(el("value", value))
        elif form == "pair":
            _part(body.declared(PAIRS), "correctResponse").children.append(el("value", value))


def _is_more_than_nothing(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and float(text) > 0


def _part(declaration: Node, tag: str) -> Node:
    """A part of a declaration, which is there from now on."""
    found = declaration.first(tag)
    if found is None:
        found = el(tag)
        declaration.children.append(found)
    return found


def _not_negated(node: Node) -> Iterator[Node]:
    for child in node.elements:
        if child.tag == "varequal":
            yield child
        elif child.tag in ("and", "or"):
            yield from _not_negated(child)


def _value(equal: Node, body: Asked) -> str:
    written = equal.text.strip()
    return body.labels.get((equal.get("respident"), written), written)


def _case(node: Node) -> str:
    return "true" if node.get("case").casefold() == "yes" else "false"


def _condition(node: Node, body: Asked, score: str, most: str) -> Node:
    variables = node.first("conditionvar")
    asks = _true() if variables is None else _all_of(variables, body)
    steps = [_step(one, score, most) for one in node.named("setvar")]
    steps += [_said(one) for one in node.named("displayfeedback") if one.get("linkrefid")]
    ends = [] if node.get("continue", "No").casefold() == "yes" else [el("exitResponse")]
    return el("responseCondition", el("responseIf", asks, *steps, *ends))


def _true() -> Node:
    return el("baseValue", "true", baseType="boolean")


def _all_of(variables: Node, body: Asked) -> Node:
    """All that a condition names. Of several words for one place any will do: all together could never be given."""
    parts = variables.elements
    places = {one.get("respident") for one in parts}
    one_place = len(places) == 1 and body.forms.get(min(places), "") in ("single", "words", "number")
    any_will_do = len(parts) > 1 and one_place and all(one.tag == "varequal" for one in parts)
    inner = [_asks(one, body) for one in parts]
    return inner[0] if len(inner) == 1 else el("or" if any_will_do else "and", *inner) if inner else _true()


def _asks(node: Node, body: Asked) -> Node:
    if node.tag in ("and", "or", "not"):
        return el(node.tag, *(_asks(one, body) for one in node.elements))
    if node.tag == "other":
        return _true()
    name = node.get("respident")
    form = body.forms.get(name)
    if form is None:
        raise CannotCarry(f"its marking names `{name[:40]}`, which is not there")
    variable = el("variable", identifier=PAIRS if form == "pair" else name)
    if node.tag == "unanswered":
        return el("isNull", variable)
    if node.tag == "varequal":
        return _equal(node, variable, form, body)
    if node.tag in _COMPARED and form == "number":
        return el(_COMPARED[node.tag], variable, el("baseValue", node.text.strip(), baseType="float"))
    raise CannotCarry(f"its marking uses `{node.tag[:40]}`, which is not known here")


def _equal(node: Node, variable: Node, form: str, body: Asked) -> Node:
    value = _value(node, body)
    if form == "words":
        return el("stringMatch", variable, el("baseValue", value, baseType="string"), caseSensitive=_case(node))
    if form == "number":
        return el("match", variable, el("baseValue", value, baseType="float"))
    base = el("baseValue", value, baseType="directedPair" if form == "pair" else "identifier")
    if form in ("multiple", "pair"):
        return el("member", base, variable)
    if form == "ordered":
        place = node.get("index")
        if not place.isdigit():
            raise CannotCarry("its marking does not say which place it means")
        return el("match", el("index", variable, n=place), base)
    return el("match", variable, base)


def _step(setvar: Node, score: str, most: str) -> Node:
    written = setvar.text.strip()
    value = most if written.casefold().endswith(".max") else "0" if written.casefold().endswith(".min") else written
    action = _CHANGED.get(setvar.get("action", "Set").casefold())
    if action is None or not _NUMBER.fullmatch(value):
        raise CannotCarry(f"its marking gives `{written[:20]}`, which is no number of points")
    number = el("baseValue", value, baseType="float")
    name = _SCORE if _name(setvar) == score else _name(setvar)
    worth = el(action, el("variable", identifier=_SCORE), number) if action and name == _SCORE else number
    return el("setOutcomeValue", worth, identifier=name)


def _said(node: Node) -> Node:
    more = el("baseValue", node.get("linkrefid"), baseType="identifier")
    return el("setOutcomeValue", el("multiple", el("variable", identifier="FEEDBACK"), more), identifier="FEEDBACK")
