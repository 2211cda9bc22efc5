"""A question tried as a learner meets it in practice: marked at once, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from lms.content.reading.parts import BankPart, LessonPart
from lms.questions.kind import NotAnAnswer
from lms.questions.marking import accept, from_form, share
from lms.questions.quiz import Json, Quiz
from lms.services.ground.refusals import NotFound
from lms.services.learning.practice import outcome
from lms.services.publishing.workbench import Draft
from lms.web.drawing import practice
from lms.web.drawing.practice import Marked, Refused
from lms.web.edge import policies
from lms.web.workshop import bench

pages = Blueprint("trying", __name__, url_prefix="/workshop")


@dataclass(frozen=True, slots=True)
class Tried:
    """A question of the draft, and the page it came from."""

    quiz: Quiz
    file: str
    back: str
    title: str


@pages.get("/courses/<course>/<lesson>/try/<quiz>", defaults={"bank": ""}, endpoint="of_lesson")
@pages.get("/banks/<bank>/try/<quiz>", defaults={"course": "", "lesson": ""}, endpoint="of_bank")
@policies.workshop()
def ask(course: str, lesson: str, bank: str, quiz: str) -> str:
    return _page(_find(bench.draft(), course, lesson, bank, quiz))


@pages.post("/courses/<course>/<lesson>/try/<quiz>", defaults={"bank": ""}, endpoint="answer_of_lesson")
@pages.post("/banks/<bank>/try/<quiz>", defaults={"course": "", "lesson": ""}, endpoint="answer_of_bank")
@policies.workshop()
def answer(course: str, lesson: str, bank: str, quiz: str) -> str | tuple[str, int]:
    """Mark what the form holds, as practice does."""
    tried = _find(bench.draft(), course, lesson, bank, quiz)
    question = tried.quiz.question
    typed = request.form.to_dict(flat=False)
    given = from_form(question, typed)
    accepted = NotAnAnswer(practice.not_answered(question)) if given is None else given
    if not isinstance(accepted, NotAnAnswer):
        accepted = accept(question, accepted)
    if isinstance(accepted, NotAnAnswer):
        return _page(tried, refused=Refused(question.id, typed, accepted.reason)), 422
    return _page(tried, marked=_marked(tried.quiz, accepted))


def _marked(quiz: Quiz, accepted: Json) -> Marked:
    earned = share(quiz.solution.key, accepted)
    return practice.told(quiz.question, outcome(quiz.question, quiz.solution, accepted, earned, tries=1))


def _page(tried: Tried, marked: Marked | None = None, refused: Refused | None = None) -> str:
    return render_template("workshop/try.html", tried=tried, marked=marked, refused=refused)


def _find(now: Draft, course: str, lesson: str, bank: str, quiz: str) -> Tried:
    part = now.world.banks.get(bank) if bank else now.lesson(course, lesson)
    found = _quiz(now, part, quiz) if part is not None else None
    if part is None or found is None:
        raise NotFound("There is no such question in the files, or it cannot be read yet.")
    back = bench.page_of_file(now, part.head.file) or ""
    return Tried(found, part.head.file, back, part.title or part.head.id)


def _quiz(now: Draft, part: LessonPart | BankPart, id: str) -> Quiz | None:
    quizzes = (stretch.quiz for stretch in now.stretches(part))
    return next((quiz for quiz in quizzes if quiz is not None and quiz.id == id), None)
