"""The lesson page: what readers share is drawn once, and the reader's own parts are put in.

A reader's own parts are few and repeat themselves: a question with a given answer looks the same for everyone who gave
it. So these, too, are drawn once, and a page is put together from what is there. The whole page, once put together,
serves everyone who is as far and gave the same answers; only the token for forms and what was just said differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any

from flask import current_app, get_flashed_messages, render_template
from markupsafe import Markup

from lms.content.reading.explaining import Explained, explained
from lms.content.reading.model import Lesson
from lms.questions.quiz import Json, Question, Solution
from lms.services.ground.person import Person
from lms.services.learning.lessons import LessonPage
from lms.services.learning.practice import Answered
from lms.services.learning.practice import explained as told_whole
from lms.web.drawing import fragments, practice, reader_pages
from lms.web.drawing.fragments import Fragment
from lms.web.drawing.practice import Marked, Refused
from lms.web.drawing.reader_pages import csrf_field, marking
from lms.web.edge import current
from lms.wording.phrases import _

LONGEST_KEPT = 300
"""Longer answers are letters to oneself: hardly two are the same."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whom a page is drawn for, as far as it shows: the content and its languages, and the frame around their pages."""

    content: tuple[str, str, str, str]
    frame: str

    def get(self, key: tuple[object, ...], draw: Callable[[], Fragment]) -> Fragment:
        return fragments.cache().get((*self.content, self.frame, *key), draw)


def _reader() -> _Reader:
    return _Reader(current.edition(), _frame(current.person()))


def _frame(person: Person | None) -> str:
    """Readers for whom the frame around the page is the same."""
    if person is None:
        return "visitor"
    return "learner" if person.role == "learner" else "colleague"


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
        drawn = reader.get(("lesson", *state, explain), lambda: _put_together(reader, page, explain=explain))
    alarm = f"{current.said(_('Error:'))} " if refused is not None else ""
    return reader_pages.fill(drawn, {"messages": _messages(), "alarm": alarm.encode()})


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
    if page.again is not None:
        answers.append((page.again.question.id, "again"))
    return (reasons, page.lesson.course, page.lesson.id, page.done is not None, page.lessons_done, *states, *answers)


def _text_of(given: Json) -> str:
    """One text for each answer: letters are asked for most, and need no JSON."""
    return f"'{given}" if isinstance(given, str) else dumps(given, ensure_ascii=False)


def _put_together(reader: _Reader, page: LessonPage, refused: Refused | None = None, explain: str = "") -> Fragment:
    """The whole page, with marks for the token of its forms and for messages."""
    parts = {"far": _far(reader, page), "end": _end(reader, page), "outline": _outline(reader, page)}
    parts["again"] = _again(reader, page)
    answers = page.answers
    own = [one for one in page.lesson.questions if one.id in page.given or (refused and refused.quiz == one.id)]
    for question in own:
        if refused is not None and refused.quiz == question.id:
            parts[f"quiz {question.id}"] = _draw_refused(page.lesson, question, refused)
        else:
            answered = answers[question.id]
            parts[f"quiz {question.id}"] = _card(reader, page.lesson, question, answered, explain == question.id)
    shared = frozenset(one.id for one in page.lesson.questions if one not in own)
    key = ("page", page.lesson.path, page.takes_answers, tuple(one.id for one in own))
    return reader.get(key, lambda: _draw_whole(page, shared)).with_parts(parts)


def changed(lesson: Lesson, question: Question, answered: Answered) -> bytes:
    """What an answer changes on the page: its own card."""
    reader = _reader()
    return reader_pages.fill(_card(reader, lesson, question, answered))


def ending(page: LessonPage) -> bytes:
    """What changes on the page when the lesson is done: how far the reader is, and the way on."""
    reader = _reader()
    return reader_pages.fill(_far(reader, page)) + reader_pages.fill(_end(reader, page))


def refused_card(lesson: Lesson, question: Question, refused: Refused) -> bytes:
    """A question whose answer could not be taken, with what was typed."""
    return reader_pages.fill(_draw_refused(lesson, question, refused))


def _draw_refused(lesson: Lesson, question: Question, refused: Refused) -> Fragment:
    with marking() as marks:
        return marks.cut(_draw_card(lesson, question, refused=refused))


