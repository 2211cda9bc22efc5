"""Acts of a learner, done by the same services as those of pages and API: for demonstrations, and to pretend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from lms.content.reading.model import Catalog, Lesson
from lms.content.reading.targets import ASSESSMENTS, target_of
from lms.progress.steps import Step, shortest_way
from lms.questions.marking import example
from lms.questions.stored import question_from_json, solution_from_json
from lms.services.assessing import beginning, results, sitting
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict
from lms.services.learning import lessons
from lms.store import attempts
from lms.store.attempts import SolvedItem

UNMATCHABLE = "!"
"""No password has this hash: nobody can sign in as one of those who only walk."""


def way(context: Context, person: Person, path: str) -> Iterator[Step]:
    """What is to be done until the thing with this path opens. Each step is looked up once the one before is taken."""
    while True:
        with context.database.reading() as session:
            standing = renamed.standing_of(session, context.catalog(), person.id)
        left = shortest_way(context.catalog(), path, standing)
        if not left:
            return
        yield left[0]


def take(context: Context, person: Person, step: Step) -> str:
    """Take a step, with every answer right; what was done, in words."""
    target = target_of(step.path)
    if target.family == ASSESSMENTS:
        questions = sit(context, person, target.id)
        return f"passed “{step.title}” ({questions} questions)"
    learn(context, person, context.catalog().courses[target.id].lessons[target.part])
    return f"learned “{step.title}”"


def learn(context: Context, person: Person, lesson: Lesson) -> None:
    """Finish a lesson."""
    if lesson.complete_when == "read":
        lessons.complete_lesson(context, person, lesson.course, lesson.id)
    else:
        _answer_all(context, context.catalog(), person, lesson)


def _answer_all(context: Context, catalog: Catalog, person: Person, lesson: Lesson) -> None:
    for question in lesson.questions:
        answer = example(question, catalog.solutions[lesson.course][question.id].key)
        lessons.answer_quiz(context, person, lesson.course, lesson.id, question.id, answer)


def sit(context: Context, person: Person, assessment_id: str) -> int:
    """Pass an examination with every answer right; how many questions it had."""
    answered, passed = _sit(context, person, assessment_id, lambda solved: solved)
    if not passed:
        title = context.catalog().assessments[assessment_id].title
        raise Conflict(f"“{title}” was not passed with every answer right: please report this.")
    return answered


def sit_in_vain(context: Context, person: Person, assessment_id: str) -> None:
    """Hand in with about half of what the pass mark asks for. A pass mark of nothing can't be missed: Conflict."""
    policy = context.catalog().assessments[assessment_id].policy
    _, passed = _sit(context, person, assessment_id, lambda solved: _too_few(solved, policy.pass_mark))
    if passed:
        raise Conflict("Nobody can miss this pass mark.")


def _too_few(solved: Sequence[SolvedItem], pass_mark: Fraction) -> Sequence[SolvedItem]:
    """The first questions, as long as they are worth at most half of what would do."""
    enough = pass_mark * sum(one.points for one in solved if one.scored) / 2
    taken: list[SolvedItem] = []
    worth = 0
    for one in solved:
        worth += one.points if one.scored else 0
        if worth > enough:
            break
        taken.append(one)
    return taken


def _sit(
    context: Context,
    person: Person,
    assessment_id: str,
    chosen: Callable[[Sequence[SolvedItem]], Sequence[SolvedItem]],
) -> tuple[int, bool]:
    """Begin, answer the chosen questions right, and hand in: how many questions there were, and whether it passed."""
    attempt = beginning.start(context, person, assessment_id, agree=True, key=None).attempt
    with context.database.reading() as session:
        solved = attempts.solved_items(session, attempt.id)
    for one in chosen(solved):
        answer = example(question_from_json(one.question), solution_from_json(one.solution).key)
        sitting.save(context, person, attempt.id, one.n, answer, None)
    results.submit(context, person, attempt.id)
    with context.database.reading() as session:
        ended = attempts.find(session, person.id, attempt.id)
    return len(solved), ended is not None and bool(ended.passed)
