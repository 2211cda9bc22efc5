"""Courses, lessons and practice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response

from lms.content.reading.model import Course, Lesson, Objective
from lms.progress.steps import Step
from lms.questions.public import question_json
from lms.questions.quiz import Json, Question
from lms.services.learning import courses as course_views
from lms.services.learning import lessons
from lms.services.learning.courses import CourseCard, CoursePage, ModuleView
from lms.services.learning.lessons import LessonPage
from lms.services.learning.outline import LessonLink
from lms.services.learning.practice import Answered
from lms.web.api.blueprint import api
from lms.web.api.body import read_body
from lms.web.api.values import answer, in_language, reasons_of, share, state_of
from lms.web.edge import current, policies
from lms.web.edge.problems import moment_json


@api.get("/courses")
@policies.anyone()
def courses() -> Response:
    context = current.reading()
    cards = [card_json(one) for one in course_views.catalogue(context, current.person())]
    return answer(cards, headers=in_language(context.catalog().language))


@api.get("/courses/<course>")
@policies.anyone()
def course(course: str) -> Response:
    context = current.reading()
    page = course_views.course_page(context, current.person(), course)
    return answer(course_json(page, context.catalog().objectives), headers=in_language(page.course.language))


@api.get("/courses/<course>/lessons/<lesson>")
@policies.anyone()
def lesson(course: str, lesson: str) -> Response:
    page = lessons.lesson_page(current.reading(), current.person(), course, lesson)
    return answer(lesson_json(page), headers=in_language(page.lesson.language))


@api.post("/courses/<course>/lessons/<lesson>/completion")
@policies.signed_in()
def complete_lesson(course: str, lesson: str) -> Response:
    page = lessons.complete_lesson(current.reading(), current.learner(), course, lesson)
    return answer(lesson_json(page), headers=in_language(page.lesson.language))


@api.post("/courses/<course>/lessons/<lesson>/quizzes/<quiz>/answers")
@policies.signed_in()
def answer_quiz(course: str, lesson: str, quiz: str) -> Response:
    body = read_body()
    given, explain = body.answer(), body.yes("explain")
    context = current.reading()
    answered = lessons.answer_quiz(context, current.learner(), course, lesson, quiz, given, explain=explain)
    language = context.catalog().courses[course].lessons[lesson].language
    return answer(answered_json(answered), headers=in_language(language))


def about_course(course: Course) -> dict[str, Json]:
    """What a course says of itself, the same for everyone."""
    return {
        "id": course.id,
        "path": course.path,
        "title": course.title,
        "summary": course.summary,
        "language": course.language,
        "languages": list(course.languages or (course.language,)),
        "in_part": list(course.in_part),
        "level": course.level,
        "paths": list(course.paths),
        "minutes": course.minutes,
    }


def card_json(card: CourseCard) -> dict[str, Json]:
    return about_course(card.course) | {
        "lessons": card.lessons,
        "lessons_done": card.lessons_done,
        "minutes_left": card.minutes_left,
        "joined": card.joined,
        "done": moment_json(card.done),
        "state": state_of(card.gate, card.done),
        "reasons": reasons_of(card.gate),
    }


def course_json(page: CoursePage, objectives: Mapping[str, Objective]) -> dict[str, Json]:
    return progress_json(page) | {
        "html": page.course.html,
        "objectives": [{"id": id, "text": objectives[id].text} for id in page.course.objectives],
    }


def progress_json(page: CoursePage) -> dict[str, Json]:
    """How far somebody is in a course, lesson by lesson."""
    return about_course(page.course) | {
        "lessons_done": page.lessons_done,
        "minutes_left": page.minutes_left,
        "joined": page.joined,
        "done": moment_json(page.done),
        "state": state_of(page.gate, page.done),
        "reasons": reasons_of(page.gate),
        "modules": [module_json(one) for one in page.modules],
        "next": step_json(page.next),
    }


def module_json(view: ModuleView) -> dict[str, Json]:
    """A module: done with all its lessons, closed while none of those left is open, for the reasons they share."""
    left = [one for one in view.lessons if one.state != "done"]
    closed = bool(left) and all(one.state == "closed" for one in left)
    return {
        "id": view.module.id,
        "title": view.module.title,
        "state": "closed" if closed else "open" if left else "done",
        "reasons": [one for one in reasons_of(left[0].gate) if _shared(one, left)] if closed else [],
        "lessons": [link_json(one) for one in view.lessons],
    }


def _shared(reason: dict[str, Json], links: Sequence[LessonLink]) -> bool:
    return all(reason in reasons_of(one.gate) for one in links)


def link_json(link: LessonLink) -> dict[str, Json]:
    return {
        "id": link.lesson.id,
        "path": link.lesson.path,
        "title": link.lesson.title,
        "minutes": link.lesson.minutes,
        "state": link.state,
        "reasons": reasons_of(link.gate),
        "new": link.is_new,
    }


def lesson_json(page: LessonPage) -> dict[str, Json]:
    """The lesson; of one that may not be read yet, its title and the reasons."""
    lesson = page.lesson
    answers = page.answers if page.readable else {}
    return {
        "id": lesson.id,
        "course": lesson.course,
        "path": lesson.path,
        "title": lesson.title,
        "language": lesson.language,
        "languages": list(lesson.languages or (lesson.language,)),
        "in_part": list(lesson.in_part),
        "minutes": lesson.minutes,
        "complete_when": lesson.complete_when,
        "state": state_of(page.gate, page.done),
        "reasons": reasons_of(page.gate),
        "done": moment_json(page.done),
        "html": "".join(one.html for one in lesson.passages) if page.readable else "",
        "passages": passages_json(lesson) if page.readable else [],
        "quizzes": [quiz_json(one, answers.get(one.id)) for one in lesson.questions] if page.readable else [],
        "previous": page.previous and page.previous.id,
        "following": page.following and page.following.id,
    }


def passages_json(lesson: Lesson) -> list[dict[str, str]]:
    """Prose and quizzes in reading order: each has `html`, or `quiz` with an id."""
    return [{"quiz": one.quiz} if one.quiz else {"html": one.html} for one in lesson.passages]


def quiz_json(question: Question, answered: Answered | None) -> dict[str, Json]:
    given = answered_json(answered) if answered is not None else None
    return {"id": question.id} | question_json(question) | {"answered": given}


def answered_json(answered: Answered) -> dict[str, Json]:
    return {
        "quiz": answered.quiz,
        "answer": answered.answer,
        "share": share(answered.share),
        "correct": answered.correct,
        "parts": dict(answered.parts),
        "why": dict(answered.why),
        "more": answered.more,
        "right_answer": answered.right,
        "tries": answered.tries,
        "lesson_done": answered.lesson_done,
        "course_done": answered.course_done,
        "next": step_json(answered.next),
    }


def step_json(step: Step | None) -> dict[str, Json] | None:
    """What to do next, by its path; `quiz` is where to go on within a lesson."""
    if step is None:
        return None
    return {
        "kind": step.kind,
        "path": step.path,
        "title": step.title,
        "minutes": step.minutes,
        "quiz": step.quiz or None,
        "started": step.started,
    }
