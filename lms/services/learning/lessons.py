"""Courses and lessons: what a learner sees, answers and completes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import reduce

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Course, Lesson, Module
from lms.progress.completions import what_follows
from lms.progress.events import Event
from lms.progress.fulfilled import fulfilled
from lms.progress.gates import OPEN, Closed, Gate, course_gate, gate_after, lesson_gate
from lms.progress.requirements.lesson import lesson_requirements
from lms.progress.standing import CourseStanding, LessonStanding, Standing, fold
from lms.progress.steps import Step, minutes_left, next_step
from lms.progress.surroundings import surroundings_in
from lms.questions.kind import NotAnAnswer
from lms.questions.kinds import KINDS
from lms.questions.marking import accept, answer_text, is_scored, judged, share, whys_before
from lms.questions.quiz import Json, Question, Solution
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.store import events, standings
from lms.store.locks import hold_account

MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list, with how far its reader is."""

    course: Course
    gate: Gate
    joined: bool
    done: datetime | None
    lessons_done: int
    lessons: int
    minutes_left: int


@dataclass(frozen=True, slots=True)
class LessonLink:
    """A lesson in an outline. `state` is open, done or closed; `is_new`: it came after the course was completed."""

    lesson: Lesson
    state: str
    gate: Gate
    is_new: bool


@dataclass(frozen=True, slots=True)
class ModuleView:
    module: Module
    lessons: tuple[LessonLink, ...]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course's own page for its reader."""

    course: Course
    gate: Gate
    joined: bool
    done: datetime | None
    lessons_done: int
    modules: tuple[ModuleView, ...]
    next: Step | None
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in practice and what came of it. `share` and `correct` are None where nothing is scored.

    `why` is HTML by option key, or under "" for the whole, as far as it may be read now; `more` says that the rest
    tells what is still to be found. `parts` says of each part whether it is right. `right` is the right answer as HTML,
    once it was found.
    """

    quiz: str
    answer: Json
    share: Fraction | None
    correct: bool | None
    why: Mapping[str, str]
    right: str
    tries: int
    lesson_done: bool = False
    course_done: bool = False
    next: Step | None = None
    parts: Mapping[str, bool | None] = field(default_factory=dict)
    more: bool = False


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson for its reader. Where `readable` is False, only the gate and its reasons may be shown.

    `given` is the reader's newest answer to each question that has one, and `answers` the same with what came of it:
    they are marked when they are asked for, as the lesson is today, so that an edit shows in practice at once.
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

    @property
    def takes_answers(self) -> bool:
        """Whether what is sent would be taken: a lesson that is done stays open, whatever was put in front of it."""
        return self.done is not None or not isinstance(self.gate, Closed)

    @property
    def answers(self) -> Mapping[str, Answered]:
        asked = {one.id: one for one in self.lesson.questions}
        return {id: _marked(asked[id], self.solutions[id], given, self.own) for id, given in self.given.items()}


def _marked(question: Question, solution: Solution, answer: Json, own: LessonStanding) -> Answered:
    """An earlier answer, marked as the question is today."""
    accepted = accept(question, answer)
    tries = own.quizzes[question.id].tries if question.id in own.quizzes else 1
    if isinstance(accepted, NotAnAnswer):
        # What was answered is no answer any more since the question was edited.
        earned = Fraction(0) if is_scored(question.type) else None
        return Answered(question.id, answer, earned, None if earned is None else False, {}, "", tries)
    return outcome(question, solution, accepted, share(solution.key, accepted), tries)


def catalogue(context: Context, person: Person | None) -> tuple[CourseCard, ...]:
    """Every course, in the order of its id, with how far the person is."""
    catalog = context.catalog()
    standing = _standing(context, catalog, person)
    return tuple(course_card(catalog, course, standing) for course in catalog.courses.values())


def course_card(catalog: Catalog, course: Course, standing: Standing) -> CourseCard:
    mine = standing.course(course.id)
    return CourseCard(
        course=course,
        gate=course_gate(catalog, course, standing),
        joined=mine.joined is not None,
        done=fulfilled(catalog, course.path, standing),
        lessons_done=lessons_done(course, mine),
        lessons=len(course.lessons),
        minutes_left=minutes_left(course, standing),
    )


def lessons_done(course: Course, standing: CourseStanding) -> int:
    """How many of the course's lessons of today are done."""
    here = course.lessons
    return len([id for id, own in standing.lessons.items() if own.done is not None and id in here])


def _standing(context: Context, catalog: Catalog, person: Person | None) -> Standing:
    return Standing() if person is None else renamed.standing_of(context.database.engine, catalog, person.id)


def find_course(catalog: Catalog, course_id: str) -> Course:
    course = catalog.courses.get(course_id)
    if course is None:
        raise NotFound("There is no such course here.")
    return course


def find_lesson(course: Course, lesson_id: str) -> Lesson:
    lesson = course.lessons.get(lesson_id)
    if lesson is None:
        raise NotFound("There is no such lesson in this course.")
    return lesson


def course_page(context: Context, person: Person | None, course_id: str) -> CoursePage:
    """A course with its modules and lessons; anyone may read it."""
    catalog = context.catalog()
    course = find_course(catalog, course_id)
    return course_page_of(catalog, course, _standing(context, catalog, person))


