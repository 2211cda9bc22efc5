"""What covers what: objectives, the lessons that teach them, and the questions that ask for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from lms.content.checking.blueprint import bank_id, draw_of
from lms.content.reading.parts import AssessmentPart, Ref
from lms.content.reading.site import CourseFiles, World
from lms.content.reading.targets import COURSES, own_id, target_of
from lms.content.writing.overlap import Seen, overlap
from lms.questions.block import Block
from lms.questions.blueprint import Rules, read_rules
from lms.questions.shortage import shortages
from lms.sources.diagnostics import Findings, Place

FEWEST_LESSONS = 3
FEWEST_QUESTIONS = 5
FEWEST_ON_PAPER = 10
"""Below these a course or a paper is only begun, and nothing of it is said to be missing."""
_COUNTED = ("active", "pilot")
_ATTEMPTS = 3


class Row(NamedTuple):
    """An objective: the lessons that teach it, in order, and its questions in practice and by bank.

    A lesson teaches what it names under `objectives`. One that merely asks for it may look back at another lesson;
    `practised` says that there is such a one in its course.
    """

    objective: Ref
    text: str
    course: str
    lessons: tuple[str, ...]
    practice: int
    banks: Mapping[str, int]
    practised: bool = False

    @property
    def questions(self) -> int:
        return self.practice + sum(self.banks.values())


class Overlap(NamedTuple):
    """How much of an assessment's paper comes again. `questions` are on it, out of `there` that may be."""

    assessment: str
    file: str
    questions: int
    there: int
    seen: tuple[Seen, ...]


def rows(world: World) -> list[Row]:
    """The coverage of every objective, by course."""
    if not world.objectives:
        return []
    in_banks = {name: _counted(bank.blocks) for name, bank in world.banks.items()}
    lessons_of_all = (lesson for course in world.courses.values() for lesson in course.lessons.values())
    practice = _counted(block for lesson in lessons_of_all for block in lesson.blocks)
    found = []
    for course, part in world.course_parts():
        for key, text in part.objectives:
            lessons = tuple(
                name
                for name in _in_order(course)
                if any(ref.text == key.text for ref in course.lessons[name].objectives)
            )
            banks = {name: counted[key.text] for name, counted in in_banks.items() if counted[key.text]}
            practised = any(_counted(lesson.blocks)[key.text] for lesson in course.lessons.values())
            found.append(Row(key, text, course.id, lessons, practice[key.text], banks, practised))
    return found


def _in_order(course: CourseFiles) -> list[str]:
    """The lessons of a course as it teaches them; those that no module has come last."""
    modules = () if course.part is None or course.part.modules is None else course.part.modules
    taught = dict.fromkeys(ref.text for module in modules for ref in module.lessons if ref.text in course.lessons)
    return list(taught | dict.fromkeys(course.lessons))


def _counted(blocks: Iterable[Block]) -> Counter[str]:
    return Counter(block.quiz.objective for block in blocks if block.quiz.status in _COUNTED and block.quiz.objective)


def check_coverage(world: World, covered: Sequence[Row], findings: Findings) -> None:
    taught = {lesson_ref.text for course in world.courses.values() for lesson_ref in _taught(course)}
    for course in world.courses.values():
        own = [row for row in covered if row.course == course.id]
        if _is_kept(course):
            _check_rows(world, own, taught, findings)
    promised = {row.objective.text: row for row in covered}
    for assessment in world.assessments.values():
        _check_promise(world, assessment, promised, findings)


def _taught(course: CourseFiles) -> Iterator[Ref]:
    for lesson in course.lessons.values():
        yield from lesson.objectives


def _is_kept(course: CourseFiles) -> bool:
    """Whether the author of a course says for every lesson what it teaches: only then can something be missing."""
    lessons = course.lessons.values()
    return (
        course.knows_objectives
        and course.knows_lessons
        and len(lessons) >= FEWEST_LESSONS
        and all(lesson.objectives and lesson.head.whole for lesson in lessons)
    )