def _card(reader: _Reader, lesson: Lesson, question: Question, answered: Answered, explain: bool = False) -> Fragment:
    answer = _text_of(answered.answer)
    if explain and answered.more:
        answered = told_whole(answered, _solution(lesson, question))
    if len(answer) > LONGEST_KEPT:
        return _draw_answered(lesson, question, answered)
    key = ("card", lesson.path, question.id, answer, answered.more)
    return reader.get(key, lambda: _draw_answered(lesson, question, answered))


def _draw_answered(lesson: Lesson, question: Question, answered: Answered) -> Fragment:
    marked = practice.told(question, answered)
    with marking() as marks:
        return marks.cut(_draw_card(lesson, question, marked=marked))


def _draw_card(
    lesson: Lesson,
    question: Question,
    marked: Marked | None = None,
    refused: Refused | None = None,
    shut: bool = False,
) -> Markup:
    number = lesson.questions.index(question) + 1
    hints = _solution(lesson, question).hints
    drawn: Markup = _macros().card(
        lesson, question, number, hints, csrf_field(), current.person(), marked, refused, shut
    )
    return drawn


def _solution(lesson: Lesson, question: Question) -> Solution:
    return current.reading().catalog().solutions[lesson.course][question.id]


def _draw_whole(page: LessonPage, shared: frozenset[str]) -> Fragment:
    """The page with marks for what is its reader's own. The questions in `shared` stand in it as they are for all."""
    with marking() as marks:

        def quiz(id: str) -> Markup:
            question = next(one for one in page.lesson.questions if one.id == id)
            if id in shared:
                return _draw_card(page.lesson, question, shut=not page.takes_answers)
            return marks.mark(f"quiz {id}")

        passages = explained(page.lesson.passages, _terms(page.lesson.language))
        html = render_template(
            "courses/lesson.html", lesson=page.lesson, shown=page, passages=passages, mark=marks.mark, quiz=quiz
        )
        return marks.cut(html)


def _terms(language: str) -> Sequence[Explained]:
    """What the glossary of a language explains; nothing where there is none in it."""
    glossaries = current.reading().catalog().others.get("glossary", {}).values()
    return next((one.terms for one in glossaries if one.language == language), ())


def _outline(reader: _Reader, page: LessonPage) -> Fragment:
    states = tuple([link.state for link in page.outline])

    def draw_rows() -> Fragment:
        here = page.lesson.id
        rows = (_macros().row(one.lesson, "here" if one.lesson.id == here else one.state) for one in page.outline)
        return _plain(Markup("").join(rows))

    return reader.get(("outline", page.lesson.path, states), draw_rows)


def _far(reader: _Reader, page: LessonPage) -> Fragment:
    key = ("far", page.lesson.path, page.done is not None, page.lessons_done)
    return reader.get(key, lambda: _plain(_macros().far(page)))


def _again(reader: _Reader, page: LessonPage) -> Fragment:
    """A question from before that was not right yet, folded away; nothing where there is none."""
    missed = page.again
    if missed is None:
        return Fragment((b"",))

    def draw_again() -> Fragment:
        with marking() as marks:
            return marks.cut(_macros().again(missed.lesson, _draw_card(missed.lesson, missed.question)))

    return reader.get(("again", missed.lesson.path, missed.question.id), draw_again)


def _end(reader: _Reader, page: LessonPage) -> Fragment:
    all_done = page.lessons_done == page.lessons

    def draw_end() -> Fragment:
        with marking() as marks:
            return marks.cut(_macros().end(page, all_done, csrf_field()))

    reasons = () if page.takes_answers else page.gate.reasons
    key = ("end", page.lesson.path, page.done is not None, all_done, reasons)
    return reader.get(key, draw_end)


def _plain(drawn: Markup) -> Fragment:
    return Fragment((drawn.encode(),))


def _messages() -> bytes:
    messages = get_flashed_messages()
    if not messages:
        return b""
    drawn: Markup = _macros().said(messages)
    return drawn.encode()


def _macros() -> Any:
    """The macros of a template, as functions that give Markup."""
    return current_app.jinja_env.get_template("courses/parts.html").module
