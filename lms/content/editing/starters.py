"""Starting files for authors: each checks without errors, and says by example what goes where.

What they say is to be replaced: each sentence is a warning until it is (see `lms.content.reading.placeholders`).
"""

from __future__ import annotations

from collections.abc import Mapping

from lms.content.kinds import plain_design
from lms.content.reading import placeholders as words
from lms.content.reading.filing import BANKS, COURSES
from lms.content.reading.names import title_of
from lms.content.reading.parts import CoursePart
from lms.content.reading.site import World
from lms.questions.kinds import KINDS
from lms.sources.diagnostics import Place
from lms.sources.files import SourceTree

Files = Mapping[str, str]
"""New texts, and old texts that change, by path."""


class NotPossible(Exception):
    """Why nothing can be started, in words for the author."""


def _quiz(name: str) -> str:
    return (
        f"```quiz\nid: {name}\ntype: {KINDS.picking('one').name}\n{words.QUESTION}\n"
        f"options:\n  a: Ask.\n  b: Wait.\n  {words.OPTION}\nanswer: a\n"
        f"why:\n  a: {words.WHYS[0]}\n  b: {words.WHYS[1]}\n  c: {words.WHYS[2]}\n```\n"
    )


def course(world: World, name: str) -> Files:
    folder = f"{COURSES}{name}"
    return {
        f"{folder}/course.md": (
            f"---\ntitle: {title_of(name)}\nsummary: {words.SUMMARY}\n---\n\n{words.ABOUT_COURSE}\n"
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
        f"---\ntitle: {title_of(name)}\nminutes: 8\n---\n\n{words.IDEA}\n\n{_quiz(f'{name}-1')}\n"
        f"## One small step\n\n{words.STEP}\n"
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
    text = f"---\ntitle: {title_of(name)}\nlevel: apply\n---\n\n{words.ABOUT_BANK}\n\n{_quiz(f'{name}-1')}"
    return {f"{BANKS}{name}.md": text}


def assessment(world: World, name: str) -> Files:
    """An assessment that draws from a bank that is there, or else from a new one of the same name."""
    drawn = next((one for one in world.banks if _has_an_active_question(world, one)), "")
    files = dict(bank(world, name)) if not drawn else {}
    text = (
        f"---\ntitle: {title_of(name)}\npass_mark: 75%\ndraw:\n  - take: 1\n    from: banks/{drawn or name}\n"
        "show_learner:\n  after_hand_in: [result, objectives]\n---\n\n"
        f"{words.INSTRUCTIONS}\n"
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
            f"  - {words.SIGNATORY}\n    role: Chair\n---\n\n{words.CRITERIA}\n"
        ),
        f"{folder}/certificate.html": plain_design.PAGE,
        f"{folder}/certificate.css": plain_design.STYLE,
    }
    if world.issuer is None and "certificates/issuer.md" not in world.tree.files:
        files["certificates/issuer.md"] = (
            f"---\n{words.ISSUER}\n{words.ISSUER_PAGE}\n{words.ISSUER_MAIL}\n{words.ISSUER_SENTENCE}\n---\n"
        )
    return files
