"""The main job from end to end without a browser, by the same services as pages and API.

A demonstration learner, clearly named so, takes the shortest way to a credential: every lesson, every examination, the
certificate.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lms.content.model import Catalog, Credential, Lesson
from lms.progress.standing import Standing
from lms.progress.steps import Step, shortest_way
from lms.questions.marking import example
from lms.questions.stored import question_from_json, solution_from_json
from lms.services import assessing, certifying, issuing, learning, results, verifying
from lms.services.context import Context
from lms.services.person import Person
from lms.services.refusals import Conflict, NotFound
from lms.store import accounts, attempts, standings

NAME = "Demonstration Learner"
FOLDER = "demo"
UNMATCHABLE = "!"
"""No password has this hash: nobody can sign in as the demonstration."""


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the walk ended with."""

    serial: str
    pdf: Path
    verify_url: str
    headline: str


def demonstrate(context: Context, tell: Callable[[str], None]) -> Demonstrated:
    """Walk the whole way, telling each step, and leave the PDF in the home folder."""
    catalog = context.catalog()
    credential = _credential(catalog)
    person = _learner(context)
    tell(f"{person.name} ({person.email}) sets out for “{credential.title}”.")
    for step in _way(context, catalog, credential, person):
        tell(f"  {_taken(context, catalog, person, step)}")
    claimed = certifying.claim(context, person, credential.id, NAME, agree=True)
    serial = claimed.holding.serial
    if serial is None:
        raise Conflict("The certificate could not be claimed.")
    issuing.carry_on(context, serial)
    pdf = context.settings.home / FOLDER / f"{serial}.pdf"
    pdf.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pdf.write_bytes(certifying.pdf(context, person, serial))
    report = verifying.report(context, serial)
    return Demonstrated(serial, pdf, f"{context.settings.base_url}/verify/{serial}", report.headline)


def _credential(catalog: Catalog) -> Credential:
    offered = sorted(catalog.credentials.values(), key=lambda one: (one.kind != "certification", one.id))
    if not offered:
        raise NotFound("No credential is published, so there is nothing to earn. Run: lms content check")
    return offered[0]


def _learner(context: Context) -> Person:
    email = f"demo-{secrets.token_hex(4)}@demonstration.invalid"
    with context.database.writing() as session:
        id = accounts.add(session, email=email, name=NAME, password_hash=UNMATCHABLE, now=context.now(), confirmed=True)
    if id is None:
        raise Conflict("There is such an account already. Please try again.")
    return Person(id, email, NAME)


def _way(context: Context, catalog: Catalog, credential: Credential, person: Person) -> Iterator[Step]:
    """One step after the other, each looked up anew, since a step may open another way."""
    while True:
        with context.database.reading() as session:
            standing: Standing = standings.of_account(session, person.id)
        way = shortest_way(catalog, credential.path, standing)
        if not way:
            return
        yield way[0]


def _taken(context: Context, catalog: Catalog, person: Person, step: Step) -> str:
    if step.kind == "assessment":
        return _sit(context, person, step)
    course_id, _, lesson_id = step.path.removeprefix("courses/").partition("/")
    lesson = catalog.courses[course_id].lessons[lesson_id]
    if lesson.complete_when == "read":
        learning.complete_lesson(context, person, course_id, lesson_id)
    else:
        _answer_all(context, catalog, person, lesson)
    return f"learned “{step.title}”"


def _answer_all(context: Context, catalog: Catalog, person: Person, lesson: Lesson) -> None:
    for question in lesson.questions:
        answer = example(question, catalog.solutions[lesson.course][question.id].key)
        learning.answer_quiz(context, person, lesson.course, lesson.id, question.id, answer)


def _sit(context: Context, person: Person, step: Step) -> str:
    assessment_id = step.path.removeprefix("assessments/")
    attempt = assessing.start(context, person, assessment_id, agree=True, key=None).attempt
    with context.database.reading() as session:
        solved = attempts.solved_items(session, attempt.id)
    for one in solved:
        answer = example(question_from_json(one.question), solution_from_json(one.solution).key)
        assessing.save(context, person, attempt.id, one.n, answer, None)
    result = results.submit(context, person, attempt.id)
    if result.passed is False:
        raise Conflict(f"“{step.title}” was not passed with every answer right: please report this.")
    return f"passed “{step.title}” ({len(solved)} questions)"
