"""What changed in questions: of banks, and of the practice in lessons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lms.content.comparing.change import About, Change, Means, came_and_went, said
from lms.content.comparing.history import former_of, key_changed
from lms.content.comparing.wording import lines_of, text_of
from lms.content.reading.targets import BANKS, target_of
from lms.questions.block import Block
from lms.questions.former import entry_text, written_answer
from lms.questions.kinds import KINDS
from lms.questions.quiz import Choice, Json, Question, Quiz


def question_changes(
    file: str, scope: str, before: Mapping[str, Block], after: Mapping[str, Block]
) -> Iterator[Change]:
    """Questions that came, went or changed. `scope` is the path of their course or bank."""
    met = set()
    for id, block in after.items():
        former = former_of(block, before)
        about = _about(file, scope, id)
        if former is None:
            yield about.change("question", "a new question", Means.DRAWN if about.question else Means.SHOWN)
            continue
        met.add(former.quiz.id)
        yield from _changed(about, former.quiz, block.quiz)
    for id in before:
        if id not in met and id not in after:
            about = _about(file, scope, id)
            yield about.change("question", "the question is gone", Means.DRAWN if about.question else Means.SHOWN)


def _about(file: str, scope: str, id: str) -> About:
    target = target_of(scope)
    return About(file, f"{scope}/{id}", id, f"{target.id}/{id}" if target.family == BANKS else "")


def _changed(about: About, before: Quiz, after: Quiz) -> Iterator[Change]:
    if before.id != after.id:
        yield about.change("id", f"it was called {before.id}", Means.SHOWN)
    if before.question.type != after.question.type:
        says = f"type: {before.question.type} → {after.question.type}"
        yield about.change("type", says, Means.TYPE)
    yield from _texts(about, before.question, after.question)
    yield from _keys(about, before, after)
    yield from _explanations(about, before, after)
    yield from _drawing(about, before, after)


def _texts(about: About, before: Question, after: Question) -> Iterator[Change]:
    means = Means.WORDING if about.question else Means.SHOWN
    old, new = _Taken.of(before), _Taken.of(after)
    for name, first, second in (
        ("question", before.html, after.html),
        ("scenario", before.scenario, after.scenario),
        ("text", " ___ ".join(old.pieces), " ___ ".join(new.pieces)),
    ):
        yield from about.lines("wording", name, means, lines_of(first), lines_of(second))
    for name in dict.fromkeys([*old.lettered, *new.lettered]):
        yield from _choices(
            about, name.removesuffix("s"), means, old.lettered.get(name, ()), new.lettered.get(name, ())
        )
    for name in dict.fromkeys([*old.settings, *new.settings]):
        what, value = new.settings.get(name) or old.settings[name]
        none = what, False if isinstance(value, bool) else ""
        was, now = old.settings.get(name, none)[1], new.settings.get(name, none)[1]
        yield from about.plain(what, name, means, was, now)


class _Taken(NamedTuple):
    """What the body of a question says, taken apart by its kind."""

    pieces: tuple[str, ...]
    lettered: dict[str, tuple[Choice, ...]]
    settings: dict[str, tuple[str, Json]]

    @classmethod
    def of(cls, question: Question) -> _Taken:
        kind, body = KINDS.of(question), question.body
        return cls(kind.pieces(body), kind.lettered(body), kind.settings(body))


def _choices(
    about: About, name: str, means: Means, before: tuple[Choice, ...], after: tuple[Choice, ...]
) -> Iterator[Change]:
    old = {one.key: text_of(one.html) for one in before}
    new = {one.key: text_of(one.html) for one in after}
    for letter in old:
        if letter not in new:
            yield about.change("options", f"{name} {letter} is gone: {old[letter]}", means)
        elif old[letter] != new[letter]:
            yield about.change("wording", f"{name} {letter}", means, old[letter], new[letter])
    for letter in new:
        if letter not in old:
            yield about.change("options", f"{name} {letter} is new: {new[letter]}", means)


def _keys(about: About, before: Quiz, after: Quiz) -> Iterator[Change]:
    means = Means.KEY if about.question else Means.PRACTICE_KEY
    if before.question.type == after.question.type:
        first, second = before.solution.key, after.solution.key
        old, new = written_answer(first), written_answer(second)
        if old != new:
            yield about.change("key", f"answer: {_answer(old)} → {_answer(new)}", means)
        elif key_changed(before, after):
            yield about.change("credit", "what counts for the answer changed (credit, ignore or within)", means)
    known = set(map(entry_text, before.corrections))
    for one in after.corrections:
        if entry_text(one) not in known:
            says = f"a correction: it was {said(one.was)}; treat: {one.treat}; because: {one.because}"
            yield about.change("correction", says, means)


def _answer(written: Json) -> str:
    return str(written).lower() if isinstance(written, bool) else said(written)


def _explanations(about: About, before: Quiz, after: Quiz) -> Iterator[Change]:
    old, new = before.solution.why, after.solution.why
    for part in dict.fromkeys([*old, *new]):
        name = f"why {part}".strip()
        yield from about.lines(
            "explanation", name, Means.SHOWN, lines_of(old.get(part, "")), lines_of(new.get(part, ""))
        )
    hints = ([text_of(one) for one in quiz.solution.hints] for quiz in (before, after))
    yield from about.lines("explanation", "hints", Means.SHOWN, *hints)
    for key in dict.fromkeys([*before.notes, *after.notes]):
        yield from about.plain("note", key, Means.SHOWN, before.notes.get(key, ""), after.notes.get(key, ""))


def _drawing(about: About, before: Quiz, after: Quiz) -> Iterator[Change]:
    means = Means.DRAWN if about.question else Means.SHOWN
    for name in ("objective", "level", "status"):
        yield from about.plain(name, name, means, getattr(before, name), getattr(after, name))
    yield from about.plain("points", "points", means, before.question.points, after.question.points)
    gone, new = came_and_went(before.enemies, after.enemies)
    if gone or new:
        yield about.change("enemies", f"enemies: {said(before.enemies)} → {said(after.enemies)}", means)
