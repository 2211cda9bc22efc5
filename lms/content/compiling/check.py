"""Everything that can only be said when all files are known, in one run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from lms.content.checking.addresses import Addresses, resolve_links
from lms.content.checking.awards import check_awards
from lms.content.checking.blueprint import Proofs, check_blueprints
from lms.content.checking.former_names import check_former_names
from lms.content.checking.identity import check_identity
from lms.content.checking.outline import Outline, outline_of
from lms.content.checking.prerequisites import check_waits, waits_of
from lms.content.checking.references import check_references
from lms.content.checking.reviews import check_reviews
from lms.content.checking.schemes import check_schemes
from lms.content.checking.unused_files import KnownFiles, check_files
from lms.content.checking.ways import check_ways
from lms.content.kinds import KINDS
from lms.content.reading.parts import Part
from lms.content.reading.site import World
from lms.content.reading.targets import COURSES, Target
from lms.content.translations.matching import Fits, check_translations
from lms.sources.diagnostics import Findings, Place


class Known(Protocol):
    """What earlier checks found out, which they add to."""

    files: KnownFiles
    proofs: Proofs


def outlines_of(world: World, findings: Findings) -> dict[str, Outline]:
    """The order of every course by its id, with what is wrong with it."""
    outlines: dict[str, Outline] = {}
    for course in world.by_folder.values():
        outline = outline_of(course, world, findings)
        if world.courses[course.id] is course:
            outlines[course.id] = outline
    return outlines


def check_all(
    world: World, outlines: Mapping[str, Outline], fits: Fits, today: date, findings: Findings, known: Known
) -> None:
    check_files(world, findings, known.files)
    _check_courses(world, findings)
    check_identity(world, findings)
    check_former_names(world, findings)
    check_references(world, outlines, findings)
    check_ways(world, findings)
    check_waits(waits_of(world, outlines), findings)
    check_blueprints(world, findings, known.proofs)
    check_awards(world, findings)
    check_schemes(world, findings)
    check_reviews(world, today, findings)
    check_translations(world, fits, findings)
    for kind in KINDS.values():
        kind.check(world, findings)


def addresses_of(world: World, parts: Mapping[str, Part | None], findings: Findings) -> dict[str, Addresses]:
    """The addresses of the relative links of every file that has any."""
    anchors = {world.pages[file]: part.head.anchors for file, part in parts.items() if part and file in world.pages}
    return {
        file: resolve_links(world, part, anchors, findings)
        for file, part in parts.items()
        if part is not None and part.head.links
    }


def _check_courses(world: World, findings: Findings) -> None:
    for course in world.by_folder.values():
        if course.part is None and f"{course.folder}/course.md" not in world.tree.files:
            first = min(path for path in world.tree.files if path.startswith(f"{course.folder}/"))
            message = f"The folder {course.folder} has no file course.md, so it is no course."
            findings.add(Place(first), "C101", message, "Write one, with at least a title in its front matter.")
        elif (
            course.part is not None
            and course.knows_lessons
            and not course.lessons
            and not _hides_lessons(world, course.id)
        ):
            message = "This course has no lessons yet."
            findings.warn(course.part.head.start, "C102", message, "Write one beside it, such as 01-first-lesson.md.")


def _hides_lessons(world: World, course: str) -> bool:
    return any(path.startswith(f"{Target(COURSES, course).path}/") for path in world.hidden)
