"""A draft is checked and previewed, and is nowhere in what is served."""

from __future__ import annotations

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from tests.content.sites import (
    COURSE,
    CREDENTIAL,
    EXAM,
    LESSON,
    SECOND,
    TODAY,
    clean,
    compiled,
    good_files,
    lesson,
    site_with,
)

NEW_COURSE = "content/courses/wasps/course.md"
NEW_LESSON = "content/courses/wasps/01-nest.md"
PICTURE = "content/courses/wasps/media/nest.svg"
DRAFTS = {
    SECOND: lesson("CANARY", "title: The second day\ndraft: yes"),
    NEW_COURSE: "---\ntitle: CANARY\ndraft: yes\nobjectives: {calm-nest: CANARY}\n---\nCANARY\n",
    NEW_LESSON: lesson("CANARY\n\n![A nest](media/nest.svg)\n", "title: CANARY"),
    PICTURE: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>CANARY</title></svg>',
    "content/assessments/hard.md": good_files()[EXAM].decode().replace("---\n", "---\ndraft: yes\n", 1),
}


def previewed(changes: dict[str, str]) -> Catalog:
    catalog, findings = compile_catalog(site_with(changes), today=TODAY, drafts=True)
    assert catalog is not None
    assert findings == ()
    return catalog


def test_drafts_are_in_the_preview_alone() -> None:
    served, shown = clean(DRAFTS), previewed(DRAFTS)
    assert "CANARY" not in repr(served)
    assert shown.revision != served.revision, "what is kept by revision would be taken for the other's"
    assert previewed({}).revision == clean({}).revision
    assert (set(served.courses), set(served.assessments)) == ({"bees"}, {"exam"})
    assert "second" not in served.courses["bees"].lessons
    assert "second" in shown.courses["bees"].lessons
    assert set(shown.courses) == {"bees", "wasps"}
    assert set(shown.assessments) == {"exam", "hard"}
    assert "courses/wasps/media/nest.svg" in shown.media
    assert "calm-nest" in shown.objectives


def test_the_same_cache_gives_either_of_the_two() -> None:
    cache, tree = Cache(), site_with(DRAFTS)
    for drafts in (True, False, True):
        catalog, _ = compile_catalog(tree, today=TODAY, cache=cache, drafts=drafts)
        assert catalog is not None
        assert ("wasps" in catalog.courses) is drafts


def test_a_draft_is_checked_like_everything_else() -> None:
    _, findings = compiled({SECOND: lesson("[x](nowhere.md)", "title: The second day\ndraft: yes")})
    assert [one.code for one in findings] == ["M107"]


def test_a_module_of_drafts_is_not_shown() -> None:
    modules = "modules:\n  - {id: one, lessons: [first]}\n  - {id: two, lessons: [second]}\n"
    course = good_files()[COURSE].decode().replace("---\n", f"---\n{modules}", 1)
    changes = {COURSE: course, SECOND: lesson("x", "title: The second day\ndraft: yes")}
    assert [module.id for module in clean(changes).courses["bees"].modules] == ["one"]
    assert [module.id for module in previewed(changes).courses["bees"].modules] == ["one", "two"]


def test_what_waits_for_a_module_of_drafts_is_told() -> None:
    modules = "modules:\n  - {id: one, opens_after: ['#two'], lessons: [first]}\n  - {id: two, lessons: [second]}\n"
    course = good_files()[COURSE].decode().replace("---\n", f"---\n{modules}", 1)
    _, findings = compiled({COURSE: course, SECOND: lesson("x", "title: The second day\ndraft: yes")})
    assert [(one.code, "draft" in one.message) for one in findings] == [("R104", True)]


def test_a_course_of_which_every_lesson_is_a_draft_cannot_be_waited_for() -> None:
    first = good_files()[LESSON].decode().replace("---\n", "---\ndraft: yes\n", 1)
    _, findings = compiled({LESSON: first})
    assert {(one.place.file, one.code) for one in findings if one.code != "M107"} == {
        (EXAM, "R104"),
        (CREDENTIAL, "R104"),
    }
