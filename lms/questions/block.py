"""A quiz block, from YAML to a quiz in two halves: the keys that all kinds share, and then the kind's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lms.questions.block_type import read_type, where_they_belong
from lms.questions.corrections import CORRECTION, read_corrections
from lms.questions.kind import Reading, Render
from lms.questions.kinds import KINDS
from lms.questions.quiz import Key, Question, Quiz, Solution
from lms.questions.register import AnyKind
from lms.questions.version import version_of
from lms.questions.why import read_why
from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.fields import Fields
from lms.sources.pickled import as_call
from lms.sources.romanised import proposed_id
from lms.sources.suggest import did_you_mean
from lms.sources.tables import (
    SILENCE,
    ByKey,
    Day,
    Either,
    Entry,
    Group,
    Id,
    ListOf,
    Markdown,
    Name,
    Table,
    Text,
    Whole,
    Word,
)
from lms.sources.yamltext import Node

LEVELS = ("recall", "understand", "apply", "judge")
STATUSES = ("draft", "pilot", "active", "suspended", "retired")
WRITTEN_WITH = ("none", "ai")
NOTES = ("reference", "author", "reviewed_by", "note")
COMMON = Table(
    "quiz",
    Entry("id", Id("rosa-consent"), "the name of the question for ever, unique in its course or bank", needed=True),
    Entry("type", Word(()), "how it asks, and how it is marked", needed=True),
    Entry("question", Markdown("What should she do **first**?"), "what is asked", needed=True),
    Entry(
        "why",
        Either((Markdown("It is his story too."), ByKey(".+", "letter", Markdown()))),
        "why the answer is right: one text, or one for each letter; shown after answering in practice",
        otherwise="none (a warning for the key)",
    ),
    Entry("hints", ListOf(Markdown("Whose story is it?")), "shown one by one in practice"),
    Entry("points", Whole(1, 1000), "what it is worth", default="1"),
    Entry(
        "objective",
        Name(("objective",), "story-consent"),
        "the objective that it shows",
        otherwise="the bank's",
    ),
    Entry("level", Word(LEVELS), "what it asks of a learner", otherwise="the bank's"),
    Entry("status", Word(STATUSES), "`pilot`: shown, not scored; only an active one is scored", default="active"),
    Entry("enemies", ListOf(Name(("quiz",), "consent-withdrawn")), "quizzes never drawn together with this one"),
    Entry("scenario", Name(("scenario",), "rosa-talk"), "a scenario block of the same file, shown above the question"),
    Entry("reference", Text(like="WMA Declaration of Helsinki, 2024"), "for colleagues: its source"),
    Entry("author", Text(like="Amal Haddad"), "for colleagues: who wrote it", otherwise="the bank's"),
    Entry("reviewed_by", Text(like="Rosa Marin"), "for colleagues: who read it again", otherwise="the bank's"),
    Entry("review_by", Day(), "after this day a check warns", otherwise="the bank's"),
    Entry("tags", ListOf(Text(like="consent")), "for colleagues: words to find it by"),
    Entry("written_with", Word(WRITTEN_WITH), "`ai`: a machine helped; reviewers see it", default="none"),
    Entry("note", Text(like="Asked often."), "for colleagues"),
    Entry("was", Id("rosas-story"), "the former id of a question that was renamed"),
    Entry(
        "corrections",
        ListOf(Group(CORRECTION), single=False),
        "what was wrong with its key, and how those who met it are treated",
    ),
    SILENCE,
)
SCENARIO = Table(
    "scenario",
    Entry("id", Id("rosa-talk"), "what the `scenario` of a quiz names", needed=True),
    Entry("text", Markdown("Rosa is invited to speak."), "what is shown above the question", needed=True),
)
# What a finding about the whole site may want to point at, once the quiz is known to be good in itself.
_PLACED = (
    *("id", "type", "objective", "level", "status", "was", "review_by", "corrections"),
    *("options", "answer", "accept", "blanks"),
)
_ID = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class BlockDefaults:
    """What a bank's front matter says for all of its questions."""

    objective: str = ""
    level: str = ""
    author: str = ""
    reviewed_by: str = ""
    review_by: date | None = None


