"""What changed in courses: their own page, modules, doors and objectives, and their lessons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lms.content.comparing.change import About, Change, Means, State, came_and_went, said
from lms.content.comparing.history import quizzes_of, renamed_lessons
from lms.content.comparing.questions import question_changes
from lms.content.comparing.wording import lines_of
from lms.content.reading.model import Course, Lesson
from lms.content.reading.parts import CoursePart, LessonPart
from lms.content.reading.targets import COURSES, Target


def course_changes(before: State, after: State) -> Iterator[Change]:
    old, new = before.catalog.courses, after.catalog.courses
    gone, came = came_and_went(old, new)
    drafts = after.world.drafts
    for id in came:
        course = new[id]
        says = f"a new course with {len(course.lessons)} lessons"
        yield _about(after, id).change("course", says, Means.SHOWN)
    for id in gone:
        says = (
            "the course is a draft now, so nobody sees it"
            if Target(COURSES, id).path in drafts
            else "the course is gone"
        )
        yield _about(before, id).change("course", says, Means.LESSON)
    for id in new:
        if id in old:
            yield from _page(_about(after, id), old[id], new[id])
            yield from _objectives(_about(after, id), before, after, id)
            yield from _modules(_about(after, id), old[id], new[id])
            yield from _lessons(before, after, id)


def _about(state: State, id: str) -> About:
    course = state.world.courses[id]
    return About(f"{course.folder}/course.md", Target(COURSES, id).path, state.catalog.courses[id].title)


def _page(about: About, before: Course, after: Course) -> Iterator[Change]:
    yield from about.plain("wording", "title", Means.SHOWN, before.title, after.title)
    yield from about.lines("wording", "summary", Means.SHOWN, [before.summary], [after.summary])
    yield from about.lines("wording", "page", Means.SHOWN, lines_of(before.html), lines_of(after.html))
    yield from about.plain("course", "language", Means.SHOWN, before.language, after.language)
    yield from about.plain("course", "level", Means.SHOWN, before.level, after.level)
    yield from about.plain("course", "paths", Means.SHOWN, before.paths, after.paths)
    yield from about.plain("gate", "opens after", Means.GATE, before.opens_after, after.opens_after)
    yield from about.plain("gate", "in order", Means.GATE, before.in_order, after.in_order)


def _objectives(about: About, before: State, after: State, id: str) -> Iterator[Change]:
    old, new = (_texts(state.world.courses[id].part) for state in (before, after))
    for key in old:
        if key not in new:
            yield about.change("objective", f"the objective {key} is gone: {old[key]}", Means.SHOWN)
        elif old[key] != new[key]:
            yield about.change("objective", f"objective {key}", Means.SHOWN, old[key], new[key])
    for key in new:
        if key not in old:
            yield about.change("objective", f"a new objective {key}: {new[key]}", Means.SHOWN)


def _texts(part: CoursePart | None) -> dict[str, str]:
    return {} if part is None else {key.text: text for key, text in part.objectives}


def _modules(about: About, before: Course, after: Course) -> Iterator[Change]:
    old = {module.id: module for module in before.modules}
    new = {module.id: module for module in after.modules}
    gone, came = came_and_went(old, new)
    for id in gone:
        yield about.change("module", f"the module {old[id].title or id or 'without a name'} is gone", Means.LESSON)
    for id in came:
        yield about.change("module", f"a new module: {new[id].title or id or 'without a name'}", Means.LESSON)
    for id in new:
        if id in old:
            name = f"module {id}" if id else "modules"
            yield from about.plain("module", f"{name}: title", Means.SHOWN, old[id].title, new[id].title)
            yield from about.plain("gate", f"{name}: opens after", Means.GATE, old[id].opens_after, new[id].opens_after)
    if [id for id in old if id in new] != [id for id in new if id in old]:
        yield about.change("module", f"the order of modules: {said(list(new))}", Means.LESSON)


def _lessons(before: State, after: State, id: str) -> Iterator[Change]:
    old, new = before.world.courses[id], after.world.courses[id]
    taught_before, taught_now = before.catalog.courses[id].lessons, after.catalog.courses[id].lessons
    names = {one.after.head.id: one.before for one in renamed_lessons(old, new)}
    former_names = {one.head.id for one in names.values()}
    moved = _moved(list(taught_before), list(taught_now))
    for name, part in new.lessons.items():
        about = _lesson(part, id)
        former = names.get(name) or old.lessons.get(name)
        if former is None:
            yield about.change("lesson", f"a new lesson, about {part.minutes} minutes", Means.NEW_LESSON)
            continue
        if former.head.id != name:
            yield about.change("lesson", f"the lesson was called {former.head.id}", Means.LESSON)
        elif about.thing not in before.moved:
            draft = (former.head.draft, part.head.draft)
            yield from _place(about, name, taught_before, taught_now, moved, draft)
        yield from _lesson_changes(about, former, part)
    for name, part in old.lessons.items():
        if name not in new.lessons and name not in former_names:
            yield _lesson(part, id).change("lesson", "the lesson is gone", Means.LESSON)
    yield from _practice(before, after, id)


def _place(
    about: About,
    name: str,
    before: Mapping[str, Lesson],
    after: Mapping[str, Lesson],
    moved: set[str],
    draft: tuple[bool, bool],
) -> Iterator[Change]:
    old, new = before.get(name), after.get(name)
    if old is not None and new is None:
        why = "the lesson is a draft now" if draft[1] else "no module has the lesson any more"
        yield about.change("lesson", f"{why}, so nobody sees it", Means.LESSON)
    elif new is not None and old is None:
        says = "the lesson is no draft any more" if draft[0] else "a module has the lesson now"
        yield about.change("lesson", says, Means.NEW_LESSON)
    elif old is not None and new is not None and old.module != new.module:
        yield about.change("lesson", f"moved from module {old.module} to {new.module}", Means.LESSON)
    elif name in moved:
        yield about.change("lesson", "moved to another place in its course", Means.LESSON)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest lessons whose move explains the new order: all that are not in the longest run that kept its order."""
    both = [name for name in after if name in set(before)]
    places = {name: place for place, name in enumerate(before)}
    best: list[list[str]] = []
    for name in both:
        longest = max((run for run in best if places[run[-1]] < places[name]), key=len, default=[])
        best.append([*longest, name])
    kept = max(best, key=len, default=[])
    return set(both) - set(kept)


