"""Starting files for authors: each checks clean, and says by example what goes where."""

from __future__ import annotations

from collections.abc import Mapping

from lms.content import plain
from lms.content.filing import BANKS, COURSES
from lms.content.names import title_of
from lms.content.parts import CoursePart
from lms.content.world import World
from lms.sources.diagnostics import Place
from lms.sources.files import SourceTree

Files = Mapping[str, str]
"""New texts, and old texts that change, by path."""


class NotPossible(Exception):
    """Why nothing can be started, in words for the author."""


def _quiz(name: str) -> str:
    return (
        f"```quiz\nid: {name}\ntype: choose-one\nquestion: What would you do first?\n"
        "options:\n  a: Ask.\n  b: Wait.\n  c: Go on alone.\nanswer: a\n"
        "why:\n  a: Whoever asks first has the choice still before them.\n"
        "  b: Waiting may be right later; first find out what is wanted.\n"
        "  c: Alone you may go where nobody wants to follow.\n```\n"
    )


def course(world: World, name: str) -> Files:
    folder = f"{COURSES}{name}"
    return {
        f"{folder}/course.md": (
            f"---\ntitle: {title_of(name)}\nsummary: What a learner can do after it, in one sentence.\n---\n\n"
            "What this course is about, and for whom.\n"
        ),
        f"{folder}/01-first-lesson.md": _lesson_text("first-lesson"),
    }


def lesson(world: World, course_id: str, name: str) -> Files:
    """A lesson after the last one of a course; where the course has modules, the last one gets it."""
    found = world.courses.get(course_id)
    if found is None:
        raise NotPossible(f"There is no course {course_id}. Begin with: lms content new course {course_id}")
    numbers = [path.rsplit("/", 1)[1].partition("-")[0] for path in world.tree.files if path.startswith(found.folder)]
    number = max((int(one) for one in numbers if one.isdigit() and len(one) < 5), default=0) + 1
    files = {f"{found.folder}/{number:02}-{name}.md": _lesson_text(name)}
    if found.part is not None and found.part.modules:
        files[found.part.head.file] = _with_lesson(world.tree, found.part, name)
    return files


def _lesson_text(name: str) -> str:
    return (
        f"---\ntitle: {title_of(name)}\nminutes: 8\n---\n\nOne idea, one thing to do.\n\n{_quiz(f'{name}-1')}\n"
        "## One small step\n\nSomething that a learner can do today.\n"
    )


def _with_lesson(tree: SourceTree, part: CoursePart, name: str) -> str:
    """The course's file with one more lesson in its last module, written as the others of it are."""
    lines = tree.files[part.head.file].content.decode("utf-8-sig").split("\n")
    last = (part.modules or ())[-1].lessons
    if not last:
        raise NotPossible(f"The last module of {part.head.file} has no lessons yet: write {name} into it by hand.")
    place: Place = last[-1].place
    line = lines[place.line - 1]
    before = line[: place.column - 1]
    if before.strip(" ") == "-":
        lines.insert(place.line, f"{before}{name}")
    else:
        lines[place.line - 1] = f"{line[: place.end_column - 1]}, {name}{line[place.end_column - 1 :]}"
    return "\n".join(lines)


def bank(world: World, name: str) -> Files:
    text = (
        f"---\ntitle: {title_of(name)}\nlevel: apply\n---\n\n"
        f"What these questions are about, for colleagues; learners see the questions alone.\n\n{_quiz(f'{name}-1')}"
    )
    return {f"{BANKS}{name}.md": text}


def assessment(world: World, name: str) -> Files:
    """An assessment that draws from a bank that is there, or else from a new one of the same name."""
    drawn = next((one for one in world.banks if _has_an_active_question(world, one)), "")
    files = dict(bank(world, name)) if not drawn else {}
    text = (
        f"---\ntitle: {title_of(name)}\npass_mark: 75%\ndraw:\n  - take: 1\n    from: banks/{drawn or name}\n"
        "show_learner:\n  after_hand_in: [result, objectives]\n---\n\n"
        "What to expect, and what is allowed: the first thing that a learner reads here.\n"
    )
    return {f"content/assessments/{name}.md": text, **files}


def _has_an_active_question(world: World, name: str) -> bool:
    return any(block.quiz.status == "active" and block.quiz.question.scored for block in world.banks[name].blocks)


def credential(world: World, name: str) -> Files:
    """A course certificate for a course that is there: that of the same name, or else the first."""
    courses = [found for found in world.courses.values() if found.part is not None and found.lessons]
    if not courses:
        raise NotPossible("A credential needs a course to be earned by. Begin with: lms content new course ID")
    earned = next((found.id for found in courses if found.id == name), courses[0].id)
    folder = f"certificates/{name}"
    files = {
        f"{folder}/credential.md": (
            f"---\ntitle: {title_of(name)}\nkind: course-certificate\nrequires: [courses/{earned}]\nsigned_by:\n"
            "  - name: Chair of the council\n    role: Chair\n---\n\n"
            "What the holder did and showed, in plain words.\n"
        ),
        f"{folder}/certificate.html": plain.PAGE,
        f"{folder}/certificate.css": plain.STYLE,
    }
    if world.issuer is None and "certificates/issuer.md" not in world.tree.files:
        files["certificates/issuer.md"] = (
            "---\nname: Your organisation\nurl: https://example.org\nemail: certificates@example.org\n"
            "description: Who you are, in one sentence.\n---\n"
        )
    return files
