"""A door that asks for a module says its title in the language that the title is written in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from lms.content.reading.model import Catalog, Course
from lms.content.reading.targets import target_of
from lms.progress.requirements.module import KIND


def language(course: Course | None) -> str:
    catalog = cast(Catalog, SimpleNamespace(courses={"bees": course} if course else {}))
    return KIND.language(catalog, target_of("courses/bees#hives"))


def course(**more: object) -> Course:
    texts = {"language": "es", "spoken": {}, **more}
    spoken = SimpleNamespace(**texts)
    return cast(Course, SimpleNamespace(language_of=lambda text: Course.language_of(cast(Course, spoken), text)))


def test_it_is_that_of_the_course_or_of_what_is_not_translated_yet() -> None:
    assert language(course()) == "es"
    assert language(course(spoken={"modules.hives": "en"})) == "en"
    assert language(None) == ""
