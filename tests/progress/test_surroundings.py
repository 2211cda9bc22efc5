"""What stands around a lesson: the ones before and after it, and those of its module beside it."""

from __future__ import annotations

from lms.progress.surroundings import MOST_BESIDE, surroundings_in
from tests.support.site import FILES, catalog_of


def test_lessons_follow_one_another_across_modules() -> None:
    around = surroundings_in(catalog_of().courses["listening"])
    order = [(one.previous and one.previous.id, one.following and one.following.id) for one in around.values()]
    assert order == [(None, "asking"), ("quiet", "silence"), ("asking", None)]


def test_beside_a_lesson_stand_those_of_its_module_with_what_they_ask_for() -> None:
    around = surroundings_in(catalog_of().courses["listening"])
    assert [(one.lesson.id, one.requires) for one in around["asking"].beside] == [("quiet", ()), ("asking", ())]
    assert [one.requires for one in around["silence"].beside] == [("courses/listening#begin",)]


def test_of_very_many_lessons_those_around_are_shown() -> None:
    ids = [f"more-{number:02}" for number in range(3 * MOST_BESIDE)]
    path = "content/courses/listening/course.md"
    course = FILES[path].replace("[quiet, asking]", f"[quiet, asking, {', '.join(ids)}]")
    lesson = "---\ntitle: More\nminutes: 3\ncomplete_when: read\n---\nMore.\n"
    files = {f"content/courses/listening/09-{id}.md": lesson for id in ids}
    around = surroundings_in(catalog_of({path: course, **files}).courses["listening"])
    for here in (ids[0], ids[30], ids[-1]):
        beside = [one.lesson.id for one in around[here].beside]
        assert len(beside) == MOST_BESIDE
        assert here in beside
