"""A question as an item of QTI 3, which marks as we do: every credit rule is spelt out in its response processing.

What QTI has no word for, and players need not know, stands in classes that begin with `lms-`, so that nothing is lost
when the item comes back.
"""

from __future__ import annotations

from lms.interchange.qtiparts import RESPONSE, Parts, Place, base, set_to, variable
from lms.interchange.qtishapes import SHAPES
from lms.interchange.report import not_carried
from lms.interchange.tree import Node, el
from lms.questions.kinds import KINDS
from lms.questions.quiz import Quiz

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
TOOL = "lms"
"""What an item says that it was written by. Its title is then one that we gave it."""

_WHOLE = "WHY"


def identifier(name: str) -> str:
    """An id of ours as an identifier, which cannot begin with a figure."""
    return name if name[0].isalpha() else f"_{name}"


def item_of(quiz: Quiz, language: str, title: str, place: Place) -> Node:
    """The whole item. Raises CannotCarry for a kind that has no like in QTI."""
    made = Parts(quiz, place)
    shape = KINDS.of(quiz.question).shape(quiz.question.body, quiz.solution.key.rule)
    write = SHAPES.get(type(shape))
    if write is None:
        raise not_carried(quiz.question)
    write(made, shape)
    scored = bool(made.rules)
    outcomes = []
    if scored:
        outcomes.append(outcome("SCORE", "single", "float", "0"))
        outcomes.append(outcome("MAXSCORE", "single", "float", made.points))
    feedback = _feedback(made)
    if feedback:
        outcomes.append(outcome("FEEDBACK", "multiple", "identifier", ""))
        made.rules.append(_shown_feedback(made))
    if made.question.scenario:
        made.body.insert(0, el("div", *made.block(made.question.scenario), class_="lms-scenario"))
    classes = [*made.classes, *_about(quiz)]
    body = el("qti-item-body", *made.body, **({"class": " ".join(classes)} if classes else {}))
    processing = [el("qti-response-processing", *made.rules)] if made.rules else []
    attrs = {
        "xmlns": NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        "identifier": identifier(quiz.id),
        "title": title,
        "adaptive": "false",
        "time-dependent": "false",
        "tool-name": TOOL,
        "xml:lang": language,
    }
    return Node("qti-assessment-item", attrs, [*made.declarations, *outcomes, body, *processing, *feedback])


def _about(quiz: Quiz) -> list[str]:
    found = [] if quiz.status == "active" else [f"lms-status-{quiz.status}"]
    return [*found, f"lms-level-{quiz.level}"] if quiz.level else found


def outcome(name: str, cardinality: str, base: str, value: str) -> Node:
    node = el("qti-outcome-declaration", identifier=name, cardinality=cardinality, base_type=base)
    if value:
        node.children.append(el("qti-default-value", el("qti-value", value)))
    return node


def _feedback(made: Parts) -> list[Node]:
    """What is said after answering: for each part by its own identifier, and for the whole."""
    names = {part.rpartition("_")[2]: part for part in made.parts}
    return [
        el(
            "qti-modal-feedback",
            el("qti-content-body", *made.block(html)),
            outcome_identifier="FEEDBACK",
            identifier=names.get(part, part) or _WHOLE,
            show_hide="show",
        )
        for part, html in made.quiz.solution.why.items()
    ]


def _shown_feedback(made: Parts) -> Node:
    """After a choice, what was chosen is explained; after other answers, everything is."""
    chosen = KINDS.of(made.question).choices
    shown = [variable(RESPONSE)] if chosen else [base("identifier", part) for part in made.parts]
    return set_to("FEEDBACK", el("qti-multiple", *shown, base("identifier", _WHOLE)))
