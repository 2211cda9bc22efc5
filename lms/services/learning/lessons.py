"""Lessons: what a learner sees, answers and completes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Course, Lesson
from lms.content.reading.targets import COURSES, target_of
from lms.progress.again import Missed, missed_before
from lms.progress.completions import what_follows
from lms.progress.events import Event
from lms.progress.gates import Closed, Gate, gate_after, lesson_gate
from lms.progress.standing import CourseStanding, LessonStanding, Standing, fold
from lms.progress.steps import next_step
from lms.questions.kind import NotAnAnswer
from lms.questions.marking import accept, share
from lms.questions.quiz import Json, Solution
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.services.learning.courses import find_course, lessons_done
from lms.services.learning.outline import Around, LessonLink, link, outlines
from lms.services.learning.practice import Answered, explained, marked_today, outcome
from lms.store import events, standings
from lms.store.locks import hold_account
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson for its reader. Where `readable` is False, only the gate and its reasons may be shown.

    `given` is the reader's newest answer to each question that has one, and `answers` the same with what came of it:
    they are marked when they are asked for, as the lesson is today, so that an edit shows in practice at once.
    `again` is a question from before that was not right yet.
    """

    course: Course
    lesson: Lesson
    gate: Gate
    readable: bool
    joined: bool
    done: datetime | None
    given: Mapping[str, Json]
    solutions: Mapping[str, Solution]
    own: LessonStanding
    previous: Lesson | None
    following: Lesson | None
    outline: tuple[LessonLink, ...]
    lessons_done: int
    lessons: int
    again: Missed | None = None

    @property
    def takes_answers(self) -> bool:
        """Whether what is sent would be taken: a lesson that is done stays open, whatever was put in front of it."""
        return self.done is not None or not isinstance(self.gate, Closed)

    @property
    def answers(self) -> Mapping[str, Answered]:
        asked = {one.id: one for one in self.lesson.questions}
        return {id: marked_today(asked[id], self.solutions[id], given, self.own) for id, given in self.given.items()}


def find_lesson(course: Course, lesson_id: str) -> Lesson:
    lesson = course.lessons.get(lesson_id)
    if lesson is None:
        raise NotFound(_("There is no such lesson in this course."))
    return lesson


def lesson_page(context: Context, person: Person | None, course_id: str, lesson_id: str) -> LessonPage:
    """A lesson. Without signing in, the first lesson of a course may be read, and none answered."""
    catalog = context.catalog()
    course = find_course(catalog, course_id)
    lesson = find_lesson(course, lesson_id)
    around = outlines(context).of(catalog, course).around[lesson.id]
    if person is None:
        return _lesson_page(catalog, course, around, Standing(), {}, signed_in=False)
    engine = context.database.engine
    standing, answers = renamed.with_last_answers(engine, catalog, person.id, course, lesson)
    return _lesson_page(catalog, course, around, standing, answers, signed_in=True)


def _lesson_page(
    catalog: Catalog,
    course: Course,
    around: Around,
    standing: Standing,
    answered: Mapping[str, Json],
    *,
    signed_in: bool,
) -> LessonPage:
    lesson, mine = around.lesson, standing.course(course.id)
    own = mine.lesson(lesson.id)
    gate = gate_after(catalog, around.requires, standing)
    solutions = catalog.solutions.get(course.id, {})
    open_to_read = is_readable(around, own, gate, signed_in=signed_in)
    given = {one.id: answered[one.id] for one in lesson.questions if one.id in answered}
    return LessonPage(
        course=course,
        lesson=lesson,
        gate=gate,
        readable=open_to_read,
        joined=mine.joined is not None,
        done=own.done,
        given=given,
        solutions=solutions,
        own=own,
        previous=around.previous,
        following=around.following,
        outline=tuple([link(catalog, place, standing, mine) for place in around.beside]),
        lessons_done=lessons_done(course, mine),
        lessons=len(course.lessons),
        again=missed_before(course, lesson, mine) if open_to_read and mine.lessons else None,
    )


def is_readable(around: Around, own: LessonStanding, gate: Gate, *, signed_in: bool) -> bool:
    """Whether the lesson may be read: the first of a course by anybody, the others by who is signed in, where open.

    What was done once stays readable, whatever was put in front of it since.
    """
    first = around.previous is None
    return first if not signed_in else first or own.done is not None or not isinstance(gate, Closed)


