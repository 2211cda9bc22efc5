"""The catalogue, a course, its lessons, and the pictures in them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.content.reading.model import Course, Lesson
from lms.progress.gates import Closed
from lms.questions import amounts, marking
from lms.questions.kind import NotAnAnswer
from lms.questions.quiz import Json, Question
from lms.services.ground.refusals import Invalid, NotFound
from lms.services.learning import courses as course_views
from lms.services.learning import lessons as learning
from lms.services.learning.courses import find_course
from lms.web.drawing import filters, pictures, playing, practice, reader_pages, shared
from lms.web.drawing.fragments import state_of
from lms.web.drawing.practice import Refused
from lms.web.edge import current, policies
from lms.web.pages.learning import lesson_pages
from lms.wording.phrases import _

pages = Blueprint("courses", __name__)

LENGTHS = (30, 60, 120, 240)
"""Minutes: how long a course may take, for who has no more."""

IN_PLACE = "X-In-Place"
"""Sent by our script, which puts what changed where it stands; it says whether the lesson is called done already."""

DONE_BEFORE = "done"
EXPLAIN = "explain"
"""In the address of a lesson: the question of which all whys are asked for, though it is not answered right yet."""


@pages.get("/courses")
@policies.anyone()
@shared.same_for_visitors
def catalogue() -> bytes:
    """All courses, or those of one path, level, topic and length. A word that is none of these narrows nothing."""
    every = course_views.catalogue(current.reading(), current.person())
    choices = _choices([card.course for card in every])
    asked = {key: word for key in choices if (word := current.argument(key)) in choices[key]}
    cards = [card for card in every if all(_fits(card.course, key, word) for key, word in asked.items())]
    return reader_pages.page("courses/catalogue.html", cards=cards, every=len(every), asked=asked, choices=choices)


def _choices(courses: Sequence[Course]) -> dict[str, dict[str, str]]:
    """What the catalogue can be narrowed by, each with the words for it."""
    topics = sorted({topic for course in courses for topic in course.topics}, key=str.casefold)
    return {
        "path": dict(filters.ways()),
        "level": dict[str, str](filters.LEVELS),
        "topic": {topic: topic for topic in topics},
        "minutes": {str(most): _("Up to %(time)s", time=amounts.minutes(most)) for most in LENGTHS},
    }


def _fits(course: Course, key: str, word: str) -> bool:
    if key == "minutes":
        return course.minutes <= int(word)
    return word in {"path": course.paths, "level": (course.level,), "topic": course.topics}[key]


@pages.get("/courses/<course>")
@policies.anyone()
@shared.same_for_visitors
def course(course: str) -> bytes | Response:
    page = course_views.course_page(current.reading(), current.person(), course)
    about = (page.gate, page.joined, page.done, page.lessons_done, page.minutes_left, page.next)
    links = [(link.state, link.is_new, link.gate) for view in page.modules for link in view.lessons]
    seen = state_of(about), tuple(links)
    return playing.allowed(reader_pages.page("courses/course.html", seen=seen, course=page.course, shown=page))


@pages.get("/courses/<course>/<lesson>")
@policies.anyone()
@shared.same_for_visitors
def lesson(course: str, lesson: str) -> bytes | Response:
    page = learning.lesson_page(current.reading(), current.person(), course, lesson)
    if not page.readable:
        return make_response(render_template("courses/closed.html", shown=page, gate=page.gate), 403)
    return playing.allowed(lesson_pages.draw(page, explain=current.argument(EXPLAIN)))


@pages.post("/courses/<course>/<lesson>/quizzes/<quiz>")
@policies.signed_in()
def answer(course: str, lesson: str, quiz: str) -> AnyResponse | bytes | tuple[bytes, int]:
    """Mark an answer. A plain form goes back to the lesson; our script gets what changes on the page."""
    context, learner = current.reading(), current.learner()
    at, question = _question(course, lesson, quiz)
    try:
        answered = learning.answer_quiz(context, learner, course, lesson, quiz, _given(question))
    except Invalid as error:
        refused = Refused(quiz, request.form.to_dict(flat=False), error.message)
        if IN_PLACE in request.headers:
            return lesson_pages.refused_card(at, question, refused), 422
        return lesson_pages.draw(learning.lesson_page(context, learner, course, lesson), refused), 422
    if IN_PLACE not in request.headers:
        return redirect(url_for(".lesson", course=course, lesson=lesson, _anchor=f"quiz_{quiz}"), 303)
    changed = lesson_pages.changed(at, question, answered)
    if answered.lesson_done and request.headers[IN_PLACE] != DONE_BEFORE:
        changed += lesson_pages.ending(learning.lesson_page(context, learner, course, lesson))
    return changed


def _question(course: str, lesson: str, quiz: str) -> tuple[Lesson, Question]:
    catalog = current.reading().catalog()
    found = learning.find_lesson(find_course(catalog, course), lesson)
    for question in found.questions:
        if question.id == quiz:
            return found, question
    raise NotFound(_("There is no such question in this lesson."))


def _given(question: Question) -> Json:
    given = marking.from_form(question, request.form.to_dict(flat=False))
    if isinstance(given, NotAnAnswer):
        raise Invalid(given.reason, field="answer")
    if given is None:
        raise Invalid(practice.not_answered(question), field="answer")
    return given


@pages.post("/courses/<course>/<lesson>/completion")
@policies.signed_in()
def complete(course: str, lesson: str) -> AnyResponse:
    """Mark a lesson that is to be read as done, and go on to the next one that is open."""
    page = learning.complete_lesson(current.reading(), current.learner(), course, lesson)
    flash(current.said(_("“%(title)s” is done.", title=page.lesson.title)))
    links = {link.lesson.id: link for link in page.outline}
    following = page.following
    closed = following is None or (following.id in links and isinstance(links[following.id].gate, Closed))
    if following is None or closed:
        return redirect(url_for(".course", course=course), 303)
    return redirect(url_for(".lesson", course=course, lesson=following.id), 303)


@pages.get("/courses/<course>/media/<path:file>")
@policies.public(cache=shared.ASK_AGAIN)
def media(course: str, file: str) -> Response:
    """A picture, a caption or a transcript of a course. A drawing that is opened by itself runs nothing."""
    return pictures.answer(f"courses/{course}/media/{file}")