def course_page_of(catalog: Catalog, course: Course, standing: Standing) -> CoursePage:
    mine = standing.course(course.id)
    return CoursePage(
        course=course,
        gate=course_gate(catalog, course, standing),
        joined=mine.joined is not None,
        done=fulfilled(catalog, course.path, standing),
        lessons_done=lessons_done(course, mine),
        modules=tuple(_module_view(catalog, course, module, standing) for module in course.modules),
        next=next_step(catalog, course, standing),
        minutes_left=minutes_left(course, standing),
    )


def _module_view(catalog: Catalog, course: Course, module: Module, standing: Standing) -> ModuleView:
    mine = standing.course(course.id)
    places = _places(catalog, course)
    return ModuleView(module, tuple([_link(catalog, places[id], standing, mine) for id in module.lessons]))


@dataclass(frozen=True, slots=True)
class _Place:
    """A lesson in an outline: what must be done before it, and how it stands there for most readers."""

    lesson: Lesson
    requires: tuple[str, ...]
    open: LessonLink
    done: LessonLink


def _place(lesson: Lesson, requires: tuple[str, ...]) -> _Place:
    links = LessonLink(lesson, "open", OPEN, is_new=False), LessonLink(lesson, "done", OPEN, is_new=False)
    return _Place(lesson, requires, *links)


def _link(catalog: Catalog, place: _Place, standing: Standing, mine: CourseStanding) -> LessonLink:
    own = mine.lessons.get(place.lesson.id)
    done = own is not None and own.done is not None
    gate = gate_after(catalog, place.requires, standing) if place.requires else OPEN
    if gate is OPEN and (done or mine.done is None):
        return place.done if done else place.open
    state = "done" if done else "closed" if isinstance(gate, Closed) else "open"
    return LessonLink(place.lesson, state, gate, mine.done is not None and not done)


def lesson_page(context: Context, person: Person | None, course_id: str, lesson_id: str) -> LessonPage:
    """A lesson. Without signing in, the first lesson of a course may be read, and none answered."""
    catalog = context.catalog()
    course = find_course(catalog, course_id)
    lesson = find_lesson(course, lesson_id)
    if person is None:
        return _lesson_page(catalog, course, lesson, Standing(), {}, signed_in=False)
    engine = context.database.engine
    standing, answers = renamed.with_last_answers(engine, catalog, person.id, course, lesson)
    return _lesson_page(catalog, course, lesson, standing, answers, signed_in=True)


def _lesson_page(
    catalog: Catalog,
    course: Course,
    lesson: Lesson,
    standing: Standing,
    answered: Mapping[str, Json],
    *,
    signed_in: bool,
) -> LessonPage:
    mine = standing.course(course.id)
    own = mine.lesson(lesson.id)
    around = _outline(catalog, course).around[lesson.id]
    gate = gate_after(catalog, around.requires, standing)
    first = around.previous is None
    solutions = catalog.solutions.get(course.id, {})
    # What was done once stays readable, whatever was put in front of it since.
    open_to_read = first if not signed_in else first or own.done is not None or not isinstance(gate, Closed)
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
        outline=tuple([_link(catalog, place, standing, mine) for place in around.beside]),
        lessons_done=lessons_done(course, mine),
        lessons=len(course.lessons),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a lesson, and the gate in front of it is asked by."""

    requires: tuple[str, ...]
    previous: Lesson | None
    following: Lesson | None
    beside: tuple[_Place, ...]


@dataclass(frozen=True, slots=True)
class _Outline:
    """A course of one revision as all its readers share it."""

    places: Mapping[str, _Place]
    around: Mapping[str, _Around]


_known: dict[tuple[str, str, str], _Outline] = {}


def _outline(catalog: Catalog, course: Course) -> _Outline:
    """Worked out when a course of this revision is first read. Two threads may do so at once; both get the same."""
    key = (catalog.revision, catalog.language, course.id)
    found = _known.get(key)
    if found is None:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        found = _known[key] = _outline_of(course)
    return found


def _outline_of(course: Course) -> _Outline:
    places = {one.id: _place(one, lesson_requirements(course, one)) for one in course.lessons.values()}
    around = {
        id: _Around(
            places[id].requires, one.previous, one.following, tuple(places[beside.lesson.id] for beside in one.beside)
        )
        for id, one in surroundings_in(course).items()
    }
    return _Outline(places, around)


def _places(catalog: Catalog, course: Course) -> Mapping[str, _Place]:
    return _outline(catalog, course).places


def outcome(question: Question, solution: Solution, answer: Json, earned: Fraction | None, tries: int) -> Answered:
    """What came of an answer that earned so much. Some of what explains it may be left for later."""
    parts = {} if earned is None else judged(question, solution.key, answer)
    if earned is not None and earned < 1:
        why = whys_before(question, solution, parts)
        more = KINDS.of(question).several and len(why) < len(solution.why)
        return Answered(question.id, answer, earned, False, why, "", tries, parts=parts, more=more)
    right = "" if earned is None else answer_text(question, solution.key)
    return Answered(
        question.id, answer, earned, None if earned is None else True, solution.why, right, tries, parts=parts
    )


def explained(one: Answered, solution: Solution) -> Answered:
    """The same with all that explains it, for whoever asks to read it now."""
    return replace(one, why=solution.why, more=False)


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
        raise NotFound("There is no such question in this lesson.")
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
        raise ClosedDoor("This lesson is not open yet.", gate.reasons)
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
            raise Conflict("This lesson is done when its questions are answered; there is nothing to mark.")
        mine = standing.course(course.id)
        if mine.lesson(lesson.id).done is None:
            _happened(
                session, person, course, stored.course(course.id), mine, Event("lesson_done", context.now(), lesson.id)
            )
    return lesson_page(context, person, course_id, lesson_id)