def _check_rows(world: World, own: Sequence[Row], taught: Collection[str], findings: Findings) -> None:
    asks = sum(row.questions for row in own)
    whole = all(bank.head.whole for bank in world.banks.values()) and not world.hidden
    for row in own:
        name = row.objective.text
        if not row.practised and name not in taught:
            first = next(_questions(world, name), None)
            if first is None:
                message = f"No lesson teaches the objective `{name}`."
                help = f"Write `objectives: [{name}]` into the lesson that does, or take the objective out."
                findings.warn(row.objective.place, "W301", message, help)
            else:
                count = sum(row.banks.values())
                message = f"No lesson teaches `{name}`, which {_ask(count)} here."
                help = f"Write `objectives: [{name}]` into the lesson that does, or ask for something that is taught."
                findings.warn(first, "W303", message, help)
        if not row.questions and asks >= FEWEST_QUESTIONS and whole:
            message = f"No question asks for the objective `{name}`."
            help = "Write one into a lesson or a bank, or take the objective out."
            findings.warn(row.objective.place, "W302", message, help)


def _ask(count: int) -> str:
    return "a question asks for" if count == 1 else f"{count} questions ask for"


def _questions(world: World, objective: str) -> Iterator[Place]:
    """Where the questions of the banks stand that have an objective."""
    for bank in world.banks.values():
        for block in bank.blocks:
            if block.quiz.objective == objective and block.quiz.status in _COUNTED:
                yield block.places.get("objective", block.places["id"])


def _check_promise(world: World, assessment: AssessmentPart, promised: Mapping[str, Row], findings: Findings) -> None:
    """The objectives of the courses before an examination: its paper draws from each."""
    paper = _paper(world, assessment)
    if paper is None or _size(paper) < FEWEST_ON_PAPER:
        return
    drawn = {one.quiz.objective for one in (*paper.candidates, *paper.used.values())}
    before = [target_of(ref.text) for ref in assessment.opens_after]
    courses = {own_id(target.path, COURSES) for target in before if target.family == COURSES}
    own = [row for row in promised.values() if row.course in courses]
    lacking = [row for row in own if row.objective.text not in drawn]
    if "" in drawn or len(own) < FEWEST_LESSONS or len(lacking) == len(own):
        return
    for row in lacking:
        message = f"No line draws a question of `{row.objective.text}`, which the course {row.course} promises."
        help = "Add a line for it, with questions in the bank; or leave the objective to practice, and say so."
        findings.warn(assessment.draw_place, "W304", message, help)


def _size(rules: Rules) -> int:
    return len(rules.used) + sum(rules.blueprint.wanted)


def _paper(world: World, assessment: AssessmentPart) -> Rules | None:
    """The blueprint with its questions, None where it cannot be drawn."""
    names = [bank_id(line.bank.text) if line.bank is not None and line.usable else None for line in assessment.draw]
    if not names or any(name not in world.banks for name in names):
        return None
    pool = {
        name: {block.quiz.id: block.quiz for block in world.banks[name].blocks} for name in names if name is not None
    }
    return read_rules([draw_of(line) for line in assessment.draw], pool)


def overlaps(world: World) -> list[Overlap]:
    """How much of the paper of every assessment comes again, for as many attempts as it allows, up to the third."""
    found = []
    for name, assessment in world.assessments.items():
        rules, policy = _paper(world, assessment), assessment.policy
        if rules is None or policy is None or shortages(rules):
            continue
        attempts = min(policy.attempts or _ATTEMPTS, _ATTEMPTS)
        seen = overlap(rules, policy.on_retake == "prefer unseen", attempts)
        there = len(rules.used) + len(rules.candidates)
        found.append(Overlap(name, assessment.head.file, _size(rules), there, seen))
    return found


def in_percent(share: Fraction) -> str:
    """A share as people read it, rounded to one decimal."""
    tenths = round(share * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