@as_call
@dataclass(frozen=True, slots=True)
class Block:
    """A quiz, and where its values stand in the file: by key where it is written, and by `enemies.<id>`."""

    quiz: Quiz
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A text that several questions of one file share."""

    id: str
    html: str
    place: Place


def read_scenario(node: Node, findings: Findings, render: Render) -> Scenario | None:
    fields = Fields(node, findings, SCENARIO)
    name = read_id(fields, "id", needed=True)
    text = fields.scalar("text", needed=True)
    if not name or text is None:
        return None
    return Scenario(name, render(text, False), fields.place_of("id"))


def read_quiz(
    node: Node, findings: Findings, defaults: BlockDefaults, scenarios: Mapping[str, str], render: Render
) -> Block | None:
    """The quiz with its places, also where findings were made, so that what names it does not fail as well.

    None only where it has no usable id or type. `scenarios` holds HTML by id.
    """
    fields = Fields(node, findings, None, "quiz")
    if not fields.readable:
        return None
    name = read_id(fields, "id", needed=True)
    kind = _read_kind(fields)
    if kind is None or not name:
        return None
    reading = Reading(fields, render)
    status = fields.word("status")
    body = kind.read_question(reading)
    key = Key(kind.name, kind.read_key(reading, body))
    question = _read_common(reading, kind, name, status, scenarios, kind.disguised(body, name, key.rule))
    hints = tuple(reading.block(scalar) for scalar in fields.texts("hints"))
    solution = Solution(key, read_why(reading, kind, question, key), hints)
    enemies = _read_enemies(fields, name)
    quiz = Quiz(
        question=question,
        solution=solution,
        version=version_of(question, key),
        objective=fields.text("objective", default=defaults.objective).strip(),
        level=fields.word("level", default=defaults.level),
        status=status,
        enemies=tuple(enemies),
        tags=tuple(scalar.text.strip() for scalar in fields.texts("tags")),
        line=fields.place.line,
        corrections=read_corrections(fields),
        former=_read_former(fields, name),
        review_by=fields.date("review_by") or defaults.review_by,
        notes=_read_notes(fields, defaults),
    )
    places = {key: fields.place_of(key) for key in _PLACED if fields.has(key)}
    places |= {f"enemies.{enemy}": place for enemy, place in enemies.items()}
    return Block(quiz, places)


def read_id(fields: Fields, key: str, *, needed: bool = False) -> str:
    name = fields.text(key, needed=needed).strip()
    if not name or _ID.fullmatch(name):
        return name
    message = f"`{shorten(name)}` cannot be an id."
    near = proposed_id(name)
    help = f"Did you mean `{near}`?" if near else "Write one in a–z, 0–9 and single dashes, at most 64 characters."
    place = fields.place_of(key)
    fields.findings.add(place, "Q101", message, help, edits=(Edit(place, near),) if near else ())
    return ""


@cache
def _known(keys: Table) -> Table:
    return COMMON.with_more(keys)


def known_to(kind: AnyKind) -> Table:
    """All keys of a quiz of one kind."""
    return _known(kind.keys)


def _read_kind(fields: Fields) -> AnyKind | None:
    """The kind of the quiz; unknown keys are told by what this kind knows, or by what any does if there is none."""
    kind = read_type(fields)
    if kind is None:
        fields.check(Table("quiz", *(entry for one in KINDS.values() for entry in known_to(one).entries.values())))
        return None
    known = known_to(kind)
    fields.check(known, {} if known.entries.keys() >= set(fields.keys()) else where_they_belong(fields, kind))
    return kind


def _read_common(
    reading: Reading, kind: AnyKind, name: str, status: str, scenarios: Mapping[str, str], body: Any
) -> Question:
    fields = reading.fields
    text = fields.scalar("question")
    scenario = fields.text("scenario").strip()
    if scenario and scenario not in scenarios:
        message = f"There is no scenario `{shorten(scenario)}` in this file."
        help = did_you_mean(scenario, scenarios) or "Write a ```scenario block with this id above it."
        fields.fault("scenario", "Q103", message, help)
    return Question(
        id=name,
        type=kind.name,
        html="" if text is None else reading.block(text),
        scenario=scenarios.get(scenario, ""),
        points=fields.whole("points"),
        # A pilot is shown, and counts nowhere.
        scored=kind.scored and status != "pilot",
        body=body,
    )


def _read_enemies(fields: Fields, name: str) -> dict[str, Place]:
    enemies: dict[str, Place] = {}
    for scalar in fields.texts("enemies"):
        enemy = scalar.text.strip()
        if enemy == name:
            fields.findings.add(scalar.place, "Q104", "A question cannot be its own enemy.", "Name the other one.")
        else:
            enemies.setdefault(enemy, scalar.place)
    return enemies


def _read_former(fields: Fields, name: str) -> str:
    former = read_id(fields, "was")
    if former and former == name:
        fields.fault("was", "Q105", "`was` is the id this question has now.", "Write its former id, or take it out.")
    return former


def _read_notes(fields: Fields, defaults: BlockDefaults) -> dict[str, str]:
    """What is there for colleagues."""
    inherited = {"author": defaults.author, "reviewed_by": defaults.reviewed_by}
    notes = {key: fields.text(key, default=inherited.get(key, "")) for key in NOTES}
    written_with = fields.word("written_with")
    return {key: text for key, text in notes.items() if text} | (
        {} if written_with == "none" else {"written_with": written_with}
    )