def _lesson(part: LessonPart, course: str) -> About:
    return About(part.head.file, Target(COURSES, course, part.head.id).path, part.title)


def _lesson_changes(about: About, before: LessonPart, after: LessonPart) -> Iterator[Change]:
    yield from about.plain("wording", "title", Means.SHOWN, before.title, after.title)
    yield from about.plain("lesson", "minutes", Means.SHOWN, before.minutes, after.minutes)
    yield from about.plain("lesson", "complete when", Means.LESSON, before.complete_when, after.complete_when)
    old, new = ([ref.text for ref in part.opens_after] for part in (before, after))
    yield from about.plain("gate", "opens after", Means.GATE, old, new)
    old, new = ([ref.text for ref in part.objectives] for part in (before, after))
    yield from about.plain("objective", "objectives", Means.SHOWN, old, new)
    texts = ([line for one in part.passages for line in lines_of(one.html)] for part in (before, after))
    yield from about.lines("wording", "text", Means.SHOWN, *texts)


def _practice(before: State, after: State, id: str) -> Iterator[Change]:
    """The quizzes of a course's lessons, told with the file in which each stands."""
    scope = Target(COURSES, id).path
    old, new = quizzes_of(before.world).get(scope, {}), quizzes_of(after.world).get(scope, {})
    gone_lessons = before.world.courses[id].lessons.keys() - after.world.courses[id].lessons.keys()
    new_lessons = after.world.courses[id].lessons.keys() - before.world.courses[id].lessons.keys()
    places = {block.quiz.id: lesson for lesson in before.world.courses[id].lessons.values() for block in lesson.blocks}
    places |= {block.quiz.id: lesson for lesson in after.world.courses[id].lessons.values() for block in lesson.blocks}
    for change in question_changes("", scope, old, new):
        lesson = places[change.title]
        whole = change.kind == "question" and lesson.head.id in (gone_lessons | new_lessons)
        if not whole:
            yield Change(
                lesson.head.file,
                Target(COURSES, id, lesson.head.id).path,
                f"{lesson.title}: {change.title}",
                change.kind,
                change.says,
                change.means,
                change.pieces,
            )
