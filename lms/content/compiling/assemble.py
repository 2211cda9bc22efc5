"""The catalog, put together from the parts of all files. Faulty parts are left out; nothing is reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from lms.content.checking.addresses import Addresses, fill, media_key
from lms.content.checking.blueprint import draw_of
from lms.content.checking.outline import Outline
from lms.content.compiling.road import Road
from lms.content.kinds import KINDS
from lms.content.kinds.design import PAGE, STYLE, names_beside, place_of, plain
from lms.content.kinds.lesson import SHOWN
from lms.content.reading.for_whom import paths_of
from lms.content.reading.head import NOWHERE
from lms.content.reading.model import (
    Assessment,
    Bank,
    Catalog,
    Course,
    Credential,
    Design,
    Draw,
    Lesson,
    Module,
    Objective,
    Policy,
)
from lms.content.reading.parts import AssessmentPart, BankPart, CoursePart, CredentialPart, LessonPart, Part, Ref
from lms.content.reading.schemes import stricter
from lms.content.reading.site import CourseFiles, World
from lms.content.reading.targets import ASSESSMENTS, COURSES, Target, target_of
from lms.questions.quiz import Quiz, Solution

MadeLessons = dict[str, tuple[object, Lesson, Mapping[str, Solution]]]
"""Lessons that were put together before, by file, with what they were made of: they need not be made again."""


def assemble(
    world: World,
    outlines: Mapping[str, Outline],
    addresses: Callable[[Part], Addresses],
    made: MadeLessons,
    *,
    drafts: bool = False,
) -> Catalog:
    hidden = world.left_out = frozenset[str]() if drafts else world.drafts
    outlines = {id: _without(outline, Target(COURSES, id).path, hidden) for id, outline in outlines.items()}
    courses: dict[str, Course] = {}
    solutions: dict[str, Mapping[str, Solution]] = {}
    for course in world.courses.values():
        if course.part is not None and Target(COURSES, course.id).path not in hidden:
            lessons = _lessons(world, course, course.part, outlines[course.id], addresses, made)
            courses[course.id] = _course(world, course, course.part, outlines[course.id], lessons, addresses)
            solutions[course.id] = {name: one for _, keys in lessons.values() for name, one in keys.items()}
    assessments = {
        name: _assessment(world, part, part.policy, addresses(part))
        for name, part in world.assessments.items()
        if part.policy is not None and Target(ASSESSMENTS, name).path not in hidden
    }
    credentials = {name: _credential(world, part, addresses) for name, part in world.credentials.items()}
    road = Road(courses, assessments)
    return Catalog(
        # What is kept by revision, such as a drawn page, must not be taken for that of a catalog without the drafts.
        revision=f"{world.tree.revision}-drafts" if drafts and world.drafts else world.tree.revision,
        courses=road.courses(courses),
        assessments=road.assessments(assessments),
        banks={name: _bank(part, addresses(part)) for name, part in world.banks.items()},
        credentials=road.credentials(credentials),
        issuer=world.issuer and replace(world.issuer, head=NOWHERE),
        objectives={
            key.text: Objective(key.text, text, course.id)
            for course, part in reversed(list(world.course_parts()))
            if Target(COURSES, course.id).path not in hidden
            for key, text in part.objectives
        },
        solutions=solutions,
        media=_media(world, hidden),
        others=_others(world, addresses, hidden),
        former=world.former,
    )


def _without(outline: Outline, course: str, hidden: Collection[str]) -> Outline:
    """An outline without what is hidden, and without modules in which nothing is left."""
    shown = [
        replace(module, lessons=tuple(one for one in module.lessons if f"{course}/{one.head.id}" not in hidden))
        for module in outline
    ]
    return tuple(left for left, module in zip(shown, outline, strict=True) if left.lessons or not module.lessons)


def _media(world: World, hidden: Collection[str]) -> dict[str, bytes]:
    """Pictures and their like by their names; those of a course that is hidden are hidden with it."""
    named = {media_key(world, path): file.content for path, file in world.tree.files.items() if KINDS.is_media(path)}
    return {name: content for name, content in named.items() if "/".join(name.split("/")[:2]) not in hidden}


def _others(world: World, addresses: Callable[[Part], Addresses], hidden: Collection[str]) -> dict[str, dict[str, Any]]:
    """The things of all kinds that make their own."""
    found: dict[str, dict[str, Any]] = {}
    for kind in KINDS.values():
        for id, part in world.of(kind.name).items():
            if Target(kind.family, id).path in hidden:
                continue
            if (thing := kind.made(world, part, partial(fill, addresses=addresses(part)))) is not None:
                found.setdefault(kind.name, {})[id] = kind.finished(world, thing)
    return found


def _paths(world: World, refs: tuple[Ref, ...], course: str = "") -> tuple[str, ...]:
    return tuple(path for ref in refs if (path := world.resolve(ref.text, course)) is not None)


_Lessons = dict[str, tuple[Lesson, Mapping[str, Solution]]]


def _lessons(
    world: World,
    course: CourseFiles,
    part: CoursePart,
    outline: Outline,
    addresses: Callable[[Part], Addresses],
    made: MadeLessons,
) -> _Lessons:
    found: _Lessons = {}
    for module in outline:
        for lesson in module.lessons:
            filled = addresses(lesson)
            opens_after = _paths(world, lesson.opens_after, course.id)
            version = world.tree.files[lesson.head.file].hash
            made_of = (version, course.id, module.id, part.language, opens_after, tuple(sorted(filled.items())))
            before = made.get(lesson.head.file)
            if before is None or before[0] != made_of:
                whole, keys = _lesson(lesson, course.id, module.id, part.language, opens_after, version, filled)
                before = made[lesson.head.file] = (made_of, whole, keys)
            found[lesson.head.id] = (before[1], before[2])
    return found


def _lesson(
    part: LessonPart,
    course: str,
    module: str,
    language: str,
    opens_after: tuple[str, ...],
    version: str,
    addresses: Addresses,
) -> tuple[Lesson, Mapping[str, Solution]]:
    quizzes = [block.quiz for block in part.blocks if block.quiz.status in SHOWN]
    shown = {quiz.id for quiz in quizzes}
    passages = tuple(passage for passage in part.passages if not passage.quiz or passage.quiz in shown)
    if addresses:
        quizzes, passages = fill(quizzes, addresses), fill(passages, addresses)
    lesson = Lesson(
        id=part.head.id,
        course=course,
        module=module,
        title=part.title,
        minutes=part.minutes,
        objectives=tuple(ref.text for ref in part.objectives),
        opens_after=opens_after,
        complete_when=part.complete_when,
        passages=passages,
        questions=tuple(quiz.question for quiz in quizzes),
        version=version,
        language=language,
    )
    return lesson, {quiz.id: quiz.solution for quiz in quizzes}


def _course(
    world: World,
    course: CourseFiles,
    part: CoursePart,
    outline: Outline,
    lessons: _Lessons,
    addresses: Callable[[Part], Addresses],
) -> Course:
    return Course(
        id=course.id,
        title=part.title,
        summary=part.summary,
        language=part.language,
        level=part.level,
        paths=paths_of(part.paths, world.ways_shown()),
        objectives=tuple(key.text for key, _ in part.objectives),
        modules=tuple(
            Module(
                module.id,
                module.title,
                tuple(lesson.head.id for lesson in module.lessons),
                _paths(world, module.opens_after, course.id),
            )
            for module in outline
        ),
        lessons={name: lesson for name, (lesson, _) in lessons.items()},
        opens_after=_paths(world, part.opens_after, course.id),
        in_order=part.in_order,
        html=fill(part.html, addresses(part)),
        review_by=part.review_by,
        topics=part.topics,
        authors=part.authors,
    )


def _bank(part: BankPart, addresses: Addresses) -> Bank:
    quizzes = {block.quiz.id: block.quiz for block in reversed(part.blocks)}
    in_order = {block.quiz.id: quizzes[block.quiz.id] for block in part.blocks}
    return Bank(part.head.id, part.title, fill(in_order, addresses) if addresses else in_order, part.language)


def _assessment(world: World, part: AssessmentPart, policy: Policy, addresses: Addresses) -> Assessment:
    return Assessment(
        id=part.head.id,
        title=part.title,
        html=fill(part.html, addresses),
        opens_after=_paths(world, part.opens_after),
        policy=_under_schemes(world, Target(ASSESSMENTS, part.head.id).path, policy),
        draw=tuple(draw_of(line) for line in part.draw if line.bank is not None),
        language=part.language,
    )


def _under_schemes(world: World, path: str, policy: Policy) -> Policy:
    """The rules of an assessment as those of the schemes have them whose examination it is: never laxer."""
    for scheme in world.schemes.values():
        if world.resolve(scheme.examination) == path:
            limits = [one for one in (policy.per_year, scheme.retake.per_year) if one is not None]
            waits = stricter(policy.wait_between, scheme.retake.wait)
            policy = replace(policy, wait_between=waits, per_year=min(limits, default=None))
    return policy


def _credential(world: World, part: CredentialPart, addresses: Callable[[Part], Addresses]) -> Credential:
    agreement = world.agreements.get(f"{part.folder}/{part.agree_to.text}") if part.agree_to is not None else None
    return Credential(
        id=part.head.id,
        title=part.title,
        kind=part.kind,
        requires=_paths(world, part.requires),
        html=fill(part.html, addresses(part)),
        design=_design(world, part.folder),
        objectives=_shown_objectives(world, part),
        agreement="" if agreement is None else agreement.version,
        agreement_title="" if agreement is None else agreement.title,
        agreement_html="" if agreement is None else fill(agreement.html, addresses(agreement)),
        agreement_language="" if agreement is None else part.language,
        valid_for=part.valid_for,
        renew_with=_paths(world, part.renew_with),
        signed_by=part.signed_by,
        says_not=part.says_not,
        language=part.language,
        endorses="" if part.endorses is None else world.resolve(part.endorses.text) or "",
    )


def _design(world: World, folder: str) -> Design:
    """The design of a credential with its pictures and fonts: its own, else the one that all share, else the plain one.

    Each file is looked for beside the credential first.
    """
    page = place_of(world.designs, folder, PAGE)
    if page is None:
        return Design(plain.PAGE, plain.STYLE)
    style = place_of(world.designs, folder, STYLE)
    tree = world.tree.files
    places = {name: place_of(tree, folder, name) for name in names_beside(tree, folder)}
    pictures = {name: path for name, path in places.items() if path and not name.endswith((".md", PAGE, STYLE))}
    files = {name: tree[path].content for name, path in pictures.items()}
    return Design(world.designs[page].text, world.designs[style].text if style else "", files)


def _shown_objectives(world: World, part: CredentialPart) -> tuple[str, ...]:
    """What every holder showed: the objectives of the courses that the credential requires, and what was surely asked.

    They are ids, each once.
    """
    found: dict[str, None] = {}
    for ref in part.requires:
        target = target_of(world.resolve(ref.text) or "")
        if target.family == COURSES:
            course = world.courses[target.id]
            found.update((key.text, None) for key, _ in (course.part.objectives if course.part else ()))
        elif target.family == ASSESSMENTS and target.id in world.assessments:
            found.update((one, None) for one in _examined(world, world.assessments[target.id]))
    known = {key.text for _, course_part in world.course_parts() for key, _ in course_part.objectives}
    return tuple(one for one in found if one in known)


def _examined(world: World, assessment: AssessmentPart) -> list[str]:
    """The objectives that every paper is sure to ask about; what some papers alone ask is claimed of nobody."""
    found = []
    for line in assessment.draw:
        draw = draw_of(line)
        bank = world.banks.get(draw.bank)
        quizzes = [] if bank is None else [block.quiz for block in bank.blocks]
        if draw.use:
            found += [quiz.objective for quiz in quizzes if quiz.id == draw.use]
        elif draw.status == "active":
            found += [draw.objective] if draw.objective else _surely_drawn(draw, quizzes)
    return [one for one in found if one]


def _surely_drawn(draw: Draw, quizzes: Sequence[Quiz]) -> list[str]:
    """The objectives that a line without any is sure to draw, since too few questions are about something else."""
    drawable = [quiz.objective for quiz in quizzes if quiz.status == "active" and draw.level in ("", quiz.level)]
    return sorted(one for one in set(drawable) if len(drawable) - drawable.count(one) < draw.take)