def may_read(context: Context, catalog: Catalog, standing: Standing, path: str, *, signed_in: bool) -> bool:
    """Whether the lesson at a path may be read; False where there is none."""
    target = target_of(path)
    course = catalog.courses.get(target.id) if target.family == COURSES else None
    if course is None or target.part not in course.lessons:
        return False
    around = outlines(context).of(catalog, course).around[target.part]
    own = standing.course(course.id).lesson(target.part)
    return is_readable(around, own, gate_after(catalog, around.requires, standing), signed_in=signed_in)


def answer_quiz(
    context: Context,
    person: Person,
    course_id: str,
    lesson_id: str,
    quiz_id: str,
    answer: Json,
    *,
    explain: bool = False,
) -> Answered:
    """Mark an answer in practice and keep it. The first act in a course joins it."""
    catalog = context.catalog()
    course = find_course(catalog, course_id)
    lesson = find_lesson(course, lesson_id)
    question = next((one for one in lesson.questions if one.id == quiz_id), None)
    if question is None:
        raise NotFound(_("There is no such question in this lesson."))
    solution = catalog.solutions[course.id][quiz_id]
    accepted = accept(question, answer)
    earned = None if isinstance(accepted, NotAnAnswer) else share(solution.key, accepted)
    with context.database.writing() as session:
        stored, standing = _open_standing(session, catalog, person, course, lesson)
        if isinstance(accepted, NotAnAnswer):
            raise Invalid(accepted.reason, field="answer")
        event = Event("answered", context.now(), lesson.id, quiz_id, earned, accepted)
        after = _happened(session, person, course, stored.course(course.id), standing.course(course.id), event)
    marked = outcome(question, solution, accepted, earned, after.lesson(lesson.id).quizzes[quiz_id].tries)
    marked = explained(marked, solution) if explain else marked
    follows = replace(standing, courses={**standing.courses, course.id: after})
    return replace(
        marked,
        lesson_done=after.lesson(lesson.id).done is not None,
        course_done=after.done is not None,
        next=next_step(catalog, course, follows),
    )


def _open_standing(
    session: Session, catalog: Catalog, person: Person, course: Course, lesson: Lesson
) -> tuple[Standing, Standing]:
    """The person's standing as it is stored and as it counts, held until the end, in a lesson that is open to them."""
    hold_account(session, person.id)
    stored, standing = renamed.with_stored(session, catalog, person.id)
    gate = lesson_gate(catalog, course, lesson, standing)
    if isinstance(gate, Closed) and standing.course(course.id).lesson(lesson.id).done is None:
        raise ClosedDoor(_("This lesson is not open yet."), gate.reasons)
    return stored, standing


def _happened(
    session: Session,
    person: Person,
    course: Course,
    stored: CourseStanding,
    standing: CourseStanding,
    event: Event,
) -> CourseStanding:
    """Append an event with all that it brings about, and keep the standing that follows.

    What is kept follows from the events under the course's name of today alone: `stored` has no others.
    """
    joined = [Event("joined", event.at)] if standing.joined is None else []
    after = fold(standing, event)
    following = what_follows(course, after, event)
    for one in following:
        after = fold(after, one)
    kept = reduce(fold, (event, *following), stored)
    events.append(
        session,
        [
            {
                "account_id": person.id,
                "subject": course.path,
                "kind": one.kind,
                "at": one.at,
                "part": one.part,
                "quiz": one.quiz,
                "share": None if one.share is None else str(one.share),
                "answer": one.answer,
            }
            for one in [*joined, event, *following]
        ],
    )
    standings.keep_course(session, person.id, course.path, kept)
    return after


def complete_lesson(context: Context, person: Person, course_id: str, lesson_id: str) -> LessonPage:
    """Mark a lesson that is to be read as done. Doing it again changes nothing."""
    catalog = context.catalog()
    course = find_course(catalog, course_id)
    lesson = find_lesson(course, lesson_id)
    with context.database.writing() as session:
        stored, standing = _open_standing(session, catalog, person, course, lesson)
        if lesson.complete_when != "read":
            raise Conflict(_("This lesson is done when its questions are answered; there is nothing to mark."))
        mine = standing.course(course.id)
        if mine.lesson(lesson.id).done is None:
            _happened(
                session, person, course, stored.course(course.id), mine, Event("lesson_done", context.now(), lesson.id)
            )
    return lesson_page(context, person, course_id, lesson_id)
