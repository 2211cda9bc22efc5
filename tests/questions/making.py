"""Quizzes for the tests, read from the YAML that an author would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

from lms.questions.ask import Ask, read_ask
from lms.questions.block import Block, BlockDefaults, read_quiz
from lms.questions.kind import Render
from lms.questions.paper import InLanguage, Item
from lms.questions.quiz import Choice, Json, Question, Quiz
from lms.questions.stored import question_from_json, solution_from_json
from lms.sources.diagnostics import Diagnostic, Findings, Severity
from lms.sources.markdown import Page, render
from lms.sources.yamltext import Scalar, compose

FILE = "content/courses/here/lesson.md"


def renderer(findings: Findings) -> Render:
    """Markdown as the compiler draws it, without the newline at its end."""

    def drawn(scalar: Scalar, inline: bool) -> str:
        return render(Page(scalar, findings, anchors=None, top=3), inline).strip()

    return drawn


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a block gave. `told` has each finding as "line:column code", in order."""

    block: Block | None
    findings: tuple[Diagnostic, ...]

    @property
    def told(self) -> list[str]:
        return [f"{one.place.line}:{one.place.column} {one.code}" for one in self.findings]

    @property
    def errors(self) -> list[str]:
        return [one.message for one in self.findings if one.severity is Severity.ERROR]

    @property
    def help(self) -> str:
        (one,) = self.findings
        return one.help

    @property
    def quiz(self) -> Quiz:
        assert self.block is not None
        return self.block.quiz


def read(text: str, scenarios: Mapping[str, str] | None = None, defaults: BlockDefaults | None = None) -> Read:
    """A block as it is read, its first line being line 1."""
    findings = Findings()
    node = compose(dedent(text).strip("\n") + "\n", FILE, 1, 0, findings)
    assert node is not None, findings.items
    block = read_quiz(node, findings, defaults or BlockDefaults(), scenarios or {}, renderer(findings))
    found = sorted(findings.items, key=lambda one: one.sort_key)
    return Read(block, tuple(found))


def quiz(text: str, scenarios: Mapping[str, str] | None = None) -> Quiz:
    """A quiz whose block has no error in it."""
    found = read(text, scenarios)
    assert not found.errors, found.errors
    return found.quiz


def group(question: Question, name: str) -> tuple[Choice, ...]:
    """The options or the side of this name, nothing for a kind that has none."""
    found: tuple[Choice, ...] = getattr(question.body, name, ())
    return found


CHOOSE_ONE = """
    id: rosa-consent
    type: choose-one
    question: What should she do first?
    options:
      a: Change her brother's name.
      b: Ask her brother.
      c: Leave him out.
    answer: b
    credit: {c: 50%}
    why: {a: Names hide little., b: It is his story., c: That may come later.}
"""
CHOOSE_MANY = """
    id: what-to-ask
    type: choose-many
    question: What do you ask before you sign?
    options: {a: The scope, b: The pay, c: The colour of the room, d: The weather, e: The date}
    answer: [a, b]
    ignore: [e]
    credit: each choice
    why: {a: You must know what is asked., b: Your time has a worth.}
"""
TRUE_OR_FALSE = """
    id: a-name-hides
    type: true-or-false
    question: A new name hides everybody.
    answer: no
    why: Families know one another.
"""
PUT_IN_ORDER = """
    id: before-the-talk
    type: put-in-order
    question: What comes first?
    options: {a: Ask, b: Listen, c: Write, d: Speak}
    answer: [a, b, c, d]
    credit: each place
    why: Asking comes first.
"""
MATCH = """
    id: who-says-what
    type: match
    question: Who can say this?
    left: {a: How it feels, b: What it costs, c: What the study found}
    right: {x: A patient, y: A payer, z: A researcher, w: Nobody}
    answer: {a: x, b: y, c: z}
    why: Each speaks for what they know.
"""
SHORT_ANSWER = """
    id: the-word
    type: short-answer
    question: What do you ask for?
    accept: [consent, permission]
    why: It is theirs to give.
"""
NUMBER = """
    id: how-many
    type: number
    question: How many percent?
    answer: 95
    within: 5%
    unit: "%"
    why: It was 95 percent.
"""
FILL_IN = """
    id: the-gaps
    type: fill-in
    text: First we ask for [[1]], then we [[2]].
    blanks: {1: {accept: [consent]}, 2: {accept: [listen, wait]}}
    why: In this order.
"""
SCALE = """
    id: how-sure
    type: scale
    question: How sure are you?
    from: 1
    to: 5
    labels: {1: not at all, 5: very}
"""
REFLECT = """
    id: my-own
    type: reflect
    question: What will you do this week?
    words: 50
"""
EVERY_KIND = {
    "choose-one": CHOOSE_ONE,
    "choose-many": CHOOSE_MANY,
    "true-or-false": TRUE_OR_FALSE,
    "put-in-order": PUT_IN_ORDER,
    "match": MATCH,
    "short-answer": SHORT_ANSWER,
    "number": NUMBER,
    "fill-in": FILL_IN,
    "scale": SCALE,
    "reflect": REFLECT,
}


def item_from_json(kept: Json) -> Item:
    """The item that was kept, with all its languages."""
    return Item(
        n=kept["n"],
        source=kept["source"],
        version=kept["version"],
        objective=kept["objective"],
        level=kept["level"],
        points=kept["points"],
        scored=kept["scored"],
        question=question_from_json(kept["question"]),
        solution=solution_from_json(kept["solution"]),
        translations={
            language: InLanguage(
                question_from_json(kept["question"], language), solution_from_json(kept["solution"], language)
            )
            for language in kept["question"].get("languages", {})
        },
    )


def ask(text: str) -> Ask:
    """An ask as it is read, without any finding."""
    findings = Findings()
    node = compose(dedent(text).strip("\n") + "\n", FILE, 1, 0, findings)
    assert node is not None, findings.items
    block = read_ask(node, findings, renderer(findings))
    assert not findings.items, findings.items
    assert block is not None
    return block.ask
