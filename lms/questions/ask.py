"""An ask block: the asking half of a question, in a form that nobody marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lms.questions.asks import askable, kind_of
from lms.questions.block import read_id
from lms.questions.kind import Reading, Render
from lms.questions.quiz import Json, Question
from lms.questions.register import AnyKind
from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.fields import Fields
from lms.sources.pickled import as_call
from lms.sources.suggest import did_you_mean, listed, plain_word, surely_meant
from lms.sources.tables import ByKey, Entry, Id, ListOf, Markdown, Table, Text, Word, YesNo
from lms.sources.yamltext import Node, Refused, Scalar
from lms.sources.yamltext import Sequence as Items

EVERY_ASK = Table(
    "ask",
    Entry("id", Id("what"), "its name, unique in the tool, by which `gives` has its answer", needed=True),
    Entry("type", Word(()), "how it asks", needed=True),
    Entry("question", Markdown("What did you get?"), "what is asked", needed=True),
    Entry("needed", YesNo(), "`yes`: the tool gives nothing without an answer", default="no"),
    Entry(
        "show_if",
        ByKey("[a-z0-9]+(?:-[a-z0-9]+)*", "ask", ListOf(Text(like="a"))),
        "asked only where another ask has one of these answers, such as `{kind: [a, b]}`",
        otherwise="always asked",
    ),
    Entry("topic", Text(like="money"), "for colleagues: what it is about, in a word"),
)


@as_call
@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked. `show_if` has other asks with those of their answers that call for it."""

    question: Question
    needed: bool = False
    show_if: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def kind(self) -> AnyKind:
        return kind_of(self.question)


@as_call
@dataclass(frozen=True, slots=True)
class AskBlock:
    """An ask, with the place of its id, its topic, and the place of each ask and answer that `show_if` names."""

    ask: Ask
    place: Place
    topic: tuple[str, Place]
    others: tuple[Place, ...] = ()
    answers: tuple[tuple[Place, ...], ...] = ()


def ask_json(ask: Ask) -> dict[str, Json]:
    """What is asked, as JSON for anyone who may answer it."""
    return {
        "id": ask.id,
        "type": ask.question.type,
        "html": ask.question.html,
        "needed": ask.needed,
        "show_if": {other: list(answers) for other, answers in ask.show_if},
        **ask.kind.public(ask.question.body),
    }


@cache
def known_to(kind: AnyKind) -> Table:
    """All keys of an ask of one kind."""
    return EVERY_ASK.with_more(kind.asking)


def read_ask(node: Node, findings: Findings, render: Render) -> AskBlock | None:
    """The ask with its places; None only where it has no usable id or type."""
    fields = Fields(node, findings, None, "ask")
    if not fields.readable:
        return None
    name = read_id(fields, "id", needed=True)
    kind = _read_kind(fields)
    if kind is None or not name:
        return None
    reading = Reading(fields, render)
    text = fields.scalar("question")
    html = "" if text is None else reading.block(text)
    question = Question(name, kind.name, html, scored=False, body=kind.read_question(reading))
    conditions = list(_read_conditions(fields))
    shown = tuple((other.text.strip(), tuple(word.text.strip() for word in words)) for other, words in conditions)
    return AskBlock(
        Ask(question, fields.yes_no("needed"), shown),
        fields.place_of("id"),
        (fields.text("topic").strip(), fields.place_of("topic")),
        tuple(other.place for other, _ in conditions),
        tuple(tuple(word.place for word in words) for _, words in conditions),
    )


def _read_kind(fields: Fields) -> AnyKind | None:
    kinds = askable()
    written = fields.text("type", needed=True).strip()
    kind = kinds.get(written)
    if kind is not None:
        fields.check(known_to(kind), _what_marks(fields))
        return kind
    fields.check(Table("ask", *(key for one in kinds.values() for key in known_to(one).entries.values())))
    if written:
        near = surely_meant(written, kinds) or _in_other_words(written)
        place = fields.place_of("type")
        help = f"Did you mean `{near}`?" if near else did_you_mean(written, kinds) or f"It can be {listed(kinds)}."
        edits = (Edit(place, near),) if near else ()
        fields.findings.add(place, "Q401", f"Nothing asks by the type `{shorten(written)}`.", help, edits=edits)
    return None


def _in_other_words(written: str) -> str:
    word = plain_word(written)
    return next((name for name, kind in askable().items() if word in kind.meant_by.split()), "")


def _what_marks(fields: Fields) -> dict[str, str]:
    """The help for keys that mark an answer."""
    marking = {key for kind in askable().values() for key in kind.marked_by} | {"why", "points", "hints"}
    return {key: "Nobody marks what a tool asks: take it out." for key in marking if fields.has(key)}


def _read_conditions(fields: Fields) -> Iterator[tuple[Scalar, list[Scalar]]]:
    """Each ask that `show_if` names, with the answers that it names of it."""
    for other, node in fields.mapping("show_if") or ():
        items = node.items if isinstance(node, Items) else [node]
        words = [one for one in items if isinstance(one, Scalar) and one.text.strip()]
        if words and len(words) == len(items):
            yield other, words
        elif not any(isinstance(one, Refused) for one in items):
            message = f"`show_if` must say with which answers to `{shorten(other.text)}` this is asked."
            fields.findings.add(other.place, "S203", message, "Write them as a list, such as `{kind: [a, b]}`.")
