"""The workshop's own pages: what there is, what was found, and each lesson and bank with its keys and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, render_template

from lms.content.editing.passages import Stretch
from lms.content.kinds import KINDS
from lms.content.reading.parts import BankPart, LessonPart
from lms.services.ground.refusals import NotFound
from lms.services.publishing.workbench import Draft
from lms.web.drawing import solved as cards
from lms.web.drawing.solved import Solved
from lms.web.edge import current, policies
from lms.web.workshop import bench
from lms.web.workshop.bench import Note

pages = Blueprint("workshop", __name__, url_prefix="/workshop")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a list: its title, its pages, its file, and how much was found in it."""

    title: str
    id: str
    file: str
    errors: int
    warnings: int
    more: str = ""
    learners: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of a file with what was found in it; `solved` for a question."""

    stretch: Stretch
    solved: Solved | None
    notes: tuple[Note, ...]


@pages.get("")
@policies.workshop()
def overview() -> str:
    """Everything in the files, with the number of findings in each."""
    now = bench.draft()
    return render_template(
        "workshop/overview.html",
        draft=now,
        served=current.context().catalog(),
        errors=len(now.errors),
        courses=[_course_line(now, id) for id in now.world.courses],
        assessments=[_line(now, one.title or id, id, one.head.file) for id, one in now.world.assessments.items()],
        banks=[_line(now, one.title, id, one.head.file, f"{len(one.blocks)}") for id, one in now.world.banks.items()],
        credentials=[
            _line(now, one.title or id, id, one.head.file, folder=one.folder)
            for id, one in now.world.credentials.items()
        ],
        publications=_publications(now),
    )


def _publications(now: Draft) -> dict[str, list[Line]]:
    """The things of each kind that is published beside the courses, with the pages that readers have of them."""
    return {
        kind.family: [
            _line(now, one.title, id, one.head.file, learners=kind.page.address_of(id))
            for id, one in now.world.of(kind.name).items()
        ]
        for kind in KINDS.values()
        if kind.publication and kind.page is not None
    }


def _line(now: Draft, title: str, id: str, file: str, more: str = "", folder: str = "", learners: str = "") -> Line:
    found = now.of_folder(folder) if folder else now.of_file(file)
    errors = sum(one in now.errors for one in found)
    return Line(title or id, id, file, errors, len(found) - errors, more, learners)


def _course_line(now: Draft, id: str) -> Line:
    course = now.world.courses[id]
    title = course.part.title if course.part else ""
    return _line(now, title, id, f"{course.folder}/course.md", f"{len(course.lessons)}", course.folder)


@pages.get("/findings")
@policies.workshop()
def findings() -> str:
    """Everything that was found, errors first, each with its place and its cure."""
    now = bench.draft()
    return render_template("workshop/findings.html", notes=bench.notes(now, now.findings), errors=len(now.errors))


@pages.get("/state")
@policies.workshop(reads_session=False, csrf=False)
def state() -> Response:
    """A word that is another as soon as a page would be. Pages ask a few times a second, and are answered at once."""
    now = bench.at_hand()
    return jsonify(state=bench.state(now), pending=bench.is_pending(now))


@pages.get("/courses/<course>")
@policies.workshop()
def course(course: str) -> str:
    """A course's file, and its lessons in the order of teaching; those that no module has come last, marked."""
    now = bench.draft()
    found = now.world.courses.get(course)
    if found is None:
        raise NotFound("There is no such course in the files.")
    known = now.catalog.courses.get(course)
    taught = tuple(known.lessons) if known else ()
    rest = tuple(id for id in found.lessons if id not in taught)
    lines = [_line(now, found.lessons[id].title, id, found.lessons[id].head.file) for id in (*taught, *rest)]
    file = f"{found.folder}/course.md"
    return render_template(
        "workshop/course.html",
        course=found,
        known=known,
        file=file,
        lines=lines,
        untaught=rest,
        unreadable=[path for path in now.world.hidden_files if path.startswith(f"{found.folder}/")],
        notes=bench.notes(now, now.of_file(file)),
        served=current.context().catalog().courses.get(course),
    )


@pages.get("/courses/<course>/<lesson>")
@policies.workshop()
def lesson(course: str, lesson: str) -> str:
    """A lesson as its file is now, with the lines of everything, and the key and whys of each question."""
    now = bench.draft()
    part = now.lesson(course, lesson)
    if part is None:
        raise NotFound("There is no such lesson in the files, or it cannot be read yet.")
    served = current.context().catalog().courses.get(course)
    at_head, shown = _with_notes(now, part)
    return render_template(
        "workshop/lesson.html",
        course=now.world.courses[course],
        part=part,
        notes=at_head,
        shown=shown,
        served=served.lessons.get(lesson) if served else None,
        statuses=cards.STATUSES,
    )


@pages.get("/banks/<bank>")
@policies.workshop()
def bank(bank: str) -> str:
    """All questions of a bank on one page, whatever their status, with their keys."""
    now = bench.draft()
    part = now.world.banks.get(bank)
    if part is None:
        raise NotFound("There is no such bank in the files, or it cannot be read yet.")
    at_head, shown = _with_notes(now, part)
    return render_template("workshop/bank.html", part=part, notes=at_head, shown=shown, statuses=cards.STATUSES)


def _with_notes(now: Draft, part: LessonPart | BankPart) -> tuple[tuple[Note, ...], Sequence[Shown]]:
    """What was found outside of all stretches of a file, and the stretches, each with what was found in it."""
    found = bench.notes(now, now.of_file(part.head.file))
    left = list(found)
    shown = []
    for stretch in now.stretches(part):
        own = tuple(note for note in left if stretch.holds(note.finding.place.line))
        left = [note for note in left if note not in own]
        shown.append(Shown(stretch, cards.of_quiz(stretch.quiz) if stretch.quiz else None, own))
    return tuple(left), shown
