"""The lesson page: what readers share is drawn once per revision and language, the reader's own parts are put in.

A reader's own parts are few and repeat themselves: a question with a given answer looks the same for everyone who gave
it. So these, too, are drawn once, and a page is put together from what is there. The whole page, once put together,
serves everyone who is as far and gave the same answers; only the token for forms and what was just said differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from json import dumps
from typing import Any

from flask import Blueprint, current_app, get_flashed_messages, render_template, session
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from lms.content.reading.model import Lesson
from lms.questions.quiz import Json, Question, Solution
from lms.services.ground.person import Person
from lms.services.learning.lessons import Answered, LessonPage, explained
from lms.web import current, layout, practice
from lms.web.practice import Marked, Refused
from lms.web.split import Marks, Shelf, Split

EXTENSION = "drawn-lessons"
LONGEST_KEPT = 300
"""Longer answers are letters to oneself: hardly two are the same."""

MOST_PAGES = 1000
"""Whole pages are large: so many of 18 KB take 18 MB."""


def install(pages: Blueprint) -> None:
    """Shelves for drawings in each app that has these pages."""

    @pages.record_once
    def _make_shelves(setup: BlueprintSetupState) -> None:
        setup.app.extensions[EXTENSION] = Shelves(Shelf(), Shelf(MOST_PAGES))


@dataclass(frozen=True, slots=True)
class Shelves:
    """Drawings of parts, and of whole pages that were put together from them."""

    parts: Shelf[Split]
    pages: Shelf[Split]


@dataclass(frozen=True, slots=True)
class _Reader:
    """What drawing needs to know of who reads: the frame around their pages, and the token for their forms."""

    frame: tuple[str, str]
    csrf: bytes
    shelves: Shelves
    revision: str

    def get(self, key: tuple[object, ...], draw: Callable[[], Split]) -> Split:
        return self.shelves.parts.get(self.revision, (self.frame, *key), draw)

    def get_page(self, key: tuple[object, ...], draw: Callable[[], Split]) -> Split:
        return self.shelves.pages.get(self.revision, (self.frame, *key), draw)

    def fill(self, drawn: Split) -> bytes:
        return drawn.fill({"csrf": self.csrf})


def _reader() -> _Reader:
    person = current.person()
    catalog = current.reading().catalog()
    return _Reader(
        frame=_frame(person, catalog.language),
        csrf=layout.csrf_field().encode() if person else b"",
        shelves=current_app.extensions[EXTENSION],
        revision=catalog.revision,
    )


def _frame(person: Person | None, language: str) -> tuple[str, str]:
    """Readers for whom the frame around the page is the same, and who read the same language."""
    if person is None:
        return "visitor", language
    return "learner" if person.role == "learner" else "colleague", language


def draw(page: LessonPage, refused: Refused | None = None, explain: str = "") -> bytes:
    """The page for its reader; `refused` is an answer that could not be taken, with the question it was for.

    `explain` is a question whose reader asks for all that explains it, though it is not right yet.
    """
    reader = _reader()
    explain = explain if explain in page.given else ""
    state = None if refused is not None else _state(page)
    if state is None:
        drawn = _put_together(reader, page, refused, explain)
    else:
        drawn = reader.get_page((*state, explain), lambda: _put_together(reader, page, explain=explain))
    alarm = b"Error: " if refused is not None else b""
    return drawn.fill({"csrf": reader.csrf, "messages": _messages(), "alarm": alarm})


def _state(page: LessonPage) -> tuple[object, ...] | None:
    """What a page depends on beside its lesson: how far the reader is, and what they answered. None: not to be kept."""
    answers = []
    for quiz, given in page.given.items():
        answer = _text_of(given)
        if len(answer) > LONGEST_KEPT:
            return None
        answers.append((quiz, answer))
    states = [link.state for link in page.outline]
    reasons = () if page.takes_answers else page.gate.reasons
    return (reasons, page.lesson.course, page.lesson.id, page.done is not None, page.lessons_done, *states, *answers)


def _text_of(given: Json) -> str:
    """One text for each answer: letters are asked for most, and need no JSON."""
    return f"'{given}" if isinstance(given, str) else dumps(given, ensure_ascii=False)


def _put_together(reader: _Reader, page: LessonPage, refused: Refused | None = None, explain: str = "") -> Split:
    """The whole page, with marks for the token of its forms and for messages."""
    parts = {"far": _far(reader, page), "end": _end(reader, page), "outline": _outline(reader, page)}
    own = [one for one in page.lesson.questions if one.id in page.given or (refused and refused.quiz == one.id)]
    for question in own:
        if refused is not None and refused.quiz == question.id:
            parts[f"quiz {question.id}"] = _draw_refused(page.lesson, question, refused)
        else:
            answered = page.answers[question.id]
            parts[f"quiz {question.id}"] = _card(reader, page.lesson, question, answered, explain == question.id)
    shared = frozenset(one.id for one in page.lesson.questions if one not in own)
    key = ("page", page.lesson.path, page.takes_answers, tuple(one.id for one in own))
    return reader.get(key, lambda: _draw_whole(page, shared)).with_parts(parts)


def changed(lesson: Lesson, question: Question, answered: Answered) -> bytes:
    """What an answer changes on the page: its own card."""
    reader = _reader()
    return reader.fill(_card(reader, lesson, question, answered))


def ending(page: LessonPage) -> bytes:
    """What changes on the page when the lesson is done: how far the reader is, and the way on."""
    reader = _reader()
    return reader.fill(_far(reader, page)) + reader.fill(_end(reader, page))


def refused_card(lesson: Lesson, question: Question, refused: Refused) -> bytes:
    """A question whose answer could not be taken, with what was typed."""
    return _reader().fill(_draw_refused(lesson, question, refused))


def _draw_refused(lesson: Lesson, question: Question, refused: Refused) -> Split:
    marks = Marks()
    return marks.split(_draw_card(lesson, question, marks.mark("csrf"), refused=refused))


def _card(reader: _Reader, lesson: Lesson, question: Question, answered: Answered, explain: bool = False) -> Split:
    answer = _text_of(answered.answer)
    if explain and answered.more:
        answered = explained(answered, _solution(lesson, question))
    if len(answer) > LONGEST_KEPT:
        return _draw_answered(lesson, question, answered)
    key = ("card", lesson.path, question.id, answer, answered.more)
    return reader.get(key, lambda: _draw_answered(lesson, question, answered))


def _draw_answered(lesson: Lesson, question: Question, answered: Answered) -> Split:
    marks = Marks()
    marked = practice.told(question, answered)
    return marks.split(_draw_card(lesson, question, marks.mark("csrf"), marked=marked))


def _draw_card(
    lesson: Lesson,
    question: Question,
    csrf: Markup,
    marked: Marked | None = None,
    refused: Refused | None = None,
    shut: bool = False,
) -> Markup:
    number = lesson.questions.index(question) + 1
    hints = _solution(lesson, question).hints
    drawn: Markup = _macros().card(lesson, question, number, hints, csrf, current.person(), marked, refused, shut)
    return drawn


def _solution(lesson: Lesson, question: Question) -> Solution:
    return current.reading().catalog().solutions[lesson.course][question.id]


def _draw_whole(page: LessonPage, shared: frozenset[str]) -> Split:
    """The page with marks for what is its reader's own. The questions in `shared` stand in it as they are for all."""
    marks = Marks()

    def quiz(id: str) -> Markup:
        question = next(one for one in page.lesson.questions if one.id == id)
        if id in shared:
            return _draw_card(page.lesson, question, marks.mark("csrf"), shut=not page.takes_answers)
        return marks.mark(f"quiz {id}")

    html = render_template("courses/lesson.html", lesson=page.lesson, shown=page, mark=marks.mark, quiz=quiz)
    return marks.split(html)


