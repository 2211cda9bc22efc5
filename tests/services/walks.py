"""What people do in many tests: finish the course, answer a paper rightly or wrongly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.progress.events import Event
from lms.progress.standing import CourseStanding, fold_all
from lms.questions.quiz import Json, Solution
from lms.questions.stored import solution_from_json
from lms.services.assessing import beginning, sitting
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.learning import lessons
from lms.store import attempts
from lms.store.tables import EventRow
from tests.support.site import House


def finish_course(house: House, person: Person) -> None:
    """The shortest way through the course of the test site."""
    context = house.context
    lessons.answer_quiz(context, person, "listening", "quiet", "quiet-one", "a")
    lessons.answer_quiz(context, person, "listening", "quiet", "quiet-two", "b")
    lessons.complete_lesson(context, person, "listening", "asking")
    lessons.answer_quiz(context, person, "listening", "silence", "silence-one", "a")


def begin(house: House, person: Person, assessment: str = "open", key: str | None = None) -> str:
    return beginning.start(house.context, person, assessment, agree=True, key=key).attempt.id


def right_answers(house: House, attempt_id: str) -> dict[int, Json]:
    """The right answer to each question of an attempt whose questions are all choose-one."""
    return {n: solution.key.rule["right"][0] for n, solution in _solutions(house, attempt_id).items()}


def wrong_answers(house: House, attempt_id: str) -> dict[int, Json]:
    with house.context.database.reading() as session:
        items = attempts.items(session, attempt_id)
    right = right_answers(house, attempt_id)
    return {
        item.n: next(one["key"] for one in item.question["options"] if one["key"] != right[item.n]) for item in items
    }


def _solutions(house: House, attempt_id: str) -> dict[int, Solution]:
    with house.context.database.reading() as session:
        return {one.n: solution_from_json(one.solution) for one in attempts.solved_items(session, attempt_id)}


def answer(house: House, person: Person, attempt_id: str, answers: dict[int, Json]) -> None:
    for n, given in answers.items():
        sitting.save(house.context, person, attempt_id, n, given, None)


def folded_again(session: Session, account_id: int, subject: str) -> CourseStanding:
    """A course's standing made from its events: what is kept must equal it."""
    mine = (EventRow.account_id == account_id, EventRow.subject == subject)
    rows = session.scalars(select(EventRow).where(*mine).order_by(EventRow.id))
    return fold_all(
        Event(row.kind, row.at, row.part, row.quiz, None if row.share is None else Fraction(row.share), row.answer)
        for row in rows
    )


def with_another_secret(house: House) -> Context:
    """The house as it is after LMS_SECRET_KEY was changed."""
    settings = replace(house.context.settings, secret_key="another secret key, from no generator")
    return replace(house.context, settings=settings)