def _outline(reader: _Reader, page: LessonPage) -> Split:
    states = tuple([link.state for link in page.outline])

    def draw_rows() -> Split:
        here = page.lesson.id
        rows = (_macros().row(one.lesson, "here" if one.lesson.id == here else one.state) for one in page.outline)
        return _plain(Markup("").join(rows))

    return reader.get(("outline", page.lesson.path, states), draw_rows)


def _far(reader: _Reader, page: LessonPage) -> Split:
    key = ("far", page.lesson.path, page.done is not None, page.lessons_done)
    return reader.get(key, lambda: _plain(_macros().far(page)))


def _end(reader: _Reader, page: LessonPage) -> Split:
    all_done = page.lessons_done == page.lessons

    def draw_end() -> Split:
        marks = Marks()
        return marks.split(str(_macros().end(page, all_done, marks.mark("csrf"))))

    reasons = () if page.takes_answers else page.gate.reasons
    key = ("end", page.lesson.path, page.done is not None, all_done, reasons)
    return reader.get(key, draw_end)


def _plain(drawn: Markup) -> Split:
    return Split((drawn.encode(),), ())


def _messages() -> bytes:
    if "_flashes" not in session:
        return b""
    drawn: Markup = _macros().said(get_flashed_messages())
    return drawn.encode()


def _macros() -> Any:
    """The macros of a template, as functions that give Markup."""
    return current_app.jinja_env.get_template("courses/parts.html").module
